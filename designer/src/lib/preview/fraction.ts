/** An exact fraction such as "185/6", cut to ten decimals for the eye. Decimals stay as they are. */
export function shownFraction(text: string): string {
  const match = /^(-?)(\d+)\/(\d+)$/.exec(text)
  if (!match) return text
  const [, sign = '', top = '0', bottom = '1'] = match
  const divisor = BigInt(bottom)
  if (divisor === 0n) return text
  const scaled = ((BigInt(top) * 10n ** 11n) / divisor + 5n) / 10n
  const digits = String(scaled).padStart(11, '0')
  return `${sign}${digits.slice(0, -10)}.${digits.slice(-10)}`.replace(/\.?0+$/, '')
}
