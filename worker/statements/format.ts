import { addDays, minorDigits, roundForEye, scaledToText } from '#engine'

/** Figures and dates in the reader's locale. Everything is formatted from decimal text, so nothing passes through a float. */
export class Format {
  readonly #locale: string

  constructor(locale: string) {
    this.#locale = locale
  }

  /** An amount in minor units, with its currency. */
  money(minor: bigint, currency: string): string {
    return this.moneyText(scaledToText(minor, minorDigits(currency)), currency)
  }

  /** An exact amount, to the currency's minor unit for the eye. */
  moneyText(exact: string, currency: string): string {
    const digits = minorDigits(currency)
    const text = roundForEye(exact, digits)
    const options = {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    } as const
    return new Intl.NumberFormat(this.#locale, options).format(text as Intl.StringNumericLiteral)
  }

  number(exact: string): string {
    const text = roundForEye(exact, 6)
    return new Intl.NumberFormat(this.#locale, { maximumFractionDigits: 6 }).format(text as Intl.StringNumericLiteral)
  }

  /** A share as a percentage. */
  percent(exact: string): string {
    const text = roundForEye(exact, 6)
    return new Intl.NumberFormat(this.#locale, { style: 'percent', maximumFractionDigits: 4 }).format(
      text as Intl.StringNumericLiteral,
    )
  }

  /** The last day before an exclusive end. */
  lastDay(to: string): string {
    return this.date(addDays(to, -1))
  }

  date(iso: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(`${iso}T00:00:00Z`),
    )
  }
}
