/** What stands between whole and decimals: declared by the mapping, never guessed from a cell. */
export const DECIMAL_SIGNS = ['.', ','] as const
export type DecimalSign = (typeof DECIMAL_SIGNS)[number]

/** A number as our decimal text; of a currency sign only what it names without doubt. */
export type CellNumber = { text: string; isPercent: boolean; currency: string | null }

const SPACES = /[\u00a0\u2007\u2009\u202f]/g
const MINUS = /\u2212/g
/** "$" and "¥" are signs of several currencies, so they say nothing. */
const NAMED: Readonly<Record<string, string | null>> = { '€': 'EUR', '£': 'GBP', $: null, '¥': null }
const BEFORE = /^([+-]|[€£$¥]|[A-Z]{3}(?![A-Za-z]))\s*/
const AFTER = /\s*(-|%|[€£$¥]|(?<![A-Za-z])[A-Z]{3})$/

/** Signs and units around the digits, each at most once. */
function strip(cell: string): { body: string; marks: string[] } {
  let body = cell
  const marks: string[] = []
  for (const pattern of [BEFORE, BEFORE, AFTER, AFTER]) {
    const mark = pattern.exec(body)
    if (mark?.[1] === undefined) continue
    marks.push(mark[1])
    body = body.replace(pattern, '')
  }
  return { body: body.trim(), marks }
}

/** Digits with one kind of thousands separator, in groups of three, or none. */
function digitsOf(body: string, sign: DecimalSign): { whole: string; decimals: string } | null {
  const at = body.indexOf(sign)
  const [whole, decimals] = at < 0 ? [body, ''] : [body.slice(0, at), body.slice(at + 1)]
  if (at >= 0 && !/^\d+$/.test(decimals)) return null
  if (/^\d+$/.test(whole)) return { whole, decimals }
  if (whole === '' && decimals !== '') return { whole: '0', decimals }
  const separator = /[^\d]/.exec(whole)?.[0] ?? ''
  if (!['.', ',', ' ', "'", '’'].includes(separator)) return null
  const groups = whole.split(separator)
  const isGrouped = groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))
  return isGrouped ? { whole: groups.join(''), decimals } : null
}

/** Moves the decimal point two places to the left: 7.25 % is 0.0725. */
function asShare({ whole, decimals }: { whole: string; decimals: string }): { whole: string; decimals: string } {
  const padded = whole.padStart(3, '0')
  return { whole: padded.slice(0, -2), decimals: (padded.slice(-2) + decimals).replace(/0+$/, '') }
}

/**
 * Reads a number as people and programs write it: thousands separators, currency signs, a percent sign, a minus before,
 * behind or as parentheses. The decimals stay as they arrived. Null where it could mean two things, or nothing.
 */
export function readNumber(cell: string, sign: DecimalSign): CellNumber | null {
  const plain = cell.replace(SPACES, ' ').replace(MINUS, '-').trim()
  const outer = strip(plain)
  // Accountants write a negative number in parentheses; the currency may stand inside or outside of them.
  const inside = /^\((.+)\)$/.exec(outer.body)?.[1]
  const inner = inside === undefined ? null : strip(inside)
  const marks = [...outer.marks, ...(inner === null ? [] : ['-', ...inner.marks])]
  const body = inner?.body ?? outer.body
  const signs = marks.filter((mark) => mark === '-' || mark === '+')
  const units = marks.filter((mark) => mark !== '-' && mark !== '+')
  const isPercent = units.includes('%')
  if (signs.length > 1 || units.length > 1) return null
  const digits = digitsOf(body, sign)
  if (digits === null) return null
  const { whole, decimals } = isPercent ? asShare(digits) : digits
  const bare = `${whole.replace(/^0+(?=\d)/, '')}${decimals === '' ? '' : `.${decimals}`}`
  const isNegative = signs.includes('-') && /[1-9]/.test(bare)
  const unit = isPercent ? undefined : units[0]
  return {
    text: isNegative ? `-${bare}` : bare,
    isPercent,
    currency: unit === undefined ? null : unit in NAMED ? (NAMED[unit] ?? null) : unit,
  }
}
