import { describe, expect, test } from 'vitest'
import { checkPlan, compilePlan, type Expression, type Plan, parsePlan } from '#engine'
import { HOSTILE } from '../support/hostile.ts'
import {
  credit,
  earning,
  field,
  measure,
  num,
  onWindow,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'

/** A hang guard at ten times the bar of plan-language 6: hostile plans are refused at once. */
const GUARD_MS = 500

const codes = (input: unknown): string[] => {
  const parsed = parsePlan(input)
  return parsed.ok ? checkPlan(parsed.value).map((d) => d.code) : parsed.error.map((d) => d.code)
}
const withAmount = (amount: unknown): unknown => ({ ...plan({}), earnings: [{ ...earning(usd('1')), amount }] })

describe('what may not be walked, or would cost too much, is refused', () => {
  test.each(HOSTILE)('%s', (_name, input, code) => {
    const given = input()
    const start = performance.now()
    expect(codes(given)).toContain(code)
    expect(performance.now() - start).toBeLessThan(GUARD_MS)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('an error is never crowded out by what else is said', () => {
    const cycle = HOSTILE.find(([, , code]) => code === 'plan-cycle')?.[1]()
    const diagnostics = checkPlan(cycle as Plan)
    expect(diagnostics.length).toBe(100)
    expect(diagnostics.some((d) => d.severity === 'error')).toBe(true)
    expect(compilePlan(cycle as Plan).ok).toBe(false)
  })
})

describe('what is not in the schema is refused with its place', () => {
  test.each([
    ['a number of 10,000 digits', '9'.repeat(10_000)],
    ['a JSON number', 0.1],
    ['a comma', '0,05'],
    ['a percent sign', '5%'],
    ['an exponent', '1e400'],
    ['not a number', 'NaN'],
    ['Arabic digits', '٣'],
    ['35 digits and more', '1'.repeat(40)],
  ])('%s as a number', (_name, value) => {
    const parsed = parsePlan(withAmount({ kind: 'Money', value, currency: 'USD', at: 'block-7' }))
    expect(parsed.ok).toBe(false)
    if (!parsed.ok)
      expect(parsed.error.some((d) => d.path === '/earnings/0/amount/value' || d.code === 'text-too-long')).toBe(true)
  })

  test('an unknown block, an unknown property and a future language', () => {
    expect(codes(withAmount({ kind: 'Eval', code: '1' }))).toContain('unknown-block')
    expect(codes({ ...plan({}), surprise: 1 })).toContain('unknown-property')
    expect(codes({ ...plan({}), language: 'dreizack/9' })).toEqual(['malformed'])
  })
})

describe('mistakes of an author are diagnostics at their block', () => {
  const at = (node: Expression, id: string): Expression => ({ ...node, at: id })
  const one = (over: Partial<Plan>) => checkPlan(plan(over)).filter((d) => d.severity === 'error')
  const cases: [string, Partial<Plan>, string][] = [
    ['money times money', { earnings: [earning(times(at(usd('1'), 'a'), at(usd('2'), 'b')))] }, 'type-mismatch'],
    [
      'a number divided by money',
      { earnings: [earning(times(usd('1'), { kind: 'Divide', left: num('1'), right: usd('2') }))] },
      'type-mismatch',
    ],
    [
      'text added to money',
      { earnings: [earning({ kind: 'Add', of: [usd('1'), { kind: 'Text', value: 'x' }] })] },
      'type-mismatch',
    ],
    ['another currency', { earnings: [earning({ kind: 'Money', value: '1', currency: 'EUR' })] }, 'currency-mismatch'],
    ['a measure that is not there', { earnings: [earning(measure('nothing'))] }, 'unknown-reference'],
    [
      'a table that is not there',
      { measures: [sumOf()], earnings: [earning(running('slice'), { per: 'credit' })] },
      'unknown-reference',
    ],
    [
      'a field that is not there',
      { credits: [ownerRule({ amount: field('profit') })], earnings: [earning(usd('1'))] },
      'unknown-reference',
    ],
    [
      'a measure read per credit',
      { measures: [sumOf()], earnings: [earning(measure('revenue'), { per: 'credit' })] },
      'out-of-place',
    ],
    ['a credit read per period', { earnings: [earning(credit)] }, 'out-of-place'],
    ['an earning that is a number', { earnings: [earning(num('1'))] }, 'type-mismatch'],
    [
      'earnings in a circle',
      {
        earnings: [
          earning({ kind: 'Earned', earning: 'b' }, { id: 'a' }),
          earning({ kind: 'Earned', earning: 'a' }, { id: 'b' }),
        ],
      },
      'plan-cycle',
    ],
    ['an earning that reads itself', { earnings: [earning({ kind: 'Earned', earning: 'commission' })] }, 'plan-cycle'],
    ['two parts of one id', { measures: [sumOf(), sumOf()], earnings: [earning(measure('revenue'))] }, 'duplicate-id'],
    [
      'bands out of order',
      {
        measures: [sumOf()],
        tables: [
          table('whole', 'money', [
            ['10', pct('0.1')],
            ['5', pct('0.2')],
          ]),
        ],
        earnings: [earning(onWindow(measure('revenue')))],
      },
      'table-order',
    ],
    [
      'two bands from one edge',
      {
        measures: [sumOf()],
        tables: [
          table('whole', 'money', [
            ['0', pct('0.1')],
            ['0.0', pct('0.2')],
          ]),
        ],
        earnings: [earning(onWindow(measure('revenue')))],
      },
      'table-duplicate',
    ],
    [
      'a marginal table that does not start at 0',
      {
        measures: [sumOf()],
        tables: [table('marginal', 'money', [['5', pct('0.1')]])],
        earnings: [earning(onWindow(measure('revenue')))],
      },
      'table-start',
    ],
    [
      'a table of money and rates',
      {
        measures: [sumOf()],
        tables: [
          table('step', 'money', [
            ['0', pct('0.1')],
            ['5', usd('1')],
          ]),
        ],
        earnings: [earning(onWindow(measure('revenue')))],
      },
      'table-cells',
    ],
    [
      'an amount read per quota in a table of amounts',
      {
        measures: [sumOf()],
        tables: [table('whole', 'money', [['0', pct('0.1')]])],
        earnings: [earning(onWindow(measure('revenue'), { per: usd('5') }))],
      },
      'table-axis',
    ],
    [
      'a single rate of a marginal table',
      {
        measures: [sumOf()],
        tables: [table('marginal', 'money', [['0', pct('0.1')]])],
        earnings: [
          earning(
            times({ kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of: measure('revenue') } }, usd('1')),
          ),
        ],
      },
      'table-mode',
    ],
    [
      'levels of managers the wrong way round',
      {
        credits: [ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 3, toLevel: 1 } })],
        earnings: [earning(usd('1'))],
      },
      'levels-reversed',
    ],
    [
      'a count with a value',
      { measures: [sumOf({ aggregate: 'count' })], earnings: [earning(times(usd('1'), measure('revenue')))] },
      'count-value',
    ],
  ]
  test.each(cases)('%s', (_name, over, code) => {
    const found = one(over)
    expect(found.map((d) => d.code)).toContain(code)
    for (const d of found) expect(d.path).toMatch(/^\/(credits|measures|tables|earnings)\/\d+/)
  })

  test('names the block of the mistake, not of what contains it', () => {
    const [found] = one({ earnings: [earning(times(at(usd('1'), 'a'), at(usd('2'), 'b')), { at: 'earning-block' })] })
    expect(found).toMatchObject({ at: 'b', path: '/earnings/0/amount/of/1' })
  })

  test('lists at most a hundred', () => {
    const parts = Array.from({ length: 150 }, (_, i) => earning(num('1'), { id: `e${i}` }))
    expect(checkPlan(plan({ earnings: parts })).length).toBeLessThanOrEqual(100)
  })

  test('says what nothing uses, and what has no cap', () => {
    const found = checkPlan(plan({ measures: [sumOf()], earnings: [earning(usd('1'))] }))
    expect(found.map((d) => [d.code, d.severity])).toEqual([
      ['no-cap', 'info'],
      ['unused', 'warning'],
    ])
  })
})
