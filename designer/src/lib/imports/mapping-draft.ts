import type { ImportMapping, SuggestedMapping } from '#lib/api/imports.ts'

/** What is needed of a transaction, in the order in which people think of it. */
export const TARGETS = [
  'externalId',
  'occurredOn',
  'creditedOn',
  'amount',
  'currency',
  'owner',
  'account',
  'product',
  'kind',
  'quantity',
  'reverses',
  'voided',
  'version',
] as const
export type Target = (typeof TARGETS)[number]
export const REQUIRED: readonly string[] = ['externalId', 'occurredOn']

/** Where a target comes from: nowhere, a value for every row, or a column. */
export type Origin = { from: 'nothing' | 'fixed' | 'column'; column: string; value: string; optional: boolean }
/** `was` is what the texts stood for: one with a comma in it must not fall apart because somebody opened the form. */
export type Rule = { id: number; column: string; texts: string; was?: readonly string[] }
export type Translation = { id: number; target: string; from: string; to: string }
export type Member = {
  id: number
  role: string
  column: string
  shareColumn: string
  share: string
  isPercent: boolean
}

/** A mapping as it stands in the form: everything is text, and what is not chosen yet is empty. */
export type MappingDraft = {
  name: string
  source: string
  dates: ImportMapping['dates'] | ''
  decimals: ImportMapping['decimals'] | ''
  origins: Record<string, Origin>
  only: Rule[]
  translations: Translation[]
  team: Member[]
}

export const nowhere = (): Origin => ({ from: 'nothing', column: '', value: '', optional: true })

function originOf(source: ImportMapping['columns'][string] | undefined): Origin {
  if (source === undefined) return nowhere()
  return 'column' in source
    ? { from: 'column', column: source.column, value: '', optional: source.optional }
    : { from: 'fixed', column: '', value: source.value, optional: false }
}

/** The form of a mapping. @param targets all that the form has a line for. */
export function draftOf(mapping: ImportMapping | SuggestedMapping, targets: readonly string[]): MappingDraft {
  const all = [...new Set([...targets, ...Object.keys(mapping.columns)])]
  return {
    name: mapping.name,
    source: mapping.source,
    dates: mapping.dates ?? '',
    decimals: mapping.decimals ?? '',
    origins: Object.fromEntries(all.map((target) => [target, originOf(mapping.columns[target])])),
    only: mapping.only.map(({ column, in: texts }, id) => ({ id, column, texts: texts.join(', '), was: texts })),
    translations: Object.entries(mapping.values)
      .flatMap(([target, texts]) => Object.entries(texts).map(([from, to]) => ({ target, from, to })))
      .map((each, id) => ({ id, ...each })),
    team: mapping.team.map(({ role, column, share }, id) => ({
      id,
      role,
      column,
      shareColumn: 'column' in share ? share.column : '',
      share: 'column' in share ? '' : share.value,
      isPercent: 'column' in share && share.isPercent,
    })),
  }
}

/** Required targets that come from nowhere yet. */
export function missingIn(draft: MappingDraft): string[] {
  return REQUIRED.filter((target) => draft.origins[target]?.from !== 'column')
}

/** Whether everything is said that a mapping needs. */
export function isComplete(draft: MappingDraft): boolean {
  const { name, source, dates, decimals } = draft
  return name.trim() !== '' && source.trim() !== '' && dates !== '' && decimals !== '' && missingIn(draft).length === 0
}

const texts = (list: string): string[] =>
  list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')

function columnsOf(draft: MappingDraft): ImportMapping['columns'] {
  const columns: ImportMapping['columns'] = {}
  for (const [target, { from, column, value, optional }] of Object.entries(draft.origins)) {
    if (from === 'column') columns[target] = { column, optional: optional && !REQUIRED.includes(target) }
    else if (from === 'fixed' && value.trim() !== '') columns[target] = { value: value.trim() }
  }
  return columns
}

/** The mapping that a form says; null while something is missing. Lines that are not filled in say nothing. */
export function mappingOf(draft: MappingDraft): ImportMapping | null {
  const { dates, decimals } = draft
  if (!isComplete(draft) || dates === '' || decimals === '') return null
  const values: ImportMapping['values'] = {}
  for (const { target, from, to } of draft.translations) {
    if (target !== '' && (from !== '' || to !== '')) values[target] = { ...values[target], [from]: to }
  }
  return {
    name: draft.name.trim(),
    source: draft.source.trim(),
    columns: columnsOf(draft),
    team: draft.team
      .filter(({ role, column, shareColumn, share }) => role.trim() && column && (shareColumn || share.trim()))
      .map(({ role, column, shareColumn, share, isPercent }) => ({
        role: role.trim(),
        column,
        share: shareColumn ? { column: shareColumn, isPercent } : { value: share.trim() },
      })),
    values,
    only: draft.only
      .map(({ column, texts: list, was }) => ({ column, in: was?.join(', ') === list ? [...was] : texts(list) }))
      .filter(({ column, in: wanted }) => column !== '' && wanted.length > 0),
    dates,
    decimals,
  }
}

/** Columns that a mapping asks for. */
export function columnsAskedFor({ columns, team, only }: ImportMapping | SuggestedMapping): string[] {
  return [
    ...Object.values(columns).flatMap((source) => ('column' in source && !source.optional ? [source.column] : [])),
    ...team.flatMap(({ column, share }) => ('column' in share ? [column, share.column] : [column])),
    ...only.map(({ column }) => column),
  ]
}

/** A short name that a program can call a mapping by, made of what people call it; not one of those that are taken. */
export function idFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
  const base = plain.slice(0, 50).toLowerCase() || 'mapping'
  let id = base
  for (let n = 2; taken.includes(id); n += 1) id = `${base}-${n}`
  return id
}
