import type { Language } from '../document/clause.ts'
import { deChecks, deWords } from './de-checks.ts'
import { deFindings } from './de-findings.ts'
import { enFindings } from './en-findings.ts'

/** A figure of a sentence, written by whoever shows it: `column` names what a number is, such as `amount` or `deals`. */
export type Shown = {
  readonly as: 'money' | 'number' | 'percent' | 'date' | 'column' | 'word'
  readonly text: string
}
type Value = string | Shown | Sentence
export type Values = Readonly<Record<string, Value>>

export type FindingKey = keyof typeof enFindings
/** An English template, which has more than one word and so is no key of a finding. */
type Template = `${string} ${string}`

/** A sentence that is not said yet: which one, and with what. It is said where a person reads it, in their language. */
export type Sentence = { readonly key: FindingKey | Template; readonly values: Values }

type Texts = Readonly<Record<string, string>>

/** A function and no table made of others: what only calculates then bundles without any sentences. */
function template(key: string, language: Language): string {
  if (language === 'en') return (enFindings as Texts)[key] ?? key
  return (deChecks as Texts)[key] ?? (deFindings as Texts)[key] ?? key
}

/** A sentence by its English text: said`"${title}" has no cap.` Its German stands in de-checks.ts. */
export function said(parts: TemplateStringsArray, ...values: readonly (Value | number)[]): Sentence {
  const key = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`) as Template
  return {
    key,
    values: Object.fromEntries(values.map((v, i) => [String(i), typeof v === 'number' ? String(v) : v])),
  }
}

/** A word of the engine's own inside a sentence, such as "a percent": it is translated, as names of a plan are not. */
export const word = (text: string): Shown => ({ as: 'word', text })

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
  const text = template(key, language).replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name]
    if (value === undefined || typeof value === 'string') return value ?? all
    if ('key' in value) return sentenceText(value, language, show)
    if (value.as === 'word') return wordText(value.text, language)
    if (value.as !== 'column') return show(value)
    return COLUMNS[language][value.text] ?? QUOTES[language](value.text)
  })
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** One of the engine's own words in a language. */
export const wordText = (text: string, language: Language): string =>
  language === 'de' ? (deWords[text] ?? text) : text

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
