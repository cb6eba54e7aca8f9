/** A column of a table of records, as a person fills it in. */
export type Column = {
  readonly key: string
  readonly label: string
  readonly as: 'text' | 'date' | 'decimal' | 'percent' | 'choice'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly required?: true
  /** Shown only where some record says something in it, or on demand. */
  readonly rare?: true
  readonly hint?: string
}

/** A record as texts, with what it was made from, so that what nobody touches stays as it was. */
export type Row = {
  readonly id: number
  readonly was: Readonly<Record<string, unknown>>
  texts: Record<string, string>
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

export const rowOf = (record: object, id: number): Row => {
  const was = record as Record<string, unknown>
  return { id, was, texts: Object.fromEntries(Object.entries(was).map(([key, value]) => [key, textOf(value)])) }
}

/** The record of a row: what was left empty is left out. */
export function recordOf({ was, texts }: Row): Record<string, unknown> {
  const keys = new Set([...Object.keys(was), ...Object.keys(texts)])
  return Object.fromEntries(
    [...keys].flatMap((key): [string, unknown][] => {
      const text = texts[key] ?? ''
      if (key in was && text === textOf(was[key])) return [[key, was[key]]]
      return text === '' ? [] : [[key, text]]
    }),
  )
}

export const isFilled = (row: Row, columns: readonly Column[]): boolean =>
  columns.every((column) => !column.required || (row.texts[column.key] ?? '') !== '')
