import { expect, test } from 'vitest'
import { type Sentence, sentenceText } from '#engine'
import { deChecks } from '#engine/words/de-checks'
import { deFindings } from '#engine/words/de-findings'
import { enChecks } from '#engine/words/en-checks'
import { enFindings } from '#engine/words/en-findings'

const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

test.each([
  ['findings', enFindings, deFindings],
  ['checks', enChecks, deChecks],
] as const)('both languages say the same of %s', (_, en, de) => {
  for (const [key, text] of Object.entries(en)) {
    const german = (de as Readonly<Record<string, string>>)[key] ?? ''
    // A language may leave out what it says in another way, but never name what is not there.
    expect([key, namesIn(german).filter((name) => !namesIn(text).includes(name))]).toEqual([key, []])
    expect(german).not.toBe(text)
    for (const quote of ['"', "'"]) expect([key, german.includes(quote)]).toEqual([key, false])
  }
})

test('a sentence is said in the reader’s language, with figures in their writing', () => {
  const jump: Sentence = {
    key: 'jump-up',
    values: {
      what: { as: 'column', text: 'amount' },
      x: { as: 'money', text: '10000' },
      before: { as: 'money', text: '0.00' },
      after: { as: 'money', text: '500.00' },
      gain: { as: 'money', text: '500.00' },
    },
  }
  expect(sentenceText(jump, 'en')).toBe(
    'At a deal of 10000, what is paid jumps from 0.00 to 500.00: crossing it is worth 500.00.',
  )
  expect(sentenceText(jump, 'de', ({ text }) => `${text.replace('.', ',')} €`)).toBe(
    'Bei einem Deal von 10000 € springt die Auszahlung von 0,00 € auf 500,00 €: Die Schwelle zu überschreiten bringt 500,00 €.',
  )
})

test('a column that the plan names itself is put in quotes, and a name is never read as a place to fill', () => {
  const what = { as: 'column', text: '{gain}' } as const
  const still: Sentence = { key: 'stands-still-without-end', values: { what, low: '1', before: '2' } }
  expect(sentenceText(still, 'en')).toBe('From "{gain}" of 1 to any more, nothing more is paid than 2.')
  expect(sentenceText(still, 'de')).toBe('Bei „{gain}“ ab 1 wird nicht mehr gezahlt als 2.')
})

test.each([
  ['0.05', '5 %'],
  ['0.4999', '49.99 %'],
  ['1.35', '135 %'],
  ['0.005', '0.5 %'],
  ['-0.1', '-10 %'],
  ['0', '0 %'],
])('the share %s is written %s where nobody writes it otherwise', (text, said) => {
  const limit = { as: 'percent', text } as const
  expect(sentenceText({ key: 'rises-too-fast', values: { limit } }, 'en')).toContain(`the limit is ${said}.`)
})
