import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calculateWorld, figuresOf, simulate, trueUps, type World } from '#engine'
import { deal, earning, facts, measure, pct, plan, quota, running, sumOf, table, times } from '../support/plans.ts'
import { programOf } from '../support/run-plan.ts'

const tiers = (high: string) =>
  plan({
    measures: [sumOf({ window: { kind: 'YearToDate' } })],
    tables: [
      table('marginal', 'share', [
        ['0', pct('0.05')],
        ['1', pct(high)],
      ]),
    ],
    earnings: [
      earning(running('slice', { per: { kind: 'Quota', quota: 'revenue', span: { kind: 'Year' }, unit: 'money' } }), {
        per: 'credit',
      }),
    ],
  })
const world = (over: Partial<World> = {}): World => ({
  plan: 'plan',
  versions: [{ program: programOf(tiers('0.1')), effectiveFrom: '2026-01-01' }],
  facts: facts({ quotas: [quota('1000', { to: '2027-01-01' })] as never }),
  transactions: [
    deal('800', { externalId: 'A', creditedOn: '2026-02-01' }),
    deal('400', { externalId: 'B', creditedOn: '2026-05-01' }),
  ],
  through: '2026-12-31',
  ...over,
})
const sum = (list: readonly { minor: bigint | null }[]) => list.reduce((total, x) => total + (x.minor ?? 0n), 0n)

describe('true-ups', () => {
  test('a late deal moves its own period and the later ones, each named', () => {
    const late = deal('300', { externalId: 'C', creditedOn: '2026-03-01' })
    const found = trueUps(world(), world({ transactions: [...world().transactions, late] }))
    const reason = { kind: 'transaction', change: 'late', source: 'test', externalId: 'C' }
    expect(found).toEqual([
      { participant: 'ann', period: '2026-Q1', earning: 'commission', minor: 2_000n, reason },
      { participant: 'ann', period: '2026-Q2', earning: 'commission', minor: 1_000n, reason },
    ])
  })

  test('a correction, a deal taken back, and one that is only sent again', () => {
    const [a, b] = world().transactions
    const corrected = { ...(a as NonNullable<typeof a>), amount: '700' }
    const again = { ...(b as NonNullable<typeof b>), id: 'another' }
    expect(
      trueUps(world(), world({ transactions: [corrected, again] })).map((t) => [t.period, t.minor, t.reason]),
    ).toEqual([
      ['2026-Q1', -500n, { kind: 'transaction', change: 'corrected', source: 'test', externalId: 'A' }],
      ['2026-Q2', -500n, { kind: 'transaction', change: 'corrected', source: 'test', externalId: 'A' }],
    ])
    expect(trueUps(world(), world({ transactions: [again] })).map((t) => t.reason)).toMatchObject([
      { kind: 'transaction', change: 'taken back', externalId: 'A' },
      { kind: 'transaction', change: 'taken back', externalId: 'A' },
    ])
  })

  test('a retroactive change of quota and of plan, each for itself', () => {
    const after = world({
      versions: [{ program: programOf(tiers('0.2')), effectiveFrom: '2026-01-01' }],
      facts: facts({ quotas: [quota('900', { to: '2027-01-01' })] as never }),
    })
    expect(trueUps(world(), after).map((t) => [t.period, t.minor, t.reason.kind])).toEqual([
      ['2026-Q2', 2_000n, 'plan'],
      ['2026-Q2', 1_500n, 'quota'],
    ])
  })

  test('add up to the difference of two calculations, figure by figure, whatever changed', () => {
    const amounts = fc.array(fc.integer({ min: -50_000, max: 90_000 }), { maxLength: 6 })
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 1, max: 3_000 }), (one, two, target) => {
        const deals = (list: readonly number[]) =>
          list.map((n, i) =>
            deal(String(n), { externalId: `D${i}`, creditedOn: `2026-${String((i % 12) + 1).padStart(2, '0')}-03` }),
          )
        const [before, after] = [
          world({ transactions: deals(one) }),
          world({
            transactions: deals(two),
            facts: facts({ quotas: [quota(String(target), { to: '2027-01-01' })] as never }),
          }),
        ]
        const difference = sum(figuresOf(calculateWorld(after))) - sum(figuresOf(calculateWorld(before)))
        expect(sum(trueUps(before, after))).toBe(difference)
      }),
      { numRuns: 100, seed: 7 },
    )
  })
})

describe('simulation', () => {
  test('is the calculation over what was changed, compared with the world as it is', () => {
    const raised = simulate(world(), {
      transactions: (list) => list.map((t) => ({ ...t, amount: String(Number(t.amount) * 2) })),
    })
    expect([raised.before, raised.total, raised.open]).toEqual([7_000n, 19_000n, 0])
    expect(raised.byParticipant.get('ann')).toEqual({ before: 7_000n, after: 19_000n })
    const without = simulate(world(), { facts: { quotas: [] } })
    expect([without.total, without.open]).toEqual([0n, 0])
    const flat = plan({ measures: [sumOf()], earnings: [earning(times(pct('0.1'), measure('revenue')))] })
    expect(simulate(world(), { versions: [{ program: programOf(flat), effectiveFrom: '2026-01-01' }] }).total).toBe(
      12_000n,
    )
  })
})
