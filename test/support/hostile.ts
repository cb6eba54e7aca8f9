import type { Expression } from '#engine'
import { earning, field, measure, num, ownerRule, pct, plan, running, sumOf, table, usd } from './plans.ts'

const deep = (depth: number): Expression => {
  let e: Expression = num('1')
  for (let i = 0; i < depth; i++) e = { kind: 'Negate', of: e }
  return e
}
const withAmount = (amount: unknown): unknown => ({ ...plan({}), earnings: [{ ...earning(usd('1')), amount }] })
const cyclic = (): unknown => {
  const value: Record<string, unknown> = { kind: 'Negate' }
  value.of = value
  return value
}
const shared = (): unknown => Array.from({ length: 40 }).reduce<unknown>((x) => ({ kind: 'Add', of: [x, x] }), num('1'))
const bands = (n: number): [string, Expression][] => Array.from({ length: n }, (_, i) => [`${i}`, pct('0.01')])

/** Plans that would bring a careless reader down, each made anew, with the code that refuses it. */
export const HOSTILE: readonly [name: string, input: () => unknown, code: string][] = [
  ['JSON nested 100,000 deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json-too-deep'],
  ['objects nested 100,000 deep', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'json-too-deep'],
  ['a value nested 100,000 deep', () => withAmount(deep(100_000)), 'plan-too-deep'],
  ['an expression 40 deep', () => withAmount(deep(40)), 'plan-too-deep'],
  ['a cyclic value', () => withAmount(cyclic()), 'plan-too-deep'],
  ['exponential sharing', () => withAmount(shared()), 'plan-too-deep'],
  [
    'three thousand blocks',
    () => ({ ...plan({}), credits: Array.from({ length: 3_000 }, (_, i) => ownerRule({ id: `r${i}` })) }),
    'plan-too-large',
  ],
  ['two megabytes of text', () => JSON.stringify({ ...plan({}), title: 'x'.repeat(2_000_000) }), 'plan-too-large'],
  ['a megabyte of text in a value', () => ({ ...plan({}), title: 'x'.repeat(1_000_000) }), 'text-too-long'],
  [
    'a megabyte of small texts',
    () => JSON.stringify({ ...plan({}), fields: Array.from({ length: 30_000 }, (_, i) => ({ id: `f${i}` })) }),
    'plan-too-large',
  ],
  [
    'a million bands',
    () => ({
      ...plan({}),
      tables: [{ ...table('whole', 'money', []), bands: new Array(1_000_000).fill({ from: '0', value: pct('0') }) }],
    }),
    'plan-too-large',
  ],
  [
    'a million cells',
    () => ({
      ...plan({}),
      matrices: [{ kind: 'Matrix', id: 'm', title: 'M', axes: [], cells: new Array(1_000_000).fill(pct('0')) }],
    }),
    'plan-too-large',
  ],
  [
    '21 tables',
    () => plan({ tables: Array.from({ length: 21 }, (_, i) => table('step', 'money', bands(2), { id: `t${i}` })) }),
    'plan-too-large',
  ],
  ['a key __proto__', () => '{"language":"dreizack/1","__proto__":{"polluted":true}}', 'forbidden-key'],
  ['a key constructor', () => '{"constructor":{"prototype":{"polluted":true}}}', 'forbidden-key'],
  [
    'a number of 10,000 digits',
    () => withAmount({ kind: 'Money', value: '9'.repeat(10_000), currency: 'USD' }),
    'text-too-long',
  ],
  ['a number of 40 digits', () => withAmount({ kind: 'Money', value: '9'.repeat(40), currency: 'USD' }), 'malformed'],
  ['characters that turn text around', () => ({ ...plan({}), title: 'abc\u202Edef' }), 'text-unseen'],
  ['text that is no JSON', () => '{"language":', 'json-malformed'],
  [
    'earnings that read each other',
    () =>
      plan({
        earnings: Array.from({ length: 100 }, (_, i) =>
          earning({ kind: 'Earned', earning: `e${(i + 1) % 100}` }, { id: `e${i}` }),
        ),
      }),
    'plan-cycle',
  ],
  [
    'a table of 900 bands, three times for each credit',
    () =>
      plan({
        measures: [sumOf()],
        tables: [table('marginal', 'money', bands(900))],
        earnings: [1, 2, 3].map((i) => earning(running('slice'), { id: `e${i}`, per: 'credit' })),
      }),
    'plan-too-expensive',
  ],
  [
    'fifty examples of twenty years under a hundred sliding windows',
    () => {
      const deals = Array.from({ length: 10 }, (_, i) => ({ creditedOn: `${2006 + 2 * i}-06-15`, amount: '1000' }))
      const ids = Array.from({ length: 100 }, (_, i) => `m${i}`)
      return plan({
        period: 'month',
        measures: ids.map((id) => sumOf({ id, window: { kind: 'Trailing', periods: 36 } })),
        earnings: [earning({ kind: 'Add', of: ids.map(measure) })],
        examples: Array.from({ length: 50 }, (_, i) => ({
          kind: 'Example',
          id: `x${i}`,
          title: `Example ${i}`,
          deals,
          expects: [{ kind: 'Earned', period: '2026-01', earning: 'commission', amount: '0' }],
        })),
      })
    },
    'plan-too-expensive',
  ],
  [
    'a thousand names that are not there',
    () =>
      plan({
        fields: Array.from({ length: 200 }, (_, i) => ({ id: `${'field'.repeat(11)}${i}`, type: 'money' })),
        earnings: [
          earning({ kind: 'Add', of: Array.from({ length: 100 }, (_, i) => field(`${'fielt'.repeat(11)}${i}`)) }),
        ],
      }),
    'unknown-reference',
  ],
  [
    'a measure of itself, weighted',
    () =>
      plan({
        compositeMeasures: [{ kind: 'CompositeMeasure', id: 'c', title: 'C', of: [{ measure: 'c', weight: '1' }] }],
        earnings: [earning(measure('c'))],
      }),
    'composite-of-composite',
  ],
]
