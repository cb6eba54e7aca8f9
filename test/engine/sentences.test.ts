import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DIAGNOSTICS, planOf, type Sentence, sentenceText } from '#engine'
import { deChecks, deWords } from '#engine/words/de-checks'
import { deFindings } from '#engine/words/de-findings'
import { enFindings } from '#engine/words/en-findings'
import { diagnose } from '#worker/plans/diagnose'

const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

test('both languages say the same of findings', () => {
  for (const [key, text] of Object.entries(enFindings)) {
    const german = (deFindings as Readonly<Record<string, string>>)[key] ?? ''
    // A language may leave out what it says in another way, but never name what is not there.
    expect([key, namesIn(german).filter((name) => !namesIn(text).includes(name))]).toEqual([key, []])
    expect(german).not.toBe(text)
    expect([key, /["']/.test(german)]).toEqual([key, false])
  }
})

const root = new URL('../../engine/', import.meta.url)
const source = ['check', 'example']
  .flatMap((folder) => readdirSync(new URL(`${folder}/`, root)).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, root), 'utf8'))
  .join('\n')
/** The templates of a source, with their places numbered. */
const templates = [...source.matchAll(/\bsaid`([^`]*)`/g)].map(([, text = '']) => {
  let n = 0
  return text.replaceAll(/\$\{[^}]*\}/g, () => `{${n++}}`)
})

test('every sentence of the checker has its German, and none has one that nobody says', () => {
  expect(templates.length).toBeGreaterThan(60)
  expect([...new Set(templates)].sort()).toEqual(Object.keys(deChecks).sort())
  for (const [english, german] of Object.entries(deChecks)) {
    expect([english, namesIn(german)]).toEqual([english, namesIn(english)])
    expect([english, /["']/.test(german)]).toEqual([english, false])
  }
})

// The organisation's own fields are the server's to speak of; where JSON stops being JSON, the runtime says.
const TOLD_BY_OTHERS = ['unknown-field', 'json-malformed']

test.each(DIAGNOSTICS.filter((d) => !TOLD_BY_OTHERS.includes(d.code)).map((entry) => [entry.code, entry] as const))(
  '%s is said in German too, with no English word left in it',
  (_, entry) => {
    const [english, german] = [undefined, 'de' as const].map(
      (language) => diagnose(planOf(entry), [], language).diagnostics,
    )
    expect(german?.map((d) => [d.code, d.path])).toEqual(english?.map((d) => [d.code, d.path]))
    for (const [k, { message }] of (german ?? []).entries()) {
      expect(message).not.toBe(english?.[k]?.message)
      expect(message).not.toMatch(/\b(the|this|and|is|of|which)\b/)
    }
  },
)

test('what fills a sentence is translated where it is the engine’s own word, never where the plan’s author chose it', () => {
  const named: Sentence = { key: '"{0}" has no cap.', values: { 0: 'money' } }
  expect(sentenceText(named, 'de')).toBe('„money“ hat keine Obergrenze.')
  const need: Sentence = {
    key: 'This needs {0}, and it is {1}.',
    values: { 0: { as: 'word', text: 'a percent' }, 1: { as: 'word', text: 'a date' } },
  }
  expect(sentenceText(need, 'de')).toBe('Hier wird ein Prozentsatz gebraucht, und es ist ein Datum.')
  expect(sentenceText(need, 'en')).toBe('This needs a percent, and it is a date.')
  // These are the same in both languages.
  expect(Object.entries(deWords).flatMap(([en, de]) => (en.toLowerCase() === de.toLowerCase() ? [en] : []))).toEqual([
    'text',
    'parameter',
    'matrix',
    'minimum',
    'maximum',
  ])
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
