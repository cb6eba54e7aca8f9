// A file of rejected rows is opened in a spreadsheet, mended, and sent again. In between no cell may become a formula,
// and afterwards every cell must be what it was.

const ERROR_COLUMN = /^error(_\d+)?$/
const FORMULA = /^'*[=+\-@\t\r]/
const QUOTED_FORMULA = /^'+[=+\-@\t\r]/
/** Of digits and separators alone no spreadsheet makes more than a number: a negative amount stays one. */
const NUMBER = /^[+-]?[\d.,\u00a0\u202f ]*\d%?$/

/** A cell that a spreadsheet shows as text: an apostrophe before what it would take for a formula. */
export function guardFormula(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

/** The cell as it was before it was guarded. */
export function unguardFormula(cell: string): string {
  return QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell
}

/** A name for the column of errors that the file does not have yet. */
export function errorColumnFor(header: readonly string[]): string {
  let name = 'error'
  for (let n = 2; header.includes(name); n += 1) name = `error_${n}`
  return name
}

/** Whether a header is of a file that we made of rejected rows: its last column says what was wrong. */
export function isOfRejected(header: readonly string[]): boolean {
  return ERROR_COLUMN.test(header.at(-1) ?? '')
}
