import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  calculate,
  calculateAll,
  creditsOfDeal,
  type Expression,
  FactIndex,
  type Plan,
  quoteByReplay,
  quoteFromState,
  type Transaction,
} from '#engine'
import {
  countOf,
  credit,
  deal,
  earning,
  facts,
  measure,
  num,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../../support/plans.ts'
import { earned, programOf } from '../../support/run-plan.ts'

type Contest = NonNullable<Plan['contests']>[number]
const contest = (over: Partial<Contest> = {}): Contest => ({
  kind: 'Contest',
  id: 'contest',
  title: 'The contest',
  measure: 'revenue',
  best: 'highest',
  ties: { kind: 'Pooled' },
  prizes: { kind: 'ByRank', prizes: ['10'] },
  ...over,
})
const none: Plan['parameters'] = [{ kind: 'Parameter', id: 'none', title: 'None', type: 'money', default: null }]
const missing: Expression = { kind: 'Parameter', parameter: 'none' }

describe('a contest in a period', () => {
  const quarters = (over: Partial<Contest>) => {
    const p = plan({
      measures: [sumOf(), sumOf({ id: 'last', aggregate: 'latest' })],
      parameters: none,
      contests: [contest(over)],
    })
    const { result } = earned(p, facts(), [deal('5')])
    return result.periods.map((period) => period.earnings.map((e) => e.minor))
  }

  test('is won by who is alone in it, and stands among the earnings', () => {
    const p = plan({ measures: [sumOf()], contests: [contest()], earnings: [earning(usd('1'))] })
    const [period] = earned(p, facts(), [deal('5')]).result.periods
    expect(period?.earnings[1]).toEqual({
      earning: 'contest',
      title: 'The contest',
      minor: 1000n,
      uncapped: null,
      exact: null,
      gateOpen: true,
      steps: [],
    })
    expect(period?.payment.minor).toBe(1100n)
  })

  test('is paid in every period, or in the one of its last day', () => {
    expect(quarters({})).toEqual([[1000n], [1000n], [1000n], [1000n]])
    expect(quarters({ to: '2026-04-01' })).toEqual([[1000n], [], [], []])
    expect(quarters({ to: '2026-04-02' })).toEqual([[], [1000n], [], []])
    expect(quarters({ to: '2026-01-02' })).toEqual([[1000n], [], [], []])
    expect(quarters({ to: '2026-07-01' })).toEqual([[], [1000n], [], []])
  })

  test('gives nothing to who is not eligible, or has no figure', () => {
    const never: Expression = { kind: 'YesNo', value: false }
    const p = plan({ measures: [sumOf()], contests: [contest({ eligible: never })] })
    const [out] = earned(p, facts(), [deal('5')]).result.periods
    expect(out?.earnings).toMatchObject([{ minor: 0n, gateOpen: false }])
    expect(quarters({ measure: 'last' })).toEqual([[1000n], [0n], [0n], [0n]])
  })

  test('lists why somebody’s eligibility is not known', () => {
    const eligible: Expression = { kind: 'Compare', op: '>', left: missing, right: usd('1') }
    const p = plan({ measures: [sumOf()], parameters: none, contests: [contest({ eligible })] })
    const [period] = earned(p, facts(), [deal('5')]).result.periods
    expect(period?.earnings).toMatchObject([{ minor: 0n, gateOpen: false }])
    expect(period?.exceptions).toMatchObject([
      {
        code: 'missing-value',
        path: '/contests/0/eligible/left',
        participant: 'ann',
        transaction: null,
        period: '2026-Q1',
      },
    ])
  })
})

describe('the amounts of payout rules', () => {
  type Rules = NonNullable<Plan['payoutRules']>
  const paid = (payoutRules: Rules, deals: Transaction[] = [], over: Partial<Plan> = {}) => {
    const p = plan({ period: 'month', parameters: none, earnings: [earning(usd('100'))], payoutRules, ...over })
    const { periods } = earned(p, facts(), deals).result
    return periods.slice(0, 3)
  }
  const draw = (over: object): Rules[number] =>
    ({ kind: 'Draw', id: 'draw', title: 'Draw', pays: 'onTop', amount: missing, ...over }) as Rules[number]

  test('are rounded half-up to the minor unit', () => {
    const cap: Rules[number] = {
      kind: 'CapTogether',
      id: 'cap',
      title: 'Cap',
      cap: times(usd('100.01'), num('0.5')),
      excess: 'lost',
    }
    expect(paid([cap])[0]?.payment.minor).toBe(5001n)
    const floor = times(usd('0.01'), num('99.5'))
    const rule = draw({
      amount: usd('1'),
      pays: 'upTo',
      periods: 1,
      recovery: { percent: '1', forgivenAtEnd: false, floor },
    })
    const rich = [deal('0', { creditedOn: '2026-01-05' }), deal('300', { creditedOn: '2026-02-05' })]
    const [january, february] = paid([rule], rich, {
      earnings: [earning(times(pct('0.01'), credit), { per: 'credit' })],
    })
    // 1.00 is owed of January; February's 3.00 give back what exceeds 0.995, rounded to 1.00.
    expect([january?.payment.minor, february?.payment.minor]).toEqual([100n, 200n])
  })

  test('without a value leave the rule out, and are listed; the other rules apply', () => {
    const cap: Rules[number] = { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('30'), excess: 'lost' }
    const [january] = paid([draw({}), cap])
    expect(january?.payment.minor).toBe(3000n)
    expect(january?.exceptions).toMatchObject([
      {
        code: 'missing-value',
        path: '/payoutRules/0/amount',
        participant: 'ann',
        transaction: null,
        period: '2026-01',
      },
    ])
  })

  test('of a draw that has ended are needed no more', () => {
    const open = (rule: Rules[number]) => paid([rule]).map((p) => p.exceptions.length)
    expect([open(draw({ periods: 2 })), open(draw({}))]).toEqual([
      [1, 1, 0],
      [1, 1, 1],
    ])
  })
})

describe('a period that goes on where a stored state left it', () => {
  // 900 at 10 %, then 100 more at 10 % and 100 at 20 %.
  const tiers = table('marginal', 'money', [
    ['0', pct('0.1')],
    ['1000', pct('0.2')],
  ])
  const quote = (p: Plan, list: readonly Transaction[], extra: Transaction) => {
    const program = programOf(p)
    const index = new FactIndex(facts())
    const input = {
      plan: 'plan',
      versions: [{ program, effectiveFrom: '2000-01-01' }],
      facts: index,
      through: extra.creditedOn,
      deal: extra,
    }
    const credits = list.flatMap((t) => assignCredits(program.plain, 'plan', index, t).credits)
    const { state } = calculate({ ...input, participant: 'ann', credits })
    const added = creditsOfDeal(input).credits.get('ann') ?? []
    const pair = (q: ReturnType<typeof quoteFromState>) => q && [q.earnings[0]?.before, q.earnings[0]?.after, q.payment]
    return [pair(quoteFromState(input, 'ann', added, state)), pair(quoteByReplay(input, 'ann', added, credits))]
  }
  const p = (window: 'Period' | 'YearToDate', period: Plan['period']) =>
    plan({
      period,
      measures: [sumOf({ window: { kind: window } })],
      tables: [tiers],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })

  test('counts what it had already, in the same period', () => {
    const expected = [9000n, 12_000n, { before: 9000n, after: 12_000n }]
    const list = [deal('900', { creditedOn: '2026-01-10' })]
    const extra = deal('200', { creditedOn: '2026-02-10' })
    expect(quote(p('Period', 'quarter'), list, extra)).toEqual([expected, expected])
    expect(quote(p('YearToDate', 'quarter'), list, extra)).toEqual([expected, expected])
  })

  test('takes over what was credited in the period before as its window says', () => {
    const list = [deal('900', { creditedOn: '2026-01-10' })]
    const extra = deal('200', { creditedOn: '2026-02-10' })
    const [anew, goesOn] = [
      [0n, 2000n, { before: 0n, after: 2000n }],
      [0n, 3000n, { before: 0n, after: 3000n }],
    ]
    expect(quote(p('Period', 'month'), list, extra)).toEqual([anew, anew])
    expect(quote(p('YearToDate', 'month'), list, extra)).toEqual([goesOn, goesOn])
  })

  test('begins where there was no state', () => {
    const expected = [0n, 2000n, { before: 0n, after: 2000n }]
    expect(quote(p('Period', 'quarter'), [], deal('200'))).toEqual([expected, expected])
  })

  test('brings forward what payments carried', () => {
    const carry: Plan = {
      ...p('Period', 'month'),
      payoutRules: [{ kind: 'MinimumPayment', id: 'least', title: 'Least', amount: usd('100') }],
      measures: [sumOf(), countOf({ id: 'deals' })],
      earnings: [earning(times(pct('0.1'), measure('revenue')))],
    }
    const list = [deal('900', { creditedOn: '2026-01-10' })]
    const expected = [0n, 2000n, { before: 0n, after: 11_000n }]
    expect(quote(carry, list, deal('200', { creditedOn: '2026-02-10' }))).toEqual([expected, expected])
  })
})

describe('what only a bug of ours throws', () => {
  class Broken extends FactIndex {
    override parameter(): never {
      throw new Error('a bug')
    }
    override input(): never {
      throw new Error('a bug')
    }
  }
  const closed: Expression = { kind: 'YesNo', value: false }
  const reads: Expression = { kind: 'Compare', op: '>', left: missing, right: usd('1') }

  test.each<[string, Partial<Plan>]>([
    ['a contest’s eligibility', { measures: [sumOf()], contests: [contest({ eligible: reads })] }],
    [
      'a payout rule’s amount',
      { payoutRules: [{ kind: 'MinimumPayment', id: 'least', title: 'Least', amount: missing }] },
    ],
    ['an earning', { earnings: [earning(missing)] }],
    ['an earning behind a closed gate', { earnings: [earning(missing, { gate: closed })] }],
    [
      'a figure that is only shown',
      { inputMeasures: [{ kind: 'InputMeasure', id: 'nps', title: 'NPS', type: 'number' }] },
    ],
  ])('is thrown on from %s, never listed as a value that is missing', (_, over) => {
    const program = programOf(plan({ parameters: none, ...over }))
    const input = { plan: 'plan', versions: [{ program, effectiveFrom: '2000-01-01' }], facts: new Broken(facts()) }
    expect(() => calculate({ ...input, participant: 'ann', credits: [], through: '2026-01-01' })).toThrow('a bug')
  })
})

test('who has no figure of a measure is ranked with nobody', () => {
  const rank: Expression = { kind: 'Rank', measure: 'last', best: 'highest' }
  const program = programOf(
    plan({ measures: [sumOf({ id: 'last', aggregate: 'latest' })], earnings: [earning(times(usd('1'), rank))] }),
  )
  const assignments = ['ann', 'bob', 'cy'].map((participant) => ({
    plan: 'plan',
    participant,
    from: '2026-01-01',
    to: null,
  }))
  const index = new FactIndex(facts({ assignments }))
  const sold = (owner: string, amount: string) =>
    [owner, assignCredits(program.plain, 'plan', index, deal(amount, { owner })).credits] as const
  const all = calculateAll(
    { plan: 'plan', versions: [{ program, effectiveFrom: '2000-01-01' }], facts: index, through: '2026-01-01' },
    new Map([sold('ann', '5'), ['bob', []], sold('cy', '9')]),
  )
  const ranks = [...all].map(([who, { periods }]) => [who, periods[0]?.earnings[0]?.minor])
  expect(ranks).toEqual([
    ['ann', 200n],
    ['bob', null],
    ['cy', 100n],
  ])
})
