import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  type Credit,
  calculate,
  calculateAll,
  comparesParticipants,
  exactToText,
  FactIndex,
  type Facts,
  type Plan,
  periodsUnder,
  type Transaction,
  type Version,
  versionOn,
} from '#engine'
import { segmentsOf, sortCredits, versionFor } from '#engine/calculate/calculate'
import {
  CALENDAR,
  credit,
  deal,
  earning,
  facts,
  measure,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../../support/plans.ts'
import { programOf } from '../../support/run-plan.ts'

type Change = NonNullable<NonNullable<Plan['changes']>['plan']>
const bonus = (amount: string, change?: Change, over: Partial<Plan> = {}) =>
  plan({ earnings: [earning(usd(amount))], ...(change ? { changes: { plan: change } } : {}), ...over })
const since = (effectiveFrom: string, p: Plan = bonus('1')): Version => ({ program: programOf(p), effectiveFrom })
const period = (id: string) => CALENDAR.find((p) => p.id === id)!
const [Q1, Q2] = [period('2026-Q1'), period('2026-Q2')]

function run(
  versions: readonly Version[],
  list: readonly Transaction[] = [],
  given: Partial<Facts> = {},
  through = '2026-12-31',
) {
  const index = new FactIndex(facts(given))
  const credits = list.flatMap((t) => {
    const version = versionOn(versions, index, t.creditedOn)
    return version ? assignCredits(version.program.plain, 'plan', index, t).credits : []
  })
  return calculate({ plan: 'plan', versions, facts: index, participant: 'ann', credits, through })
}
const minors = ({ periods }: ReturnType<typeof run>, at = 0) =>
  Object.fromEntries(periods[at]?.earnings.map((e) => [e.earning, e.minor]) ?? [])

describe('the version of a period', () => {
  test('is the latest that holds on its first day, else the first that begins in it', () => {
    const [early, late, inside, inside2] = [
      since('2025-01-01'),
      since('2026-01-01'),
      since('2026-02-01'),
      since('2026-03-01'),
    ]
    expect(versionFor([late, early, inside], Q1)).toBe(late)
    expect(versionFor([inside, early], Q1)).toBe(early)
    expect(versionFor([inside2, inside], Q1)).toBe(inside)
    expect(versionFor([since('2026-04-01')], Q1)).toBeUndefined()
    expect(versionFor([], Q1)).toBeUndefined()
  })

  test('is asked for each period that the participant is assigned in and that has begun', () => {
    const ids = (from: string, to: string | null, through: string, versions = [since('2026-01-01')]) =>
      periodsUnder({
        plan: 'plan',
        versions,
        facts: new FactIndex(facts({ assignments: [{ plan: 'plan', participant: 'ann', from, to }] })),
        participant: 'ann',
        through,
      }).map((p) => p.id)
    expect(ids('2026-02-01', null, '2026-12-31')).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
    expect(ids('2026-04-01', '2026-10-01', '2026-12-31')).toEqual(['2026-Q2', '2026-Q3'])
    expect(ids('2026-03-31', '2026-04-02', '2026-12-31')).toEqual(['2026-Q1', '2026-Q2'])
    expect(ids('2026-01-01', null, '2026-04-01')).toEqual(['2026-Q1', '2026-Q2'])
    expect(ids('2026-01-01', null, '2026-03-31')).toEqual(['2026-Q1'])
    expect(ids('2026-01-01', null, '2026-12-31', [since('2026-09-30')])).toEqual(['2026-Q3', '2026-Q4'])
    expect(ids('2026-01-01', null, '2026-12-31', [])).toEqual([])
  })
})

describe('a period is cut where a version begins that says so', () => {
  const cut = (versions: readonly Version[], of = Q1) =>
    segmentsOf(versions, of).map((s) => `${s.from} ${s.to} ${exactToText(s.factor)} v${versions.indexOf(s.version)}`)
  const first = since('2026-01-01')

  test('and else stays whole under the version of its first day', () => {
    expect(cut([first, since('2026-02-01')])).toEqual(['2026-01-01 2026-04-01 1 v0'])
    expect(cut([first, since('2026-02-01', bonus('1', 'period start'))])).toEqual(['2026-01-01 2026-04-01 1 v0'])
    expect(cut([since('2026-04-01')])).toEqual([])
  })

  test('into stretches whose parts add up to the whole', () => {
    const [second, third] = [
      since('2026-02-01', bonus('1', 'prorated')),
      since('2026-03-01', bonus('1', 'transaction date')),
    ]
    expect(cut([first, second])).toEqual(['2026-01-01 2026-02-01 31/90 v0', '2026-02-01 2026-04-01 59/90 v1'])
    const all = [third, second, first]
    expect(cut(all)).toEqual([
      '2026-01-01 2026-02-01 31/90 v2',
      '2026-02-01 2026-03-01 14/45 v1',
      '2026-03-01 2026-04-01 31/90 v0',
    ])
    expect(segmentsOf(all.toReversed(), Q1)).toEqual(segmentsOf(all, Q1))
  })

  test('not at its own edges, and not by a version that is the first in it', () => {
    const [atStart, atEnd] = [since('2026-01-01', bonus('1', 'prorated')), since('2026-04-01', bonus('1', 'prorated'))]
    expect(cut([since('2025-01-01'), atStart, atEnd])).toEqual(['2026-01-01 2026-04-01 1 v1'])
    expect(cut([since('2026-02-01', bonus('1', 'prorated'))])).toEqual(['2026-01-01 2026-04-01 1 v0'])
    expect(cut([since('2025-01-01', bonus('1', 'prorated')), first])).toEqual(['2026-01-01 2026-04-01 1 v1'])
  })

  test('and a transaction is credited by the version of its day', () => {
    const versions = [first, since('2026-02-01', bonus('1', 'transaction date'))]
    const index = new FactIndex(facts())
    const on = (date: string, of = versions) => {
      const version = versionOn(of, index, date)
      return version && of.indexOf(version)
    }
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-03-31'), on('2026-04-01')]).toEqual([0, 1, 1, 1])
    expect(on('2026-03-31', [since('2026-04-01')])).toBeUndefined()
    expect([on('2025-12-31'), on('2027-01-01'), on('2026-01-31', [])]).toEqual([undefined, undefined, undefined])
  })
})

describe('a period under two versions', () => {
  test('pays what is earned per period in proportion to days, or by the last version alone', () => {
    const versions = (change: Change) => [since('2026-01-01', bonus('90')), since('2026-02-01', bonus('180', change))]
    expect(minors(run(versions('prorated')))).toEqual({ commission: 3100n + 11_800n })
    expect(minors(run(versions('transaction date')))).toEqual({ commission: 18_000n })
    expect(minors(run(versions('period start')))).toEqual({ commission: 9000n })
    expect(minors(run(versions('period start')), 1)).toEqual({ commission: 18_000n })
  })

  test('prorated parts are exact, rounded once, in the mode of the last version that has the earning', () => {
    const rounded = (mode: 'down' | 'up') => earning(usd('0.05'), { rounding: { mode, basis: 'running' } })
    const versions = [
      since('2026-01-01', bonus('0.05')),
      since('2026-02-01', bonus('0', 'prorated', { earnings: [rounded('down')] })),
    ]
    expect(minors(run(versions))).toEqual({ commission: 5n })
    const odd = (mode: 'down' | 'up') => [
      since('2026-01-01', bonus('1')),
      since('2026-02-01', bonus('0', 'prorated', { earnings: [{ ...rounded(mode), amount: usd('0') }] })),
    ]
    // 31/90 of 1.00 is 0.3444…
    expect([minors(run(odd('down'))), minors(run(odd('up')))]).toEqual([{ commission: 34n }, { commission: 35n }])
    const half = [since('2026-01-01', bonus('0.01')), since('2026-02-15', bonus('0', 'prorated', { earnings: [] }))]
    // Half of a cent, 45 of 90 days, of an earning that only the first version has.
    expect(minors(run(half))).toEqual({ commission: 1n })
  })

  test('each earning is rounded in its own mode', () => {
    const of = (id: string, amount: string, mode: 'down' | 'up' | 'half-up') =>
      earning(usd(amount), { id, rounding: { mode, basis: 'running' } })
    const before = [of('one', '1', 'half-up'), of('two', '1', 'half-up'), of('three', '1', 'up')]
    const after = [of('one', '0', 'down'), of('two', '0', 'up')]
    const versions = [
      since('2026-01-01', bonus('0', undefined, { earnings: before })),
      since('2026-02-01', bonus('0', 'prorated', { earnings: after })),
    ]
    // 31/90 of 1.00 each: the modes of the second version, and of the first for what only that one has.
    expect(minors(run(versions))).toEqual({ one: 34n, two: 35n, three: 35n })
  })

  test('tells what each adds: its figure times its part of the days', () => {
    const versions = [since('2026-01-01', bonus('90')), since('2026-02-01', bonus('180', 'prorated'))]
    const input = {
      plan: 'plan',
      versions,
      facts: new FactIndex(facts()),
      participant: 'ann',
      credits: [],
      through: '2026-01-01',
    }
    const [explained] = calculate({ ...input, explain: Q1.id }).periods
    const steps = explained?.earnings[0]?.steps
    expect(steps?.map((s) => [s.kind, s.label, s.value?.text])).toEqual([
      ['Version', '2026-01-01', '31'],
      ['Version', '2026-02-01', '118'],
    ])
    expect(steps?.map((s) => s.steps.map((x) => [x.kind, x.value?.text]))).toEqual([
      [
        ['VersionFigure', '90'],
        ['DaysShare', '31/90'],
      ],
      [
        ['VersionFigure', '180'],
        ['DaysShare', '59/90'],
      ],
    ])
  })

  test('an earning that only one of them has is that one’s', () => {
    const two = (change: Change) => {
      const other = plan({ earnings: [earning(usd('90'), { id: 'other' })], changes: { plan: change } })
      return [since('2026-01-01', bonus('90')), since('2026-02-01', other)]
    }
    expect(minors(run(two('prorated')))).toEqual({ commission: 3100n, other: 5900n })
    expect(minors(run(two('transaction date')))).toEqual({ other: 9000n })
  })

  test('lines are each version’s of its own stretch, whatever is prorated', () => {
    const rate = (of: string, change?: Change) =>
      plan({
        earnings: [earning(times(pct(of), credit), { per: 'credit' }), earning(usd('90'), { id: 'bonus' })],
        ...(change ? { changes: { plan: change } } : {}),
      })
    const list = [
      deal('100', { creditedOn: '2026-01-31' }),
      deal('100', { creditedOn: '2026-02-01' }),
      deal('100', { creditedOn: '2026-03-31' }),
    ]
    for (const change of ['prorated', 'transaction date'] as const) {
      const result = run([since('2026-01-01', rate('0.1')), since('2026-02-01', rate('0.2', change))], list)
      expect(minors(result)).toEqual({ commission: 5000n, bonus: 9000n })
      expect(result.periods[0]?.lines.map((l) => l.minor)).toEqual([1000n, 2000n, 2000n])
      expect(result.periods[0]?.earnings[0]?.exact).toEqual({ n: 5000n, d: 100n })
      expect(result.periods[0]?.version.effectiveFrom).toBe('2026-02-01')
    }
  })

  test('is open where the value of either is, and only for that earning', () => {
    const missing = { kind: 'Parameter', parameter: 'none' } as const
    const parameters: Plan['parameters'] = [
      { kind: 'Parameter', id: 'none', title: 'None', type: 'money', default: null },
    ]
    const open = bonus('0', 'prorated', {
      parameters,
      earnings: [earning(missing), earning(usd('90'), { id: 'other' })],
    })
    const whole = bonus('0', 'prorated', { earnings: [earning(usd('90')), earning(usd('90'), { id: 'other' })] })
    for (const [one, two] of [
      [open, whole],
      [whole, open],
    ] as const) {
      const result = run([since('2026-01-01', one), since('2026-02-01', two)])
      expect(minors(result)).toEqual({ commission: null, other: 9000n })
      expect(result.periods[0]?.earnings[0]).toMatchObject({ exact: null, uncapped: null })
      expect(result.periods[0]?.exceptions.map((x) => x.path)).toEqual(['/earnings/0/amount'])
    }
  })
})

describe('a version that takes over', () => {
  const year = (change: Partial<Plan> = {}) =>
    plan({ measures: [sumOf({ window: { kind: 'YearToDate' } })], earnings: [earning(measure('revenue'))], ...change })

  test('measures the periods before as if it had always held', () => {
    const flat = plan({ measures: [sumOf()], earnings: [earning(usd('1'))] })
    const list = ['2026-01-10', '2026-04-10', '2026-07-10'].map((creditedOn) => deal('100', { creditedOn }))
    const result = run([since('2026-01-01', flat), since('2026-07-01', year())], list)
    expect([0, 1, 2, 3].map((at) => minors(result, at).commission)).toEqual([100n, 100n, 30_000n, 30_000n])
  })

  test('rounds its running total over what it paid on itself', () => {
    const tenth = (change: Partial<Plan> = {}) =>
      plan({
        measures: [sumOf({ window: { kind: 'YearToDate' } })],
        tables: [table('marginal', 'money', [['0', pct('0.1')]])],
        earnings: [earning(running('slice'), { per: 'credit' })],
        ...change,
      })
    const list = ['2026-01-10', '2026-02-10', '2026-05-10'].map((creditedOn) => deal('0.04', { creditedOn }))
    const versions = [
      since('2026-01-01', tenth()),
      since('2026-02-01', tenth({ changes: { plan: 'transaction date' } })),
    ]
    // 0.004 each. The second pays on February and May: 0.008 are a cent, which May brings.
    const result = run(versions, list)
    expect([minors(result), minors(result, 1)]).toEqual([{ commission: 0n }, { commission: 1n }])
  })

  test('counts a credit as the version of its day says', () => {
    const silent = year({ credits: [ownerRule({ counts: 'pay only' })] })
    const list = [deal('100', { creditedOn: '2026-01-10' }), deal('20', { creditedOn: '2026-04-10' })]
    expect(minors(run([since('2026-01-01', silent), since('2026-04-01', year())], list), 1)).toEqual({
      commission: 2000n,
    })
    expect(minors(run([since('2026-01-01', year()), since('2026-04-01', silent)], list), 1)).toEqual({
      commission: 10_000n,
    })
  })

  test('goes on with what payments carried', () => {
    const least = (change: Partial<Plan>) =>
      plan({ payoutRules: [{ kind: 'MinimumPayment', id: 'least', title: 'Least', amount: usd('50') }], ...change })
    const [small, large] = [least({ earnings: [earning(usd('30'))] }), least({ earnings: [earning(usd('20'))] })]
    const { periods } = run([since('2026-01-01', small), since('2026-04-01', large)])
    expect(periods.slice(0, 3).map((p) => p.payment.minor)).toEqual([0n, 5000n, 0n])
  })
})

describe('the order of credits', () => {
  test('is by credit date, event date, source, external id, and then the rule', () => {
    const of = (rule: string, t: Partial<Transaction>): Credit =>
      ({ rule, transaction: { creditedOn: '2', occurredOn: '2', source: 'b', externalId: 'b', ...t } }) as Credit
    const ordered = [
      of('z', { creditedOn: '1', occurredOn: '9', source: 'z', externalId: 'z' }),
      of('z', { occurredOn: '1', source: 'z', externalId: 'z' }),
      of('z', { source: 'a', externalId: 'z' }),
      of('z', { externalId: 'a' }),
      of('a', {}),
      of('b', {}),
      of('c', {}),
    ]
    expect(sortCredits(ordered.toReversed())).toEqual(ordered)
    expect(sortCredits([3, 0, 6, 1, 5, 2, 4].map((i) => ordered[i]!))).toEqual(ordered)
    expect(sortCredits([5, 6, 4, 0, 2, 1, 3].map((i) => ordered[i]!))).toEqual(ordered)
  })
})

test('a plan compares participants where it ranks them, or has a contest', () => {
  const rank = { kind: 'Rank', measure: 'revenue', best: 'highest' } as const
  const contests: Plan['contests'] = [
    {
      kind: 'Contest',
      id: 'contest',
      title: 'Contest',
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['1'] },
    },
  ]
  const measures = [sumOf()]
  const compares = (...plans: Plan[]) => comparesParticipants(plans.map((p) => since('2026-01-01', p)))
  expect(compares(plan({ measures }))).toBe(false)
  expect(compares(plan({ measures, contests }))).toBe(true)
  expect(compares(plan({ measures }), plan({ measures, earnings: [earning(times(usd('1'), rank))] }))).toBe(true)
})

describe('everybody of a plan', () => {
  const everybody = (versions: readonly Version[], sales: Readonly<Record<string, string>>) => {
    const people = Object.keys(sales)
    const assignments = people.map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null }))
    const index = new FactIndex(facts({ assignments }))
    const credits = people.map((owner) => {
      const t = deal(sales[owner]!, { owner, creditedOn: '2026-03-15' })
      const version = versionOn(versions, index, t.creditedOn)!
      return [owner, assignCredits(version.program.plain, 'plan', index, t).credits] as const
    })
    const all = calculateAll({ plan: 'plan', versions, facts: index, through: '2026-06-30' }, new Map(credits))
    return (at: number) => Object.fromEntries([...all].map(([who, run]) => [who, minors(run, at)]))
  }
  const rank = (best: 'highest' | 'lowest', id = 'revenue') => ({ kind: 'Rank', measure: id, best }) as const
  const contest = (id: string, over: object = {}) =>
    ({
      kind: 'Contest',
      id,
      title: id,
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['10'] },
      ...over,
    }) as NonNullable<Plan['contests']>[number]
  const onlyFirst = {
    best: 'lowest',
    eligible: { kind: 'Compare', op: '=', left: rank('highest'), right: { kind: 'Number', value: '1' } },
  }
  const year = sumOf({ window: { kind: 'YearToDate' } })

  test('is ranked by each version of a period on its own figures', () => {
    const ranked = (change?: Change) =>
      plan({
        measures: [sumOf()],
        earnings: [earning(times(usd('90'), rank('highest')))],
        ...(change ? { changes: { plan: change } } : {}),
      })
    const versions = [
      since('2026-01-01', ranked()),
      since('2026-02-01', ranked('prorated')),
      since('2026-03-01', ranked('prorated')),
    ]
    expect(everybody(versions, { ann: '5', bob: '9' })(0)).toEqual({
      ann: { commission: 18_000n },
      bob: { commission: 9000n },
    })
  })

  // The lowest wins, among those who rank first: before ranks are known that is everybody.
  test('takes part in a contest as ranks decide, in whichever contest or version that stands', () => {
    const both = plan({ measures: [year], contests: [contest('open'), contest('leader', onlyFirst)] })
    expect(everybody([since('2026-01-01', both)], { ann: '5', bob: '9' })(0)).toEqual({
      ann: { open: 0n, leader: 0n },
      bob: { open: 1000n, leader: 1000n },
    })
    const versions = [since('2026-01-01', plan({ measures: [year] })), since('2026-04-01', both)]
    expect(everybody(versions, { ann: '5', bob: '9' })(1)).toEqual({
      ann: { open: 0n, leader: 0n },
      bob: { open: 1000n, leader: 1000n },
    })
  })

  test('who has no period under the plan has no figure', () => {
    const index = new FactIndex(facts())
    const input = { plan: 'plan', versions: [since('2026-01-01')], facts: index, through: '2026-06-30' }
    expect(calculate({ ...input, participant: 'nobody', credits: [] })).toEqual({ periods: [], state: undefined })
  })
})

test('steps are kept for the period that is asked for, and for no other', () => {
  const versions = [since('2026-01-01', plan({ measures: [sumOf()], earnings: [earning(measure('revenue'))] }))]
  const index = new FactIndex(facts())
  const input = { plan: 'plan', versions, facts: index, participant: 'ann', credits: [], through: '2026-06-30' }
  const steps = (explain?: string) =>
    calculate({ ...input, ...(explain ? { explain } : {}) }).periods.map((p) => p.earnings[0]?.steps.length)
  expect([steps(), steps(Q1.id), steps(Q2.id)]).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
  ])
})
