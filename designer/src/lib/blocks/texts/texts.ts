/**
 * The words on blocks. In a sentence, `{NAME}` places a field or a slot, `[…]` groups what is hidden together with the
 * fields or slots in it, and a line break starts a new row.
 */
export type BlockTexts = {
  readonly sentences: Readonly<Record<string, string>>
  /** Between the values of a block that takes many. */
  readonly joints: Readonly<Record<string, string>>
  /** The words of a row of fields, where there are more than one; by block and slot. */
  readonly rows: Readonly<Record<string, string>>
  /** What stands where a list has no row; by slot, or by block and slot. */
  readonly none: Readonly<Record<string, string>>
  /** What a block is for; its tooltip. */
  readonly tips: Readonly<Record<string, string>>
  /** What a screen reader says for a slot. */
  readonly slots: Readonly<Record<string, string>>
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly categories: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
  /** What a new part is called until somebody names it. */
  readonly newPart: Readonly<Record<string, string>>
  readonly addItem: string
  readonly options: string
  /** The numbers of places on the axes. */
  readonly matrixSummary: (sizes: readonly number[]) => string
  readonly moreRows: (count: number) => string
  readonly exampleSummary: (deals: number, period: string, amount: string, more: number) => string
  readonly removeItem: string
  readonly missing: (id: string) => string
}
