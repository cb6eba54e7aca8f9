import { describe, expect, test } from 'vitest'
import {
  applyFix,
  checkExamples,
  checkPlan,
  compilePlan,
  type Diagnostic,
  type Example,
  type Expression,
  type Plan,
  parsePlan,
  runExamples,
} from '#engine'
import {
  atLeast,
  countOf,
  credit,
  earning,
  field,
  is,
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

const quota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
const attainment: Expression = { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }
const flat = earning(times(pct('0.05'), credit), { per: 'credit' })
const all = (over: Partial<Plan>, lasts?: { from: string; to: string }): Diagnostic[] => checkPlan(plan(over), lasts)
const codes = (over: Partial<Plan>, lasts?: { from: string; to: string }) =>
  all(over, lasts)
    .filter((d) => d.code !== 'no-cap')
    .map((d) => `${d.code} ${d.path}`)
const cellOf = (of: Expression): Expression => ({ kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of } })
const bands: [string, Expression][] = [
  ['0', pct('0.02')],
  ['1', pct('0.04')],
  ['2', pct('0.06')],
]
const perPeriod = (over: object = {}, more: Partial<Plan> = {}): Partial<Plan> => ({
  measures: [sumOf()],
  earnings: [earning(times(pct('0.05'), measure('revenue')), over)],
  ...more,
})
const and = (...of: Expression[]): Expression => ({ kind: 'And', of })
const or = (...of: Expression[]): Expression => ({ kind: 'Or', of })
const less = (left: Expression, right: Expression): Expression => ({ kind: 'Compare', op: '<', left, right })

describe('conditions that are decided before anything is read', () => {
  const region = [{ id: 'region', type: 'text' as const }]
  const cases: [string, Expression, 'always' | 'never' | 'open'][] = [
    ['5 ≥ 3', atLeast(num('5'), num('3')), 'always'],
    ['5 < 3', less(num('5'), num('3')), 'never'],
    ['5 < 5', less(num('5'), num('5')), 'never'],
    ['a count below 0', less(measure('deals'), num('0')), 'never'],
    ['a count of at least 0', atLeast(measure('deals'), num('0')), 'always'],
    ['revenue below 0: there are returns', less(measure('revenue'), usd('0')), 'open'],
    [
      'at least 10 and below 5',
      and(atLeast(measure('revenue'), usd('10')), less(measure('revenue'), usd('5'))),
      'never',
    ],
    [
      'at least 5 and below 10',
      and(atLeast(measure('revenue'), usd('5')), less(measure('revenue'), usd('10'))),
      'open',
    ],
    [
      'at least 5 or below 10',
      or(atLeast(measure('revenue'), usd('5')), less(measure('revenue'), usd('10'))),
      'always',
    ],
    ['below 5 or at least 10', or(less(measure('revenue'), usd('5')), atLeast(measure('revenue'), usd('10'))), 'open'],
    ['a minimum above its bound', atLeast({ kind: 'Min', of: [attainment, pct('1.5')] }, pct('2')), 'never'],
    ['a percentile above the whole', less(num('1'), { kind: 'Percentile', measure: 'revenue' }), 'never'],
    ['an absolute value below 0', less({ kind: 'Absolute', of: measure('revenue') }, usd('0')), 'never'],
    ['not never', { kind: 'Not', of: less(num('5'), num('3')) }, 'always'],
    ['no', { kind: 'YesNo', value: false }, 'never'],
    [
      'two texts',
      { kind: 'Compare', op: '=', left: { kind: 'Text', value: 'a' }, right: { kind: 'Text', value: 'b' } },
      'never',
    ],
    [
      'in no list',
      { kind: 'OneOf', of: { kind: 'Recipient', attribute: 'title' }, list: { kind: 'TextList', values: [] } },
      'never',
    ],
  ]
  test.each(cases)('%s', (_name, gate, says) => {
    const found = codes({
      measures: [sumOf(), countOf({ id: 'deals', title: 'Number' })],
      earnings: [
        earning(
          { kind: 'Add', of: [times(pct('0.05'), measure('revenue')), times(usd('1'), measure('deals'))] },
          { gate },
        ),
      ],
    })
    expect(found.filter((f) => f.startsWith('condition'))).toEqual(
      says === 'open' ? [] : [`condition-${says} /earnings/0/gate`],
    )
  })

  test('two regions at once, and what an outer condition has ruled out', () => {
    expect(
      codes({
        fields: region,
        credits: [ownerRule({ when: and(is('region', 'north'), is('region', 'south')) })],
        earnings: [flat],
      }),
    ).toEqual(['condition-never /credits/0/when'])
    // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word
    const inner: Expression = { kind: 'If', when: less(credit, usd('100')), then: pct('0.1'), otherwise: pct('0.05') }
    expect(
      codes({ earnings: [earning(times(inner, credit), { per: 'credit', when: atLeast(credit, usd('500')) })] }),
    ).toEqual(['condition-never /earnings/0/amount/of/0/when'])
  })

  test('a part of a condition is named where the whole is open', () => {
    expect(codes(perPeriod({ gate: or(less(num('5'), num('3')), atLeast(measure('revenue'), usd('5'))) }))).toEqual([
      'condition-never /earnings/0/gate/of/0',
    ])
  })
})

describe('bands that make no difference', () => {
  test('above a minimum, below a count, ruled out by a condition, alike', () => {
    const tables = [table('step', 'share', bands)]
    const read = (of: Expression, over: object = {}) =>
      codes({ measures: [sumOf()], tables, earnings: [earning(times(cellOf(of), measure('revenue')), over)] })
    expect(read(attainment)).toEqual([])
    expect(read({ kind: 'Min', of: [attainment, pct('1.5')] })).toEqual(['band-unreachable /tables/0/bands/2'])
    expect(read({ kind: 'Min', of: [attainment, pct('2')] })).toEqual([])
    // The first band starts where tables start; the second is the one that the gate leaves nothing of.
    expect(read(attainment, { gate: atLeast(attainment, pct('2')) })).toEqual(['band-unreachable /tables/0/bands/1'])
    const alike = [table('step', 'share', [bands[0]!, ['1', pct('0.020')], bands[2]!])]
    const found = all({
      measures: [sumOf()],
      tables: alike,
      earnings: [earning(times(cellOf(attainment), measure('revenue')))],
    })
    expect(found.map((d) => d.code)).toEqual(['no-cap', 'band-repeated'])
  })

  test('an edge that belongs to the lower band is not reached at its bound', () => {
    const tables = [table('step', 'share', bands, { edgeBelongsTo: 'lower' })]
    expect(
      codes({
        measures: [sumOf()],
        tables,
        earnings: [earning(times(cellOf({ kind: 'Min', of: [attainment, pct('2')] }), measure('revenue')))],
      }),
    ).toEqual(['band-unreachable /tables/0/bands/2'])
  })
})

describe('windows', () => {
  const of = (window: object, lasts?: { from: string; to: string }) =>
    codes({ period: 'month', ...perPeriod({}, { measures: [sumOf({ window: window as never })] }) }, lasts)
  test('longer than the plan, empty, and fitting', () => {
    expect(of({ kind: 'Trailing', periods: 12 })).toEqual([])
    expect(of({ kind: 'Trailing', periods: 13 })).toEqual(['window-longer-than-plan /measures/0/window'])
    expect(of({ kind: 'Trailing', periods: 13 }, { from: '2026-01-01', to: '2028-01-01' })).toEqual([])
    expect(of({ kind: 'HalfYearToDate' }, { from: '2026-01-01', to: '2026-04-01' })).toEqual([
      'window-longer-than-plan /measures/0/window',
    ])
    expect(
      of({ kind: 'Dates', from: '2025-01-01', to: '2026-02-01' }, { from: '2026-01-01', to: '2027-01-01' }),
    ).toEqual(['window-longer-than-plan /measures/0/window'])
    expect(of({ kind: 'Dates', from: '2026-02-01', to: '2026-02-01' })).toEqual(['window-empty /measures/0/window'])
  })
})

describe('shares', () => {
  test('over the whole, and below nothing', () => {
    const rule = (over: object) => codes({ credits: [ownerRule(over)], earnings: [flat] })
    const split = (...shares: string[]) => ({
      to: { kind: 'Split', shares: shares.map((share, i) => ({ participant: `p${i}`, share })) },
    })
    expect(rule(split('0.5', '0.5'))).toEqual([])
    expect(rule(split('0.6', '0.5'))).toEqual(['shares-over-whole /credits/0/to/shares'])
    expect(rule({ share: pct('1.2') })).toEqual(['shares-over-whole /credits/0/share'])
    expect(rule({ share: pct('-0.2') })).toEqual(['share-out-of-range /credits/0/share'])
  })
})

describe('what evaluating costs is known before it runs', () => {
  const long = (n: number) =>
    table(
      'marginal',
      'money',
      Array.from({ length: n }, (_, i): [string, Expression] => [`${i * 10}`, pct('0.01')]),
    )
  const uses = (n: number): Partial<Plan> => ({
    measures: [sumOf()],
    tables: [long(600)],
    earnings: Array.from({ length: n }, (_, i) => earning(running('slice'), { id: `e${i}`, per: 'credit' })),
  })
  test('1,200 steps for a table of 600 bands: once is fine, twice is too much', () => {
    expect(all(uses(1)).map((d) => d.code)).not.toContain('plan-too-expensive')
    const found = all(uses(2)).filter((d) => d.severity === 'error')
    expect(found.map((d) => `${d.code} ${d.path}`)).toEqual(['plan-too-expensive /earnings/0/amount'])
    expect(found[0]?.message).toContain('2000 are allowed')
    expect(compilePlan(plan(uses(2))).ok).toBe(false)
  })
  describe('that of running the examples', () => {
    const ids = Array.from({ length: 100 }, (_, i) => `m${i}`)
    const sliding = (examples: Plan['examples']): Partial<Plan> => ({
      measures: ids.map((id) => sumOf({ id, window: { kind: 'Trailing', periods: 36 } })),
      earnings: [earning({ kind: 'Add', of: ids.map(measure) })],
      ...(examples ? { examples } : {}),
    })
    const example = (id: string, years: number): Example => ({
      kind: 'Example',
      id,
      at: `block-${id}`,
      title: id,
      deals: [
        { creditedOn: '2006-06-15', amount: '1000' },
        { creditedOn: `${2005 + years}-06-15`, amount: '1000' },
      ],
      expects: [{ kind: 'Earned', period: '2006-Q2', earning: 'commission', amount: '200000' }],
    })
    const three = [1, 2, 3].map((n) => example(`short${n}`, 1))
    const long = [1, 2, 3].map((n) => example(`long${n}`, n === 2 ? 21 : 19))
    const errors = (over: Partial<Plan>) =>
      all(over)
        .filter((d) => d.severity === 'error')
        .map((d) => `${d.code} ${d.path} ${d.at}`)

    test('is the more the more periods they span, and marked at the one that spends most', () => {
      expect(errors(sliding([...three, ...three]))).toEqual([])
      expect(errors(sliding(long.slice(0, 1)))).toEqual([])
      expect(errors(sliding([...three, ...long]))).toEqual(['plan-too-expensive /examples/4 block-long2'])
    })

    test('is known before any of them runs: those that are too much are not run at all', () => {
      expect(runExamples(plan(sliding(three))).map((r) => r.holds)).toEqual([true, true, true])
      expect(runExamples(plan(sliding(long)))).toEqual([])
      expect(checkExamples(plan(sliding(long)))).toEqual([])
    })

    test('is the more the more deals go through the more rules', () => {
      const many = (deals: number, rules: number): Partial<Plan> => ({
        credits: Array.from({ length: rules }, (_, i) => ownerRule({ id: `r${i}` })),
        earnings: [flat],
        examples: Array.from({ length: 50 }, (_, i) => ({
          ...example(`x${i}`, 1),
          deals: Array.from({ length: deals }, () => ({ creditedOn: '2006-06-15', amount: '1' })),
        })),
      })
      expect(errors(many(200, 10))).toEqual([])
      expect(errors(many(200, 100))).toEqual(['plan-too-expensive /examples/0 block-x0'])
      expect(errors(many(2, 100))).toEqual([])
    })
  })

  test('lists that are longer than any plan may have', () => {
    const tables = Array.from({ length: 21 }, (_, i) => table('step', 'money', bands, { id: `t${i}` }))
    const parsed = parsePlan(JSON.stringify(plan({ tables })))
    expect(parsed.ok ? [] : parsed.error.map((d) => `${d.code} ${d.path}`)).toEqual(['plan-too-large /tables'])
  })
})

describe('a fix leaves a plan without the mistake', () => {
  const levels = { kind: 'Managers' as const, of: { kind: 'Owner' as const }, fromLevel: 3, toLevel: 1 }
  const windowed = (t: Plan['tables'][number]): Partial<Plan> => ({
    measures: [sumOf()],
    tables: [t],
    earnings: [earning(onWindow(measure('revenue')))],
  })
  const cases: [string, Partial<Plan>, string][] = [
    [
      'bands out of order',
      windowed(
        table('marginal', 'money', [
          ['0', pct('0.01')],
          ['500', pct('0.03')],
          ['200', pct('0.02')],
        ]),
      ),
      'table-order',
    ],
    [
      'a band twice',
      windowed(
        table('marginal', 'money', [
          ['0', pct('0.01')],
          ['500', pct('0.02')],
          ['500', pct('0.03')],
        ]),
      ),
      'table-duplicate',
    ],
    [
      'a table that starts above 0',
      windowed(
        table('marginal', 'money', [
          ['10', pct('0.01')],
          ['500', pct('0.02')],
        ]),
      ),
      'table-start',
    ],
    ['levels reversed', { credits: [ownerRule({ to: levels })], earnings: [flat] }, 'levels-reversed'],
    [
      'a parameter that nothing uses',
      {
        parameters: [{ kind: 'Parameter', id: 'spare', title: 'Spare', type: 'money', default: '1' }],
        earnings: [flat],
      },
      'unused',
    ],
    ['a table that nothing uses', { tables: [table('step', 'money', bands)], earnings: [flat] }, 'unused'],
    [
      'a share of 15 for 15 %',
      { earnings: [flat], payoutRules: [{ kind: 'Hold', id: 'hold', title: 'Hold', share: '15', periods: 1 }] },
      'share-out-of-range',
    ],
    [
      'a field misspelt',
      { fields: [{ id: 'profit', type: 'money' }], credits: [ownerRule({ amount: field('proft') })], earnings: [flat] },
      'unknown-reference',
    ],
    ['a measure misspelt', { measures: [sumOf()], earnings: [earning(measure('revenu'))] }, 'unknown-reference'],
    ['a table misspelt', windowed(table('step', 'money', [['0', usd('1')]], { id: 'rate' })), 'unknown-reference'],
    [
      'a running measure misspelt',
      {
        measures: [sumOf({ id: 'revenues' })],
        tables: [table('marginal', 'money', bands)],
        earnings: [earning(running('slice'), { per: 'credit' })],
      },
      'unknown-reference',
    ],
    [
      'an earning misspelt in a rule',
      {
        earnings: [flat],
        payoutRules: [{ kind: 'Hold', id: 'hold', title: 'Hold', share: '0.1', periods: 1, earnings: ['comission'] }],
      },
      'unknown-reference',
    ],
    ['another currency', { earnings: [earning({ kind: 'Money', value: '5', currency: 'EUR' })] }, 'currency-mismatch'],
    [
      'a count with a value',
      { measures: [{ ...countOf(), value: credit }], earnings: [earning(times(usd('1'), measure('revenue')))] },
      'count-value',
    ],
    [
      'a window that ends before it begins',
      perPeriod({}, { measures: [sumOf({ window: { kind: 'Dates', from: '2026-05-01', to: '2026-02-01' } })] }),
      'window-empty',
    ],
    [
      'a window of three years',
      perPeriod({}, { measures: [sumOf({ window: { kind: 'Trailing', periods: 12 } })] }),
      'window-longer-than-plan',
    ],
    [
      'two bands alike',
      windowed(
        table('marginal', 'money', [
          ['0', pct('0.01')],
          ['500', pct('0.01')],
          ['900', pct('0.02')],
        ]),
      ),
      'band-repeated',
    ],
  ]
  test.each(cases)('%s', (_name, over, code) => {
    const broken = plan(over)
    const found = checkPlan(broken).find((d) => d.code === code && d.fix)
    expect(found?.fix?.title).toBeTruthy()
    const text = JSON.stringify(broken)
    const mended = applyFix(broken, found?.fix ?? { title: '', edits: [] })
    expect(JSON.stringify(broken)).toBe(text)
    expect(parsePlan(JSON.stringify(mended)).ok).toBe(true)
    expect(checkPlan(mended).filter((d) => d.code === code)).toEqual([])
  })

  test('no name is close enough, or two are: no fix', () => {
    const fields = [
      { id: 'profitA', type: 'money' as const },
      { id: 'profitB', type: 'money' as const },
    ]
    for (const name of ['elephant', 'profitC']) {
      const [found] = checkPlan(
        plan({ fields, credits: [ownerRule({ amount: field(name) })], earnings: [flat] }),
      ).filter((d) => d.code === 'unknown-reference')
      expect(found?.fix).toBeUndefined()
    }
  })
})

test('plans of the corpus of laws stay quiet: a quota table, a gate, a cap', () => {
  expect(
    codes({
      measures: [sumOf()],
      tables: [table('marginal', 'share', bands)],
      earnings: [earning(running('slice', { per: quota }), { per: 'credit', cap: usd('9') })],
    }),
  ).toEqual([])
})
