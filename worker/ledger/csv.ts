/** What a spreadsheet would take for a formula, also behind a quote or space. */
const FORMULA = /^[\s'"]*[=+\-@\t\r\0]/

/** A cell of text: never a formula, whatever somebody is called. */
export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Lines of cells as CSV (RFC 4180). Cells come ready: text made safe, numbers as they are. */
export const csvOf = (lines: readonly (readonly string[])[], delimiter: string): string =>
  lines.map((cells) => `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`).join('')
