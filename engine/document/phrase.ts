/**
 * The case that a German phrase stands in; English has one form for all of them. The genitive is the phrase as it
 * follows "of": "des Betrags", and "von 5" for what has no genitive.
 */
export type Case = 'nominative' | 'accusative' | 'dative' | 'genitive'

/**
 * Words for a value that can stand in any sentence. A compound phrase ("A plus B") is put in brackets wherever it stands
 * inside another, so that no reader has to guess what belongs together; a share ("5 % of A") needs none in a comparison.
 */
export type Phrase = { readonly build: 'word' | 'share' | 'compound'; say(c: Case): string }

/** The forms of a noun with its article. */
export type Forms = Readonly<Record<Case, string>>

export const noun = (forms: Forms): Phrase => ({ build: 'word', say: (c) => forms[c] })

/** Words that are the same in every case. `of` says how a language puts them behind "of". */
export const plain = (text: string, of: (text: string) => string = (t) => t): Phrase => ({
  build: 'word',
  say: (c) => (c === 'genitive' ? of(text) : text),
})

/** A phrase that ends in the same words in every case. */
export const withEnd = (start: Phrase, end: string): Phrase => ({ build: 'share', say: (c) => inside(start, c) + end })

/** A phrase of several others, put together when it is said, in the case that its brackets stand in; behind "of", the dative. */
export const compound = (text: (c: Case) => string, of: (text: string) => string = (t) => t): Phrase => ({
  build: 'compound',
  say: (c) => (c === 'nominative' ? text(c) : c === 'genitive' ? of(`(${text('dative')})`) : `(${text(c)})`),
})

export const share = (text: (c: Case) => string, of: (text: string) => string = (t) => t): Phrase => ({
  ...compound(text, of),
  build: 'share',
})

/** The phrase as a member of a larger one. */
export const inside = (p: Phrase, c: Case = 'nominative'): string =>
  p.build === 'word' || c !== 'nominative' ? p.say(c) : `(${p.say(c)})`

/** The phrase as one side of a comparison. */
export const beside = (p: Phrase): string => (p.build === 'share' ? p.say('nominative') : inside(p))

/** Words for something that holds or does not. `joint` says how its parts are joined, so that others know to bracket it. */
export type Condition = { readonly joint: 'and' | 'or' | null; readonly text: string }

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[], last: string): string {
  const end = items.at(-1) ?? ''
  return items.length < 2 ? end : `${items.slice(0, -1).join(', ')} ${last} ${end}`
}

/** With its first letter written large. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A phrase as a sentence of its own. */
export const sentence = (text: string): string =>
  text === '' ? '' : capitalised(text) + (/[.!?]$/.test(text) ? '' : '.')
