import { describe, expect, test } from 'vitest'
import { assignCredits, calculate, type Expression, FactIndex, stateToJson } from '#engine'
import { credit, deal, earning, facts, field, measure, num, ownerRule, plan, sumOf, times } from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

// A figure that outgrows what the product holds stops what needs it, never the people beside it.

const LARGEST = '9007199254740991'
const codes = (exceptions: readonly { code: string }[]) => exceptions.map(({ code }) => code)

describe('a credit', () => {
  const crediting = (amount: Expression, of: string) =>
    assignCredits(
      programOf(
        plan({ credits: [ownerRule({ amount })], earnings: [earning(measure('revenue'))], measures: [sumOf()] }),
      ).plain,
      'plan',
      new FactIndex(facts()),
      deal(of),
    )

  test('of the largest amount that can be stored is a credit', () => {
    expect(crediting(field('amount'), LARGEST).credits).toHaveLength(1)
    expect(crediting(field('amount'), '9007199254.740991').credits).toHaveLength(1)
  })

  test('that is larger is a data exception, and no credit', () => {
    for (const [factor, amount] of [
      ['2', LARGEST],
      ['-2', LARGEST],
      ['0.333333', '30000000001'],
    ] as const) {
      const { credits, exceptions } = crediting(times(field('amount'), num(factor)), amount)
      expect(credits).toEqual([])
      expect(exceptions).toMatchObject([{ code: 'number-overflow', participant: 'ann', path: '/credits/0/amount' }])
    }
  })
})

describe('an earning', () => {
  const pays = (amount: Expression, over = {}) =>
    plan({
      measures: [sumOf()],
      earnings: [earning(amount, over), earning(num2('1.00'), { id: 'other', title: 'Other' })],
    })
  const num2 = (value: string): Expression => ({ kind: 'Money', value, currency: 'USD' })

  test('larger than can be stored is left open; the other earnings stand', () => {
    for (const over of [{}, { per: 'credit' as const }]) {
      const amount = over.per === undefined ? measure('revenue') : credit
      const { result, of } = earned(pays(times(amount, num('1000000')), over), facts(), [deal(LARGEST)])
      expect([of('2026-Q1'), of('2026-Q1', 'other')]).toEqual([null, '1.00'])
      expect(codes(result.periods[0]?.exceptions ?? [])).toEqual(['number-overflow'])
    }
  })

  test('that only fits after its cap stands', () => {
    const capped = pays(times(measure('revenue'), num('1000000')), { cap: num2('500.00') })
    expect(earned(capped, facts(), [deal(LARGEST)]).of('2026-Q1')).toBe('500.00')
  })
})

test('sums of quotients that outgrow every denominator stop their credits only, and the state can be stored', () => {
  const primes = Array.from({ length: 4_000 }, (_, i) => i + 2).filter((n) => {
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false
    return true
  })
  const unitPrice: Expression = { kind: 'Divide', left: credit, right: field('quantity') }
  const program = programOf(
    plan({
      measures: [sumOf({ value: unitPrice })],
      earnings: [earning(times(unitPrice, num('1')), { per: 'credit', id: 'each', title: 'Each' })],
    }),
  )
  const index = new FactIndex(facts())
  const credits = primes.flatMap(
    (p) => assignCredits(program.plain, 'plan', index, deal('1', { quantity: String(p) })).credits,
  )
  const calculated = calculate({
    plan: 'plan',
    versions: [{ program, effectiveFrom: '2000-01-01' }],
    facts: index,
    participant: 'ann',
    credits,
    through: '2026-03-01',
  })
  const overflown = calculated.periods.flatMap((p) => p.exceptions)
  expect(overflown.length).toBeGreaterThan(0)
  expect(new Set(codes(overflown))).toEqual(new Set(['number-overflow']))
  expect(overflown[0]?.transaction).toMatch(/^txn_/)
  expect(stateToJson(calculated.state as NonNullable<typeof calculated.state>)).toContain('"p"')
})
