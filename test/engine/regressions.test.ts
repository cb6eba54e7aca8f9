import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  calculate,
  calculateAll,
  creditsOfDeal,
  type Earning,
  type Expression,
  FactIndex,
  type ParticipantQuote,
  type Plan,
  quoteByReplay,
  quoteFromState,
  quoteTogether,
  type Transaction,
  versionOn,
} from '#engine'
import {
  credit,
  deal,
  earning,
  facts,
  field,
  is,
  measure,
  num,
  ownerRule,
  pct,
  plan,
  quota,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

/** What random plans have found, cut down to the smallest case that showed it. */

const orElse = (of: Expression, otherwise: Expression): Expression => ({ kind: 'Default', of, otherwise })

describe('operands are read in the order in which they stand', () => {
  const money = (amount: Expression) => plan({ earnings: [earning(amount, { per: 'credit' })] })

  test('a quotient of something missing is missing, though the divisor is 0', () => {
    const quotient: Expression = { kind: 'Divide', left: field('amount'), right: { kind: 'Number', value: '0' } }
    const p = plan({
      credits: [{ ...money(credit).credits[0]!, amount: usd('1') }],
      earnings: [earning(orElse(quotient, usd('7')), { per: 'credit' })],
    })
    expect(earned(p, facts(), [deal(null)]).of('2026-Q1')).toBe('7.00')
  })

  test('an attainment of a measure without a value is missing, though the quota is 0', () => {
    const reached: Expression = { kind: 'Attainment', measure: 'nps', quota: 'revenue' }
    const p = plan({
      inputMeasures: [{ kind: 'InputMeasure', id: 'nps', title: 'NPS', type: 'number' }],
      earnings: [earning({ kind: 'Multiply', of: [usd('5'), orElse(reached, { kind: 'Number', value: '2' })] })],
    })
    expect(earned(p, facts({ quotas: [quota('0')] as never }), []).of('2026-Q1')).toBe('10.00')
  })
})

test('an amount that is not there is missing, in whatever currency it is not there', () => {
  const p = plan({
    credits: [{ ...plan({}).credits[0]!, amount: orElse(field('amount'), usd('3')) }],
    earnings: [earning(credit, { per: 'credit' })],
  })
  expect(earned(p, facts(), [deal(null, { currency: 'EUR' })]).of('2026-Q1')).toBe('3.00')
})

describe('a quota of a day is the participant’s own, else that of their title on that day', () => {
  const p = plan({ earnings: [earning({ kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' })] })
  const of = (title: string, value: string) => ({ ...quota(value), participant: null, title })
  const title = (name: string, from: string, to: string | null) => ({ participant: 'ann', title: name, from, to })
  const quotas = [of('rep', '90'), of('lead', '900')]

  test('days before one’s own quota begins count with the title’s', () => {
    const own = quota('59', { from: '2026-02-01', to: '2026-04-01' })
    const given = facts({ titles: [title('rep', '2026-01-01', null)], quotas: [...quotas, own] as never })
    expect(earned(p, given, []).of('2026-Q1')).toBe('90.00')
  })

  test('a new title brings its quota from its day on', () => {
    const titles = [title('rep', '2026-01-01', '2026-02-01'), title('lead', '2026-02-01', null)]
    expect(earned(p, facts({ titles, quotas: quotas as never }), []).of('2026-Q1')).toBe('621.00')
  })

  test('a day without either leaves no quota', () => {
    const given = facts({ titles: [title('rep', '2026-01-02', null)], quotas: quotas as never })
    expect(earned(p, given, []).of('2026-Q1')).toBeNull()
  })
})

describe('a contest', () => {
  const figures = (of: Record<string, string>, measure = 'nps') =>
    Object.entries(of).map(([participant, value]) => ({
      measure,
      participant,
      value,
      from: '2026-01-01',
      to: '2026-04-01',
    }))
  const run = (over: object, inputs: object[], currency = 'USD') => {
    const p = plan({
      currency,
      inputMeasures: ['nps', 'more'].map((id) => ({ kind: 'InputMeasure', id, title: id, type: 'number' })),
      contests: [
        {
          kind: 'Contest',
          id: 'contest',
          title: 'Contest',
          measure: 'nps',
          best: 'highest',
          ties: { kind: 'Pooled' },
          prizes: { kind: 'ByRank', prizes: ['10', '5'] },
          ...over,
        } as never,
      ],
    })
    const people = ['ann', 'bob']
    const given = facts({
      inputs: inputs as never,
      assignments: people.map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null })),
    })
    const all = calculateAll(
      {
        plan: 'plan',
        versions: [{ program: programOf(p), effectiveFrom: '2026-01-01' }],
        facts: new FactIndex(given),
        through: '2026-01-01',
      },
      new Map(people.map((who) => [who, []])),
    )
    return people.map((who) => all.get(who)?.periods[0]?.earnings.find((e) => e.earning === 'contest')?.minor)
  }

  test('never exceeds a budget of more decimals than its currency has', () => {
    const prizes = { kind: 'PerUnit', amount: '1000' }
    expect(run({ prizes, budget: '1234.56' }, figures({ ann: '2' }), 'JPY')).toEqual([1234n, 0n])
  })

  test('admits by a rank that everybody has, the one whom it admits too', () => {
    const eligible = {
      kind: 'Compare',
      op: '=',
      left: { kind: 'Rank', measure: 'nps', best: 'lowest' },
      right: num('1'),
    }
    expect(run({ eligible }, figures({ ann: '1', bob: '2' }))).toEqual([1000n, 0n])
  })

  test('that a further measure decides puts who has none of it last, not at 0', () => {
    const ties = { kind: 'DecidedBy', measure: 'more' }
    expect(run({ ties }, [...figures({ ann: '1', bob: '1' }), ...figures({ bob: '-3' }, 'more')])).toEqual([
      500n,
      1000n,
    ])
  })
})

describe('tables read no more than they need', () => {
  const missing: Expression = { kind: 'Parameter', parameter: 'none' }
  const parameters = [{ kind: 'Parameter', id: 'none', title: 'None', type: 'percent', default: null }] as const
  const first = (p: Partial<Plan>) =>
    earned(plan({ parameters: [...parameters], ...p }), facts(), [deal('100')]).of('2026-Q1')

  test('a point of an interpolated table needs no value beside it', () => {
    const points: [string, Expression][] = [
      ['0', pct('0.1')],
      ['100', pct('0.2')],
      ['200', missing],
    ]
    const cell: Expression = { kind: 'TableCell', table: 'rates', reads: { kind: 'Transaction', of: credit } }
    const tables = [table('interpolated', 'money', points)]
    expect(first({ tables, earnings: [earning(times(credit, cell), { per: 'credit' })] })).toBe('20.00')
  })

  test('a whole table that pays another basis needs no rate of the band at 0', () => {
    const bands: [string, Expression][] = [
      ['0', missing],
      ['50', pct('0.2')],
    ]
    const applied: Expression = {
      kind: 'ApplyTable',
      table: 'rates',
      reads: { kind: 'Transaction', of: credit },
      pays: usd('7'),
    }
    const tables = [table('whole', 'money', bands)]
    expect(first({ tables, earnings: [earning(applied, { per: 'credit' })] })).toBe('1.40')
  })

  test('what is looked up after a credit needs no total before it', () => {
    const cell: Expression = {
      kind: 'TableCell',
      table: 'rates',
      reads: { kind: 'Running', measure: 'revenue', lookup: 'after' },
    }
    const p = {
      measures: [sumOf({ aggregate: 'latest' })],
      tables: [table('whole', 'money', [['0', pct('0.5')]])],
      earnings: [earning(times(credit, cell), { per: 'credit' })],
    }
    expect(first(p)).toBe('50.00')
  })

  test('an interpolated table gives its figure as it is, also on a running total', () => {
    const p = {
      measures: [sumOf()],
      tables: [
        table('interpolated', 'money', [
          ['0', usd('0')],
          ['1000', usd('500')],
        ]),
      ],
      earnings: [earning(running('after'), { per: 'credit' })],
    }
    expect(first(p)).toBe('50.00')
  })
})

/** Calculates one person under two versions of a plan, the second from a day on. */
function twoVersions(first: Plan, second: Plan, from: string, list: readonly Transaction[], given = facts()) {
  const index = new FactIndex(given)
  const versions = [
    { program: programOf(first), effectiveFrom: '2026-01-01' },
    { program: programOf(second), effectiveFrom: from },
  ]
  const credits = list.flatMap((t) => {
    const version = versionOn(versions, index, t.creditedOn)
    return version ? assignCredits(version.program.plain, 'plan', index, t).credits : []
  })
  const { periods } = calculate({
    plan: 'plan',
    versions,
    facts: index,
    participant: 'ann',
    credits,
    through: '2026-12-31',
  })
  return periods
}
const byDate = { changes: { plan: 'transaction date' } } as const
const clawback = (over: Partial<NonNullable<Plan['clawbacks']>[number]> = {}): Partial<Plan> => ({
  clawbacks: [
    {
      kind: 'Clawback',
      id: 'claw',
      title: 'Clawback',
      share: '1',
      manner: { kind: 'Full' },
      reducesAttainment: true,
      ...over,
    },
  ],
})
const tenth = (over: Partial<Earning> = {}) => earning(times(pct('0.1'), credit), { per: 'credit', ...over })
const back = (on: string, over: Partial<Transaction> = {}) =>
  deal('-1', { creditedOn: on, reverses: 'SALE', kind: 'churn', ...over })

describe('a period that two versions share', () => {
  const inJanuary = (amount: string, over: Partial<Transaction> = {}) =>
    deal(amount, { creditedOn: '2026-01-10', ...over })
  const inFebruary = (amount: string) => deal(amount, { creditedOn: '2026-02-10' })

  test('adds up its lines, which are not rounded again', () => {
    const p = plan({ earnings: [tenth()] })
    const [first] = twoVersions(p, { ...p, ...byDate }, '2026-02-01', [inJanuary('0.05'), inFebruary('0.05')])
    expect([first?.lines.map((l) => l.minor), first?.earnings[0]?.minor]).toEqual([[1n, 1n], 2n])
  })

  test('takes back once what was earned in its first stretch', () => {
    const p = plan({ earnings: [tenth()], ...clawback() })
    const list = [inJanuary('1000', { externalId: 'SALE' }), back('2026-01-20'), back('2026-02-10'), back('2026-05-01')]
    const periods = twoVersions(p, { ...p, ...byDate }, '2026-02-01', list)
    expect(periods.slice(0, 2).map((x) => x.earnings[0]?.minor)).toEqual([0n, 0n])
    const late = twoVersions(p, { ...p, ...byDate }, '2026-02-01', [list[0]!, list[2]!])
    expect(late[0]?.earnings[0]?.minor).toBe(0n)
  })

  test('lets deals of its first stretch wait for their event', () => {
    const p = plan({ earnings: [tenth({ payable: { kind: 'OnEvent', event: 'payment', atOnce: '0' } })] })
    const [first] = twoVersions(p, { ...p, ...byDate }, '2026-02-01', [inJanuary('1000')])
    expect(first?.payment.minor).toBe(0n)
  })

  test('lets payout rules read what was earned in it', () => {
    const p = plan({
      earnings: [tenth()],
      payoutRules: [
        {
          kind: 'CapTogether',
          id: 'cap',
          title: 'Cap',
          cap: { kind: 'Earned', earning: 'commission' },
          excess: 'lost',
        },
      ],
    })
    const [first] = twoVersions(p, { ...p, ...byDate }, '2026-02-01', [inJanuary('1000')])
    expect([first?.payment.minor, first?.exceptions]).toEqual([10_000n, []])
  })

  test('is open where one of its versions is', () => {
    const amount: Expression = { kind: 'Quota', quota: 'none', span: { kind: 'Period' }, unit: 'money' }
    const prorated = { ...plan({ earnings: [earning(usd('9'))] }), changes: { plan: 'prorated' } } as const
    const [first] = twoVersions(plan({ earnings: [earning(amount)] }), prorated, '2026-02-01', [])
    expect(first?.earnings[0]?.minor).toBeNull()
  })
})

describe('a new version', () => {
  const sale = deal('1000', { externalId: 'SALE' })

  test('takes back what was earned under the one before', () => {
    const p = plan({ earnings: [tenth()] })
    const periods = twoVersions(p, { ...p, ...clawback() }, '2026-04-01', [sale, back('2026-05-01')])
    expect(periods.slice(0, 2).map((x) => x.earnings[0]?.minor)).toEqual([10_000n, -10_000n])
  })

  test('counts credits as the version that made them said', () => {
    const year: Partial<Plan> = {
      measures: [sumOf({ window: { kind: 'YearToDate' } })],
      earnings: [earning(measure('revenue'))],
    }
    const silent = plan({ ...year, credits: [ownerRule({ counts: 'neither' })] })
    const [, second] = twoVersions(silent, plan(year), '2026-04-01', [sale])
    expect(second?.earnings[0]?.minor).toBe(0n)
  })
})

describe('clawbacks', () => {
  const figures = (p: Plan, list: readonly Transaction[]) =>
    earned(p, facts(), list).result.periods.map((x) => [x.earnings[0]?.minor, x.payment.minor] as const)

  test('take back once for a reversal that is credited twice', () => {
    const p = plan({
      credits: [ownerRule(), ownerRule({ id: 'again', when: is('kind', 'churn') })],
      earnings: [tenth()],
      ...clawback({ share: '0.5' }),
    })
    const [, second] = figures(p, [deal('1000', { externalId: 'SALE' }), back('2026-05-01')])
    expect(second).toEqual([-5_000n, -5_000n])
  })

  test('are whole cents beside the running total, so that lines add up on both sides of 0', () => {
    const p = plan({ earnings: [tenth()], ...clawback() })
    const [first] = figures(p, [deal('0.05', { externalId: 'SALE' }), back('2026-02-01')])
    expect(first).toEqual([0n, 0n])
  })

  test('come first from what still waits for an event, the rest at once', () => {
    const p = plan({
      period: 'month',
      credits: [
        ownerRule({ when: is('kind', 'booking') }),
        ownerRule({ id: 'other', when: is('kind', 'churn') }),
        ownerRule({ id: 'cash', counts: 'neither', when: is('kind', 'payment') }),
      ],
      earnings: [tenth({ payable: { kind: 'OnEvent', event: 'payment', atOnce: '0.5' } })],
      ...clawback(),
    })
    const sale = deal('1000', { externalId: 'SALE' })
    const paid = deal('1', { kind: 'payment', reverses: 'SALE', creditedOn: '2026-02-01' })
    const payments = (...list: Transaction[]) =>
      figures(p, list)
        .slice(0, 4)
        .map(([, minor]) => minor)
    expect(payments(sale, back('2026-02-10'))).toEqual([5_000n, -5_000n, 0n, 0n])
    expect(payments(sale, paid, back('2026-03-10'))).toEqual([5_000n, 5_000n, -10_000n, 0n])
  })
})

test('a gate that is closed pays nothing, though what is behind it has no value', () => {
  const amount: Expression = { kind: 'Quota', quota: 'none', span: { kind: 'Period' }, unit: 'money' }
  const p = plan({ earnings: [earning(amount, { gate: { kind: 'YesNo', value: false } })] })
  const run = earned(p, facts(), [])
  expect([run.of('2026-Q1'), run.result.periods[0]?.exceptions]).toEqual(['0.00', []])
})

describe('payout rules', () => {
  const paid = (months: readonly string[], payoutRules: NonNullable<Plan['payoutRules']>, over: Partial<Plan> = {}) =>
    earned(
      plan({ period: 'month', earnings: [earning(times(pct('1'), credit), { per: 'credit' })], payoutRules, ...over }),
      facts(),
      months.map((amount, i) => deal(amount, { creditedOn: `2026-0${i + 1}-10` })),
    )
      .result.periods.slice(0, months.length)
      .map((p) => p.payment.minor / 100n)
  const draw = (amount: Expression, over: object) =>
    ({ kind: 'Draw', id: 'draw', title: 'Draw', amount, pays: 'upTo', ...over }) as never

  test('find what the rules before them did: a guarantee after a cap tops up what the cap left', () => {
    const cap = { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('300'), excess: 'lost' } as const
    expect(paid(['3000'], [cap, draw(usd('500'), {})])).toEqual([500n])
    expect(paid(['3000'], [draw(usd('500'), {}), cap])).toEqual([300n])
  })

  test('recover an advance without an end from what exceeds it, and from the period that is stated', () => {
    const recovery = { percent: '1', forgivenAtEnd: false }
    expect(paid(['3000', '3000'], [draw(usd('1000'), { pays: 'onTop', recovery })])).toEqual([4000n, 3000n])
    const early = { pays: 'onTop', periods: 3, recovery: { ...recovery, from: 2 } }
    expect(paid(['3000', '3000'], [draw(usd('1000'), early)])).toEqual([4000n, 3000n])
  })

  test('never draw less than nothing', () => {
    expect(
      paid(['10', '10'], [draw(usd('-5'), { pays: 'onTop', recovery: { percent: '1', forgivenAtEnd: false } })]),
    ).toEqual([10n, 10n])
  })

  test('forgive a draw at its end, though its last amount has no value', () => {
    const rule = draw(measure('revenue'), { periods: 2, recovery: { percent: '0', forgivenAtEnd: true } })
    const measures = [sumOf({ aggregate: 'latest', when: is('kind', 'booking') })]
    const { result } = earned(
      plan({ period: 'month', measures, earnings: [earning(usd('0'))], payoutRules: [rule] }),
      facts(),
      [deal('80', { creditedOn: '2026-01-10' })],
    )
    expect(result.periods.slice(0, 3).map((p) => p.payment.state.balances.get('draw') ?? 0n)).toEqual([
      8000n,
      8000n,
      0n,
    ])
  })
})

describe('quotes', () => {
  const ask = (p: Plan, extra: Transaction, list: readonly Transaction[], through: string, people = ['ann', 'bob']) => {
    const program = programOf(p)
    const versions = [{ program, effectiveFrom: '2026-01-01' }]
    const assignments = people.map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null }))
    const index = new FactIndex(facts({ assignments }))
    const credits = list.flatMap((t) => assignCredits(program.plain, 'plan', index, t).credits)
    const histories = new Map(people.map((who) => [who, credits.filter((c) => c.participant === who)]))
    const input = { plan: 'plan', versions, facts: index, through, deal: extra }
    const stateOf = (participant: string) =>
      calculate({ ...input, participant, credits: histories.get(participant) ?? [] }).state
    const added = (participant: string) => creditsOfDeal(input).credits.get(participant) ?? []
    return {
      together: quoteTogether(input, histories),
      fromState: quoteFromState(input, 'ann', added('ann'), stateOf('ann')),
      byReplay: quoteByReplay(input, 'ann', added('ann'), histories.get('ann') ?? []),
    }
  }
  const pay = (q: ParticipantQuote | undefined) => q && [q.payment.before, q.payment.after]

  test('in a contest move everybody, also whom the deal does not credit', () => {
    const p = plan({
      measures: [sumOf()],
      contests: [
        {
          kind: 'Contest',
          id: 'contest',
          title: 'Contest',
          measure: 'revenue',
          best: 'highest',
          ties: { kind: 'Pooled' },
          prizes: { kind: 'ByRank', prizes: ['10'] },
        },
      ],
    })
    const { together, fromState } = ask(p, deal('5'), [deal('3', { owner: 'bob' })], '2026-03-31')
    expect([pay(together.get('ann')), pay(together.get('bob')), fromState]).toEqual([
      [0n, 1000n],
      [1000n, 0n],
      undefined,
    ])
  })

  test('see deals of periods that have not begun', () => {
    const p = plan({ earnings: [tenth()] })
    const may = (amount: string) => deal(amount, { creditedOn: '2026-05-05' })
    const { fromState, byReplay } = ask(p, may('10'), [may('1000')], '2026-01-31')
    expect([fromState, pay(byReplay)]).toEqual([undefined, [10_000n, 10_100n]])
  })

  test('know what waits of the deals of a period', () => {
    const p = plan({ earnings: [tenth({ payable: { kind: 'OnEvent', event: 'payment', atOnce: '0' } })] })
    const { fromState, byReplay } = ask(p, deal('10'), [deal('1000')], '2026-01-31')
    expect([fromState, pay(byReplay)]).toEqual([undefined, [0n, 0n]])
  })

  test('have no figure where there is none with the deal and without', () => {
    const amount: Expression = { kind: 'Quota', quota: 'none', span: { kind: 'Period' }, unit: 'money' }
    const { fromState, byReplay } = ask(plan({ earnings: [earning(amount)] }), deal('1'), [], '2026-01-31')
    for (const quote of [fromState, byReplay])
      expect(quote?.earnings.map((e) => [e.before, e.after])).toEqual([[null, null]])
  })
})
