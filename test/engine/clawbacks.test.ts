import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  calculate,
  creditsOfDeal,
  FactIndex,
  type Plan,
  quoteByReplay,
  quoteFromState,
  scaledToText,
} from '#engine'
import { credit, deal, earning, facts, is, measure, ownerRule, pct, plan, sumOf, times } from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

type Clawback = NonNullable<Plan['clawbacks']>[number]
const clawback = (over: Partial<Clawback> = {}): Clawback => ({
  kind: 'Clawback',
  id: 'claw',
  title: 'Clawback',
  share: '1',
  manner: { kind: 'Full' },
  reducesAttainment: true,
  ...over,
})
const monthly = (over: Partial<Plan> = {}): Plan =>
  plan({
    period: 'month',
    earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    clawbacks: [clawback()],
    ...over,
  })
const sale = deal('12000', { externalId: 'SALE', creditedOn: '2026-01-15' })
const back = (on: string, amount = '-12000', over = {}) =>
  deal(amount, { creditedOn: on, reverses: 'SALE', kind: 'churn', ...over })

describe('clawbacks', () => {
  test('take back in full what was earned, whatever the reversal’s amount says, in the period of the reversal', () => {
    const run = earned(monthly(), facts(), [sale, back('2026-03-02', '-1')])
    expect([run.of('2026-01'), run.of('2026-02'), run.of('2026-03')]).toEqual(['1200.00', '0.00', '-1200.00'])
  })

  test('half of it (WE-54), and never more than what is left', () => {
    const half = monthly({ clawbacks: [clawback({ share: '0.5' })] })
    const run = earned(half, facts(), [
      deal('100000', { externalId: 'SALE' }),
      back('2026-02-01'),
      back('2026-03-01', '-1'),
      back('2026-04-01', '-1'),
    ])
    const paid = ['2026-01', '2026-02', '2026-03', '2026-04'].map((period) => run.of(period))
    expect(paid).toEqual(['10000.00', '-5000.00', '-5000.00', '0.00'])
    const twice = earned(monthly(), facts(), [sale, back('2026-02-01'), back('2026-03-01')])
    expect([twice.of('2026-02'), twice.of('2026-03')]).toEqual(['-1200.00', '0.00'])
  })

  test('pro rata by full months of the term (WE-56): a year cancelled after six gives back half', () => {
    const byMonths = monthly({ clawbacks: [clawback({ manner: { kind: 'ProRata', by: 'months', term: 12 } })] })
    expect(earned(byMonths, facts(), [sale, back('2026-07-15')]).of('2026-07')).toBe('-600.00')
    expect(earned(byMonths, facts(), [sale, back('2026-07-14')]).of('2026-07')).toBe('-700.00')
  })

  test('pro rata by days, nothing after the term', () => {
    const byDays = monthly({ clawbacks: [clawback({ manner: { kind: 'ProRata', by: 'days', term: 90 } })] })
    expect(earned(byDays, facts(), [sale, back('2026-02-14')]).of('2026-02')).toBe('-800.00')
    expect(earned(byDays, facts(), [sale, back('2026-04-15')]).of('2026-04')).toBe('0.00')
  })

  test('also reduce attainment, or do not', () => {
    const seen = (reducesAttainment: boolean) =>
      earned(
        monthly({
          measures: [sumOf({ window: { kind: 'YearToDate' } })],
          clawbacks: [clawback({ reducesAttainment })],
          earnings: [
            earning(times(pct('0.1'), credit), { per: 'credit' }),
            earning(measure('revenue'), { id: 'seen' }),
          ],
        }),
        facts(),
        [sale, back('2026-02-01')],
      ).of('2026-02', 'seen')
    expect([seen(true), seen(false)]).toEqual(['0.00', '12000.00'])
  })

  test('a plan without a clawback lets the reversal earn its own negative, so that both net to nothing (WE-58)', () => {
    const { clawbacks: _, ...none } = monthly()
    const run = earned(none, facts(), [sale, back('2026-02-01')])
    expect([run.of('2026-01'), run.of('2026-02')]).toEqual(['1200.00', '-1200.00'])
  })

  test('a quote of a reversal is the difference of two calculations, from history since the state does not know the deal', () => {
    const program = programOf(monthly())
    const versions = [{ program, effectiveFrom: '2000-01-01' }]
    const index = new FactIndex(facts())
    const history = assignCredits(program.plain, 'plan', index, sale).credits
    const input = { plan: 'plan', versions, facts: index, through: '2026-03-31', deal: back('2026-03-02') }
    const added = creditsOfDeal(input).credits.get('ann') ?? []
    const { state } = calculate({
      plan: 'plan',
      versions,
      facts: index,
      participant: 'ann',
      credits: history,
      through: '2026-03-31',
    })
    expect(quoteFromState(input, 'ann', added, state)).toBeUndefined()
    expect(quoteByReplay(input, 'ann', added, history)?.earnings[0]).toMatchObject({ before: 0n, after: -120_000n })
  })
})

describe('payable on events', () => {
  const halves = plan({
    period: 'month',
    credits: [
      ownerRule({ when: is('kind', 'booking') }),
      ownerRule({ id: 'cash', counts: 'neither', when: is('kind', 'payment') }),
    ],
    earnings: [
      earning(times(pct('0.1'), credit), {
        per: 'credit',
        payable: { kind: 'OnEvent', event: 'payment', atOnce: '0.5' },
      }),
    ],
  })
  const payments = (list: ReturnType<typeof deal>[]) =>
    earned(halves, facts(), list)
      .result.periods.slice(0, 4)
      .map((p) => scaledToText(p.payment.minor, 2))

  test('half at booking, half when the deal’s cash arrives; what was earned stays in its period', () => {
    const list = [
      deal('1000.10', { externalId: 'A' }),
      deal('500', { externalId: 'B', creditedOn: '2026-02-10' }),
      deal('1', { kind: 'payment', reverses: 'A', creditedOn: '2026-03-05' }),
    ]
    expect(payments(list)).toEqual(['50.01', '25.00', '50.00', '0.00'])
    expect(earned(halves, facts(), list).of('2026-01')).toBe('100.01')
  })

  test('an event of another deal releases nothing, and the same event twice releases once', () => {
    const cash = (reverses: string, creditedOn: string) => deal('1', { kind: 'payment', reverses, creditedOn })
    expect(
      payments([
        deal('1000', { externalId: 'A' }),
        cash('B', '2026-02-01'),
        cash('A', '2026-03-01'),
        cash('A', '2026-04-01'),
      ]),
    ).toEqual(['50.00', '0.00', '50.00', '0.00'])
  })
})
