import { minorDigits } from '../money/currency.ts'
import { exactToText, multiply, parseExact } from '../money/exact.ts'

const HUNDRED = parseExact('100')
/** A space that does not break a line: a figure and its unit stay together. */
const TIE = '\u00a0'

/** How a language writes figures. */
export type FigureSigns = { readonly point: string; readonly group: string; readonly months: readonly string[] }

/** Decimal text in a language's own writing. Digits are moved as text, so that nothing passes through a binary float. */
export class Figures {
  readonly #signs: FigureSigns
  readonly #day: (day: string, month: string, year: string) => string

  constructor(signs: FigureSigns, day: (day: string, month: string, year: string) => string) {
    this.#signs = signs
    this.#day = day
  }

  #write(decimal: string): string {
    const [, minus = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.#signs.group)
    return minus + grouped + (fraction === undefined ? '' : this.#signs.point + fraction)
  }

  number(text: string): string {
    return this.#write(exactToText(parseExact(text)))
  }

  /** 0.05 as 5 %. */
  percent(text: string): string {
    return `${this.#write(exactToText(multiply(parseExact(text), HUNDRED))) + TIE}%`
  }

  /** At least the decimals of the currency's minor unit; more where the plan states more. */
  money(text: string, currency: string): string {
    const exact = exactToText(parseExact(text))
    const digits = minorDigits(currency)
    const [whole = '', fraction = ''] = exact.split('.')
    const padded = fraction.padEnd(digits, '0')
    return this.#write(padded === '' ? whole : `${whole}.${padded}`) + TIE + currency
  }

  /** The smallest amount that is paid out: 0.01 EUR. */
  minorUnit(currency: string): string {
    const digits = minorDigits(currency)
    return this.money(digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`, currency)
  }

  date(iso: string): string {
    const [year = '', month = '', day = ''] = iso.split('-')
    return this.#day(String(Number(day)), this.#signs.months[Number(month) - 1] ?? month, year)
  }
}
