const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/

/** Moves a decimal's point by `places` to the right (or left, when negative). Text in, text out, nothing lost. */
function movePoint(decimal: string, places: number): string {
  const sign = decimal.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = decimal.slice(sign.length).split('.')
  const digits = whole + fraction
  const point = whole.length + places
  const padded = point < 1 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 1)
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at)
  return sign + left + (right === '' ? '' : `.${right}`)
}

/** '0.05' → '5': a share as people read it. */
export const toPercent = (share: string): string => (DECIMAL.test(share) ? movePoint(share, 2) : share)

/** '5' → '0.05'. */
export const fromPercent = (percent: string): string => (DECIMAL.test(percent) ? movePoint(percent, -2) : percent)

/** A decimal as the language writes it, from what a person typed; null if it is none. One comma is a decimal point. */
export function readDecimal(typed: string): string | null {
  const compact = typed.replaceAll(/[\s%]/g, '')
  const pointed = compact.includes('.') ? compact.replaceAll(',', '') : compact.replace(',', '.')
  const match = /^([+-]?)(\d*)(?:\.(\d+))?\.?$/.exec(pointed)
  if (!match) return null
  const [, sign, whole = '', fraction] = match
  if (whole === '' && fraction === undefined) return null
  const decimal = `${sign === '-' ? '-' : ''}${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction ? `.${fraction}` : ''}`
  return decimal.length <= 36 ? decimal : null
}

export const isDecimal = (text: string): boolean => DECIMAL.test(text)
