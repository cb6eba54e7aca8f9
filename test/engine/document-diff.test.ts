import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalPlan, type Expression, hashPlan, LANGUAGES, type Plan, planDiff } from '#engine'
import { PLANS } from '../../worker/dev/demo/plans.ts'
import { anyPlan } from '../designer/plan-arbitrary.ts'
import { withPlainSpaces } from '../support/clauses.ts'
import { WHOLE_PLAN } from '../support/whole-plan.ts'

const commission = PLANS[0]!.plan
const pct = (value: string): Expression => ({ kind: 'Percent', value })
const said = (before: Plan, after: Plan, language: 'en' | 'de' = 'en') =>
  planDiff(before, after, language).map((c) => withPlainSpaces(c.text))
const withBands = (bands: readonly [string, Expression][]): Plan => ({
  ...commission,
  tables: commission.tables.map((t) => ({ ...t, bands: bands.map(([from, value]) => ({ from, value })) })),
})
const changed = <L extends 'earnings' | 'credits'>(plan: Plan, list: L, more: Partial<Plan[L][number]>): Plan => ({
  ...plan,
  [list]: plan[list].map((part, i) => (i === 0 ? { ...part, ...more } : part)),
})

describe('a diff speaks the words of the document', () => {
  test('a rate of a band', () => {
    const after = withBands([
      ['0', pct('0.04')],
      ['1', pct('0.065')],
      ['1.25', pct('0.08')],
    ])
    expect(said(commission, after)).toEqual(['Commission rates: from 100 % of the quota, 6.5 % instead of 6 %'])
    expect(said(commission, after, 'de')).toEqual(['Commission rates: ab 100 % der Quote 6,5 % statt bisher 6 %'])
    expect(planDiff(commission, after, 'en')[0]).toMatchObject({
      kind: 'changed',
      path: '/tables/0/bands/1/value',
      isPresentation: false,
    })
  })

  test('bands that come and go', () => {
    const after = withBands([
      ['0', pct('0.04')],
      ['1', pct('0.06')],
      ['1.5', pct('0.09')],
    ])
    expect(said(commission, after)).toEqual([
      'Commission rates: new: from 150 % of the quota, 9 %',
      'Commission rates: no longer: from 125 % of the quota, 8 %',
    ])
    expect(said(commission, after, 'de')).toEqual([
      'Commission rates: neu: ab 150 % der Quote 9 %',
      'Commission rates: nicht mehr: ab 125 % der Quote 8 %',
    ])
  })

  test('a choice, and a cap where there was none', () => {
    const after = changed(commission, 'earnings', {
      cap: { kind: 'Money', value: '5000', currency: 'USD' },
      rounding: { mode: 'half-even', basis: 'running' },
    })
    expect(said(commission, after)).toEqual([
      'Commission: Cap: at most 5,000.00 USD in the period, after the floor; what exceeds it is lost instead of none',
      expect.stringMatching(
        /^Commission: Rounding: to 0\.01 USD, halves to the even digit; .* instead of to 0\.01 USD/,
      ),
    ])
  })

  test('a part that is new, and one that is gone', () => {
    const [first] = commission.earnings
    const more = { ...commission, earnings: [...commission.earnings, { ...first!, id: 'extra', title: 'Extra' }] }
    expect(said(commission, more)).toEqual(['Earnings: “Extra” is new'])
    expect(said(more, commission, 'de')).toEqual(['Verdienste: „Extra“ entfällt'])
    expect(planDiff(more, commission, 'en')[0]?.path).toBe('/earnings/1')
  })

  test('a new name is told once, and is presentation alone', async () => {
    const after = { ...commission, measures: commission.measures.map((m) => ({ ...m, title: 'Turnover' })) }
    const changes = planDiff(commission, after, 'de')
    expect(changes.map((c) => [c.kind, c.text, c.isPresentation])).toEqual([
      ['renamed', '„Revenue“ heißt jetzt „Turnover“', true],
    ])
    expect(await hashPlan(after)).toBe(await hashPlan(commission))
  })

  test('an explanation that is worded differently', () => {
    const changes = planDiff(commission, changed(commission, 'earnings', { explanation: 'Anew.' }), 'en')
    expect(changes.map((c) => [c.kind, c.text, c.isPresentation])).toEqual([
      ['reworded', 'Commission: the explanation is worded differently', true],
    ])
  })

  test('of a long expression only the place that differs', () => {
    const bonus = WHOLE_PLAN.earnings.findIndex((e) => e.id === 'bonus')
    const after = structuredClone(WHOLE_PLAN)
    const amount = after.earnings[bonus]!.amount
    if (amount.kind === 'Add' && amount.of[0]?.kind === 'If')
      amount.of[0].otherwise = { kind: 'Money', value: '25', currency: 'EUR' }
    expect(said(WHOLE_PLAN, after)).toEqual(['Bonus: Amount: 25.00 EUR instead of 20.00 EUR'])
  })

  test('what the plan itself states', () => {
    const after: Plan = { ...commission, changes: { quota: 'period start' }, fields: [{ id: 'line', type: 'text' }] }
    expect(said(commission, after)).toEqual([
      'Field sales commission: A quota that changes inside a window: the quota of the window’s first day counts for all of it instead of prorated by days',
      'Field sales commission: new: field “line”, a text',
    ])
  })

  test('the same in other writing is named as that', () => {
    const after = withBands([
      ['0', pct('0.040')],
      ['1', pct('0.06')],
      ['1.25', pct('0.08')],
    ])
    expect(said(commission, after)).toEqual(['Commission rates: written differently, with the same meaning'])
  })
})

describe('order', () => {
  const reversed = <L extends keyof Plan>(list: L): Plan => ({
    ...WHOLE_PLAN,
    [list]: (WHOLE_PLAN[list] as readonly unknown[]).toReversed(),
  })

  test.each(['fields', 'parameters', 'measures', 'tables', 'earnings', 'contests'] as const)(
    'of %s means nothing',
    (list) => {
      expect(planDiff(WHOLE_PLAN, reversed(list), 'en')).toEqual([])
    },
  )

  test('of payout rules, clawbacks and rules of a group means something', () => {
    expect(said(WHOLE_PLAN, reversed('payoutRules'))).toEqual([
      'Payout rules: in the order “Least”, “Carry”, “Hold”, “Draw” and “Cap” instead of “Cap”, “Draw”, “Hold”, “Carry” and “Least”',
    ])
    expect(said(WHOLE_PLAN, reversed('clawbacks'), 'de')).toEqual([
      'Rückforderungen: in der Reihenfolge „Rest“ und „Churn“ statt bisher „Churn“ und „Rest“',
    ])
    expect(said(WHOLE_PLAN, reversed('credits'))).toEqual([
      'Crediting: in the order “Team” and “Own deals” instead of “Own deals” and “Team”',
    ])
  })
})

const numRuns = process.env.DREIZACK_FULL === '1' ? 5_000 : 200

test('nothing differs between a plan and itself', () => {
  fc.assert(
    fc.property(anyPlan, fc.constantFrom(...LANGUAGES), (plan, language) => {
      expect(planDiff(plan, structuredClone(plan), language)).toEqual([])
    }),
    { numRuns },
  )
})

test('two plans of different content differ, and never two of the same', () => {
  const same = fc.tuple(anyPlan, fc.string({ minLength: 1, maxLength: 9 })).map(([p, title]) => [p, { ...p, title }])
  fc.assert(
    fc.property(fc.oneof(fc.tuple(anyPlan, anyPlan), same), fc.constantFrom(...LANGUAGES), ([a, b], language) => {
      const differs = planDiff(a as Plan, b as Plan, language).some((c) => !c.isPresentation)
      expect(differs).toBe(canonicalPlan(a as Plan) !== canonicalPlan(b as Plan))
    }),
    { numRuns },
  )
})
