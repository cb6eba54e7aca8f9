import { noun, type Phrase } from '../phrase.ts'

/** "von dem Betrag" is "vom Betrag". */
export const of = (dative: string): string => (dative.startsWith('dem ') ? `vom ${dative.slice(4)}` : `von ${dative}`)

/** A noun in its forms; without a genitive it takes "von". */
export const nounOf = (nominative: string, accusative: string, dative: string, genitive = of(dative)): Phrase =>
  noun({ nominative, accusative, dative, genitive })

export const masculine = (word: string, genitive: string, rest: string): Phrase =>
  nounOf(`der ${word}${rest}`, `den ${word}${rest}`, `dem ${word}${rest}`, `des ${genitive}${rest}`)
export const neuter = (word: string, genitive: string, rest: string): Phrase =>
  nounOf(`das ${word}${rest}`, `das ${word}${rest}`, `dem ${word}${rest}`, `des ${genitive}${rest}`)
export const feminine = (rest: string): Phrase => nounOf(`die ${rest}`, `die ${rest}`, `der ${rest}`, `der ${rest}`)
