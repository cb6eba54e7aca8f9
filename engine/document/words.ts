import type { Language } from './clause.ts'
import { deParts } from './words/de-parts.ts'
import { deValues } from './words/de-values.ts'
import { enParts } from './words/en-parts.ts'
import { enValues } from './words/en-values.ts'

/** Everything that the plan document says, in one language; typed alike, so that no language can lack a word. */
export type Words = typeof enValues & typeof enParts

export const WORDS: Readonly<Record<Language, Words>> = {
  en: { ...enValues, ...enParts },
  de: { ...deValues, ...deParts },
}
