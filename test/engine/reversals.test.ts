import { describe, expect, test } from 'vitest'
import { assignCredits, calculate, FactIndex, type Plan, scaledToText, type Transaction, versionOn } from '#engine'
import { credit, deal, earning, facts, measure, ownerRule, pct, plan, sumOf, times, usd } from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

/** A reversal and its original net to what would have been without either; and never more is taken back than was paid. */

const ten = times(pct('0.1'), credit)
type Clawback = NonNullable<Plan['clawbacks']>[number]
const clawback = (over: Partial<Clawback> = {}): Clawback => ({
  kind: 'Clawback',
  id: 'claw',
  title: 'Clawback',
  share: '1',
  manner: { kind: 'Full' },
  reducesAttainment: false,
  ...over,
})
const monthly = (over: Partial<Plan> = {}): Plan =>
  plan({ period: 'month', earnings: [earning(ten, { per: 'credit' })], clawbacks: [clawback()], ...over })
const sold = (id: string, amount: string, creditedOn: string): Transaction =>
  deal(amount, { externalId: id, creditedOn })
const back = (of: string, amount: string, creditedOn: string, over: Partial<Transaction> = {}): Transaction =>
  deal(amount, { externalId: `R-${of}-${creditedOn}`, creditedOn, reverses: of, kind: 'churn', ...over })
const months = (p: Plan, list: Transaction[], ...periods: string[]) => {
  const run = earned(p, facts(), list)
  return periods.map((period) => run.of(period))
}

describe('what bounds took from a deal cannot be taken back', () => {
  test('a closed gate paid nothing on it', () => {
    const gate = { kind: 'Compare', op: '>=', left: measure('revenue'), right: usd('5000') } as const
    const gated = monthly({
      measures: [sumOf({ window: { kind: 'YearToDate' } })],
      earnings: [earning(ten, { per: 'credit', gate })],
    })
    const deals = [
      sold('D1', '1000', '2026-01-10'),
      sold('D2', '5000', '2026-02-10'),
      back('D1', '-1000', '2026-02-20'),
    ]
    expect(months(gated, deals, '2026-01', '2026-02')).toEqual(['0.00', '500.00'])
  })

  test('a cap paid each deal its part: two of 100 under a cap of 100 gave 50 each', () => {
    const capped = monthly({ earnings: [earning(ten, { per: 'credit', cap: usd('100') })] })
    const deals = [sold('D1', '1000', '2026-01-10'), sold('D2', '1000', '2026-01-11')]
    const both = [back('D1', '-1000', '2026-02-10'), back('D2', '-1000', '2026-02-11')]
    expect(months(capped, [...deals, ...both], '2026-01', '2026-02')).toEqual(['100.00', '-100.00'])
    expect(months(capped, [...deals, ...both.slice(0, 1)], '2026-01', '2026-02')).toEqual(['100.00', '-50.00'])
  })

  test('a deal that was reversed within the period has no part in what the cap took', () => {
    const capped = monthly({ earnings: [earning(ten, { per: 'credit', cap: usd('60') })] })
    const deals = [
      sold('D1', '1000', '2026-01-10'),
      back('D1', '-1000', '2026-01-12'),
      sold('D2', '1000', '2026-01-14'),
    ]
    expect(months(capped, [...deals, back('D2', '-1', '2026-02-02')], '2026-01', '2026-02')).toEqual([
      '60.00',
      '-60.00',
    ])
  })

  test('what a floor adds is paid on no deal', () => {
    const floored = monthly({ earnings: [earning(ten, { per: 'credit', floor: usd('150') })] })
    const deals = [
      sold('D1', '1000', '2026-01-10'),
      back('D1', '-1000', '2026-02-10'),
      sold('D2', '9000', '2026-02-11'),
    ]
    expect(months(floored, deals, '2026-01', '2026-02')).toEqual(['150.00', '800.00'])
  })
})

test('a share of what was paid, again and again until nothing is left', () => {
  const half = monthly({ clawbacks: [clawback({ share: '0.5' })] })
  const list = [sold('D1', '1200', '2026-01-10'), back('D1', '-1', '2026-02-10'), back('D1', '-1', '2026-03-10')]
  expect(months(half, [...list, back('D1', '-1', '2026-04-10')], '2026-02', '2026-03', '2026-04')).toEqual([
    '-60.00',
    '-60.00',
    '0.00',
  ])
})

test.each(['A', 'Z'])('a churn of the same day takes back whatever the ids say: %s', (id) => {
  const list = [sold('M', '1000', '2026-01-10'), { ...back('M', '-1000', '2026-01-10'), externalId: id }]
  expect(months(monthly(), list, '2026-01')).toEqual(['0.00'])
})

test('a reversal that comes a month before its deal takes back when the deal comes', () => {
  const list = [back('D1', '-1000', '2026-01-20'), sold('D1', '1000', '2026-02-10'), sold('D2', '300', '2026-02-11')]
  expect(months(monthly(), list, '2026-01', '2026-02')).toEqual(['0.00', '30.00'])
})

test('a reversal that comes first takes back of every line of its deal, also where two rules credit it', () => {
  const twice = monthly({
    credits: [ownerRule(), ownerRule({ id: 'bonus', amount: usd('50') })],
    clawbacks: [clawback({ share: '0.5' })],
  })
  const list = [sold('M', '1000', '2026-01-10'), { ...back('M', '-1000', '2026-01-10'), externalId: 'A' }]
  // 100 and 5 were earned; half of all of it goes.
  expect(months(twice, list, '2026-01')).toEqual(['52.50'])
})

describe('earnings that wait for an event', () => {
  const waiting = (over: Partial<Plan> = {}) =>
    plan({
      period: 'month',
      earnings: [earning(ten, { per: 'credit', payable: { kind: 'OnEvent', event: 'payment', atOnce: '0.5' } })],
      ...over,
    })
  const payment = (on: string) => back('D1', '0', on, { kind: 'payment', externalId: 'P1' })
  const paid = (p: Plan, list: Transaction[]): string[] => {
    const program = programOf(p)
    const index = new FactIndex(facts())
    const credits = list.flatMap((t) => assignCredits(program.plain, 'plan', index, t).credits)
    const input = { plan: 'plan', versions: [{ program, effectiveFrom: '2026-01-01' }], facts: index, credits }
    const { periods } = calculate({ ...input, participant: 'ann', through: '2026-04-30' })
    return periods.map(({ payment: { minor } }) => scaledToText(minor, 2))
  }
  const d1 = sold('D1', '1000', '2026-01-10')

  test('a return of what was paid in full nets to nothing', () => {
    const list = [d1, payment('2026-02-10'), back('D1', '-1000', '2026-03-10', { kind: 'return' })]
    expect(paid(waiting(), list)).toEqual(['50.00', '50.00', '-100.00', '0.00'])
  })

  test('a return before the event takes first what waits', () => {
    const list = [d1, back('D1', '-1000', '2026-02-10', { kind: 'return' }), payment('2026-03-10')]
    expect(paid(waiting(), list)).toEqual(['50.00', '-50.00', '0.00', '0.00'])
    const part = [d1, back('D1', '-400', '2026-02-10', { kind: 'return' }), payment('2026-03-10')]
    expect(paid(waiting(), part)).toEqual(['50.00', '0.00', '10.00', '0.00'])
  })

  test('the event that pays a deal is no reversal of it, under a clawback that asks for nothing more', () => {
    expect(paid(waiting({ clawbacks: [clawback()] }), [d1, payment('2026-02-10')])).toEqual([
      '50.00',
      '50.00',
      '0.00',
      '0.00',
    ])
  })
})

describe('two versions of one text inside a period are one plan', () => {
  const cut = (p: Plan, list: Transaction[], change: 'transaction date' | 'prorated') => {
    const index = new FactIndex(facts())
    const versions = ['2026-01-01', '2026-01-16'].map((effectiveFrom) => ({
      program: programOf({ ...p, changes: { plan: change } }),
      effectiveFrom,
    }))
    const credits = list.flatMap((t) => {
      const version = versionOn(versions, index, t.creditedOn)
      return version ? assignCredits(version.program.plain, 'plan', index, t).credits : []
    })
    const run = calculate({ plan: 'plan', versions, facts: index, participant: 'ann', credits, through: '2026-01-31' })
    return run.periods[0]?.earnings.map((e) => scaledToText(e.minor ?? 0n, 2))
  }
  const both = (amount: string) => [sold('D1', amount, '2026-01-05'), sold('D2', amount, '2026-01-25')]

  test.each(['transaction date', 'prorated'] as const)('%s: cap, floor and what reads them hold once', (change) => {
    const capped = monthly({ earnings: [earning(ten, { per: 'credit', cap: usd('1000') })], clawbacks: [] })
    expect(cut(capped, both('20000'), change)).toEqual(['1000.00'])
    const floored = monthly({ earnings: [earning(ten, { per: 'credit', floor: usd('120') })], clawbacks: [] })
    expect(cut(floored, [], change)).toEqual(['120.00'])
    const topped = monthly({
      credits: [ownerRule()],
      earnings: [
        earning(ten, { per: 'credit' }),
        earning(times(pct('0.5'), { kind: 'Earned', earning: 'commission' }), { id: 'topUp', per: 'period' }),
      ],
      clawbacks: [],
    })
    expect(cut(topped, both('1000'), change)).toEqual(['200.00', '100.00'])
  })
})

test.each(['bob', null])('what is reversed is taken from who held it, though the reversal names %s', (owner) => {
  const program = programOf(monthly({ clawbacks: [] }))
  const assignments = ['ann', 'bob'].map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null }))
  const index = new FactIndex(facts({ assignments }))
  const reversed = { creditedOn: '2026-01-10', owner: 'ann', team: [] }
  const made = (asOf: 'deal' | 'reversal') => {
    const compiled = programOf({ ...program.plan, credits: [ownerRule({ asOf })] })
    const reversal = { ...back('D1', '-1000', '2026-02-10'), owner, reversed }
    return assignCredits(compiled.plain, 'plan', index, reversal).credits.map((c) => c.participant)
  }
  expect(made('deal')).toEqual(['ann'])
  expect(made('reversal')).toEqual(owner === null ? [] : [owner])
})
