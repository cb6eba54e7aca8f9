import { BASE, type CatalogueEntry, short } from './entry.ts'

const { commission, rule } = short
const reading = { stage: 'reading', severity: 'error' } as const

/** Codes of reading a plan's JSON, before anything of it is understood. */
export const READING: readonly CatalogueEntry[] = [
  {
    ...reading,
    code: 'json-malformed',
    title: 'This is not JSON',
    what: 'The text could not be read as JSON. The message says where reading stopped.',
    fix: 'Write the plan with a JSON library, or look for a missing comma, quote or bracket at the place that is named.',
    example: { words: 'The text `{"language":` and nothing after it.', make: () => '{"language":' },
  },
  {
    ...reading,
    code: 'json-too-deep',
    title: 'The JSON is nested too deep',
    what: 'The text opens more brackets within brackets than any plan needs (128). It is refused before it is read.',
    fix: 'Flatten the plan: `Add`, `Multiply`, `And` and `Or` take up to 100 values in one list.',
    example: { words: '1,000 opening brackets.', make: () => '['.repeat(1_000) + ']'.repeat(1_000) },
  },
  {
    ...reading,
    code: 'plan-too-large',
    title: 'The plan is larger than a plan may be',
    what: 'A plan has at most 1 MiB of text, 2,000 blocks, and as many parts of each kind as its schema says.',
    fix: 'Split it into several plans, or put what repeats into a table or a parameter.',
    example: {
      words: '201 credit rules, where 200 are allowed.',
      make: () => ({ ...BASE, credits: Array.from({ length: 201 }, (_, i) => rule({ id: `r${i}` })) }),
    },
  },
  {
    ...reading,
    code: 'plan-too-deep',
    title: 'Blocks are nested too deep',
    what: 'An expression is nested at most 32 deep.',
    fix: 'Take a part of the expression out into a measure, a table or an earning of its own, and refer to it.',
    example: {
      words: '40 `Negate` within each other.',
      make: () => {
        let amount: unknown = short.credit
        for (let i = 0; i < 40; i++) amount = { kind: 'Negate', of: amount }
        return { ...BASE, earnings: [commission(amount)] }
      },
    },
  },
  {
    ...reading,
    code: 'text-too-long',
    title: 'A text is too long',
    what: 'No text of a plan has more than 2,000 characters; titles (120) and explanations (500) have less.',
    fix: 'Shorten it. What is long belongs beside the plan.',
    example: { words: 'A title of 2,001 characters.', make: () => ({ ...BASE, title: 'x'.repeat(2_001) }) },
  },
  {
    ...reading,
    code: 'text-unseen',
    title: 'A text holds characters that cannot be seen',
    what: 'Control characters, and characters that turn the direction of writing, could make a plan look like another one.',
    fix: 'Write the text again without them; it was probably copied from a document.',
    example: {
      words: 'A title that holds U+202E, which turns the text after it around.',
      make: () => ({ ...BASE, title: 'Plan \u202Eabc' }),
    },
  },
  {
    ...reading,
    code: 'forbidden-key',
    title: 'A key is not allowed',
    what: 'Keys such as `__proto__` or `constructor` have a meaning of their own in programs, and no plan needs them.',
    fix: 'Remove the key.',
    example: { words: 'The text `{"__proto__":{}}`.', make: () => '{"__proto__":{}}' },
  },
  {
    ...reading,
    code: 'unknown-block',
    title: 'There is no such block',
    what: 'A `kind` is not one of those that may stand here.',
    fix: 'Look the kind up in the language reference; kinds are written as they stand there, capitals included.',
    example: { parts: { earnings: [commission({ kind: 'Power', of: short.credit })] } },
  },
  {
    ...reading,
    code: 'unknown-property',
    title: 'There is no such property',
    what: 'The block has a property that its kind does not have.',
    fix: 'Remove it, or look for the right name. Nothing is ignored, so that no misspelt choice goes unnoticed.',
    example: { parts: { budget: '1000' } },
  },
  {
    ...reading,
    code: 'malformed',
    title: 'A value has another form',
    what: 'A property is missing, or its value is of another form: figures are decimals as text, dates are YYYY-MM-DD, currencies are ISO 4217 codes, ids begin with a small letter.',
    fix: 'The message and the path say which value, and what it should be.',
    example: { parts: { currency: 'Euro' } },
  },
]
