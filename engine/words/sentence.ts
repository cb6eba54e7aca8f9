import type { Language } from '../document/clause.ts'
import { deChecks } from './de-checks.ts'
import { deFindings } from './de-findings.ts'
import { enChecks } from './en-checks.ts'
import { enFindings } from './en-findings.ts'

/** A figure of a sentence, written by whoever shows it: `column` names what a number is, such as `amount` or `deals`. */
export type Shown = {
  readonly as: 'money' | 'number' | 'percent' | 'date' | 'column'
  readonly text: string
}
export type Values = Readonly<Record<string, string | Shown>>

export type SentenceKey = keyof typeof enChecks | keyof typeof enFindings

/** A sentence that is not said yet: which one, and with what. It is said where a person reads it, in their language. */
export type Sentence = { readonly key: SentenceKey; readonly values: Values }

const SENTENCES: Readonly<Record<Language, Readonly<Record<SentenceKey, string>>>> = {
  en: { ...enChecks, ...enFindings },
  de: { ...deChecks, ...deFindings },
}

/** What a number is, where a sentence puts it after "of": a deal, a count, or a column by its name. */
const COLUMNS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { amount: 'a deal', quantity: 'a quantity', deals: 'a number of deals' },
  de: { amount: 'einem Deal', quantity: 'einer Menge', deals: 'einer Anzahl von Deals' },
}
const QUOTES: Readonly<Record<Language, (name: string) => string>> = {
  en: (name) => `"${name}"`,
  de: (name) => `„${name}“`,
}

/** The sentence in a language. Figures are written as they are, unless `show` writes them in the reader's way. */
export function sentenceText(
  { key, values }: Sentence,
  language: Language,
  show: (figure: Shown) => string = plainly,
): string {
  const said = SENTENCES[language][key].replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name]
    if (value === undefined || typeof value === 'string') return value ?? all
    if (value.as !== 'column') return show(value)
    return COLUMNS[language][value.text] ?? QUOTES[language](value.text)
  })
  return said.charAt(0).toUpperCase() + said.slice(1)
}

/** The figure as decimal text; a share as percent. */
function plainly({ as, text }: Shown): string {
  return as === 'percent' ? `${hundredfold(text)} %` : text
}

/** Decimal text with the point two places on: digits are moved as text, so that nothing passes through a binary float. */
function hundredfold(text: string): string {
  const [, minus = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const digits = (whole + fraction.padEnd(2, '0')).replace(/^0+(?=\d)/, '')
  const places = Math.max(fraction.length - 2, 0)
  const padded = digits.padStart(places + 1, '0')
  const cut = padded.length - places
  const rest = padded.slice(cut).replace(/0+$/, '')
  return `${minus}${padded.slice(0, cut)}${rest === '' ? '' : `.${rest}`}`
}
