import { locale } from '#lib/i18n/locale.svelte.ts'

const DECIMAL = /^-?\d+(\.\d+)?$/

/** Intl formats decimal strings exactly; its types know only numbers. */
const asNumeric = (decimal: string): Intl.StringNumericLiteral => decimal as Intl.StringNumericLiteral

/** Money in the reader's way, from a decimal as text; it never becomes a binary number. */
export function showMoney(amount: string, currency: string, digits?: number): string {
  if (!DECIMAL.test(amount)) return `${amount} ${currency}`
  const fraction = digits === undefined ? {} : { maximumFractionDigits: digits }
  return new Intl.NumberFormat(locale.tag, { style: 'currency', currency, ...fraction }).format(asNumeric(amount))
}

export function showDecimal(value: string, digits = 12): string {
  if (!DECIMAL.test(value)) return value
  return new Intl.NumberFormat(locale.tag, { maximumFractionDigits: digits }).format(asNumeric(value))
}

export function showPercent(share: string, digits = 2): string {
  if (!DECIMAL.test(share)) return share
  return new Intl.NumberFormat(locale.tag, { style: 'percent', maximumFractionDigits: digits }).format(asNumeric(share))
}

/** A calendar date; it has no time zone, so none may move it. */
export function showDate(date: string): string {
  const parsed = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(parsed.getTime())
    ? date
    : new Intl.DateTimeFormat(locale.tag, { dateStyle: 'medium', timeZone: 'UTC' }).format(parsed)
}

export function showInstant(instant: string | number): string {
  const parsed = new Date(instant)
  return Number.isNaN(parsed.getTime())
    ? String(instant)
    : new Intl.DateTimeFormat(locale.tag, { dateStyle: 'medium', timeStyle: 'short' }).format(parsed)
}
