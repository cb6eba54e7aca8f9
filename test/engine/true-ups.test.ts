import { describe, expect, test } from 'vitest'
import { type Facts, type Period, simulate, type TrueUp, trueUps, type World } from '#engine'
import {
  credit,
  deal,
  earning,
  facts,
  measure,
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
const earnings = (list: readonly TrueUp[]) =>
  list.filter((t) => t.of.kind === 'earning').map((t) => [t.period, t.minor, t.reason.kind])

describe('true-ups', () => {
  test('a late deal moves its own period and the later ones, each named', () => {
    const late = deal('300', { externalId: 'C', creditedOn: '2026-03-01' })
    const found = trueUps(world(), world({ transactions: [...world().transactions, late] }))
    const reason = { kind: 'transaction', change: 'late', source: 'test', externalId: 'C' }
    const figures = [
      { kind: 'earning', earning: 'commission' },
      { kind: 'payable', earning: 'commission' },
      { kind: 'payment' },
    ]
    expect(found).toEqual([
      ...figures.map((of) => ({ participant: 'ann', period: '2026-Q1', of, minor: 2_000n, reason })),
      ...figures.map((of) => ({ participant: 'ann', period: '2026-Q2', of, minor: 1_000n, reason })),
    ])
  })

  test('a correction, a deal taken back, and one that is only sent again', () => {
    const [a, b] = world().transactions
    const corrected = { ...(a as NonNullable<typeof a>), amount: '700' }
    const again = { ...(b as NonNullable<typeof b>), id: 'another' }
    expect(
      trueUps(world(), world({ transactions: [corrected, again] }))
        .filter((t) => t.of.kind === 'earning')
        .map((t) => [t.period, t.minor, t.reason]),
    ).toEqual([
      ['2026-Q1', -500n, { kind: 'transaction', change: 'corrected', source: 'test', externalId: 'A' }],
      ['2026-Q2', -500n, { kind: 'transaction', change: 'corrected', source: 'test', externalId: 'A' }],
    ])
    const back = trueUps(world(), world({ transactions: [again] }))
    expect(back.filter((t) => t.of.kind === 'earning').map((t) => t.reason)).toMatchObject([
      { kind: 'transaction', change: 'taken back', externalId: 'A' },
      { kind: 'transaction', change: 'taken back', externalId: 'A' },
    ])
  })

  test('a retroactive change of quota and of plan, each for itself', () => {
    const after = world({
      versions: [{ program: programOf(tiers('0.2')), effectiveFrom: '2026-01-01' }],
      facts: facts({ quotas: [quota('900', { to: '2027-01-01' })] as never }),
    })
    expect(earnings(trueUps(world(), after))).toEqual([
      ['2026-Q2', 2_000n, 'plan'],
      ['2026-Q2', 1_500n, 'quota'],
    ])
  })

  test('a correction of the calendar tells what moved between its periods', () => {
    const months = (cut: string): Period[] => [
      { id: '2026-01', kind: 'month', from: '2026-01-01', to: cut },
      { id: '2026-02', kind: 'month', from: cut, to: '2026-03-01' },
    ]
    const flat = plan({ period: 'month', earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })] })
    const cut = (day: string) =>
      world({
        versions: [{ program: programOf(flat), effectiveFrom: '2026-01-01' }],
        facts: facts({ calendar: months(day) }),
        transactions: [deal('500', { externalId: 'A', creditedOn: '2026-01-31' })],
      })
    expect(earnings(trueUps(cut('2026-02-01'), cut('2026-01-31')))).toEqual([
      ['2026-01', -5_000n, 'calendar'],
      ['2026-02', 5_000n, 'calendar'],
    ])
  })

  test('an id that is corrected tells what it credits to somebody else', () => {
    const split = plan({
      credits: [{ ...ownerRule(), to: { kind: 'Split', shares: [{ participant: 'E-1', share: '1' }] } }],
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    })
    const named = (id: string) =>
      world({
        versions: [{ program: programOf(split), effectiveFrom: '2026-01-01' }],
        facts: facts({
          participantIds: { 'E-1': id },
          assignments: ['ann', 'bob'].map((participant) => ({
            plan: 'plan',
            participant,
            from: '2026-01-01',
            to: null,
          })),
        }),
        transactions: [deal('500', { externalId: 'A', creditedOn: '2026-02-01' })],
      })
    const found = trueUps(named('ann'), named('bob')).filter((t) => t.of.kind === 'earning')
    expect(found.map((t) => [t.participant, t.minor, t.reason.kind])).toEqual([
      ['ann', -5_000n, 'participant id'],
      ['bob', 5_000n, 'participant id'],
    ])
  })

  test('one transaction that stands twice is told under the last reason', () => {
    const twice = world({
      transactions: world().transactions.flatMap((t, i) => (i === 1 ? [t, { ...t, id: 'two' }] : [t])),
    })
    expect(earnings(trueUps(world(), twice))).toEqual([['2026-Q2', 4_000n, 'other']])
  })

  test('a figure that loses its quota is open, and moves no money', () => {
    const found = trueUps(world(), world({ facts: facts() }))
    expect(earnings(found)).toEqual([
      ['2026-Q1', null, 'quota'],
      ['2026-Q2', null, 'quota'],
    ])
    expect(found.filter((t) => t.minor !== null)).toEqual([])
    const perPeriod = (quotas: Facts['quotas']) => {
      const attained = plan({
        measures: [sumOf()],
        earnings: [earning(times(usd('16.13'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
      })
      return world({
        versions: [{ program: programOf(attained), effectiveFrom: '2026-01-01' }],
        facts: facts({ quotas }),
        transactions: [deal('1000', { externalId: 'A', creditedOn: '2026-02-01' })],
        through: '2026-03-31',
      })
    }
    const lost = trueUps(perPeriod([quota('1000')] as never), perPeriod([]))
    expect(earnings(lost)).toEqual([['2026-Q1', null, 'quota']])
    expect(lost.filter((t) => t.minor !== null)).toEqual([])
    // Found again, what was never posted is posted.
    expect(earnings(trueUps(perPeriod([]), perPeriod([quota('1000')] as never)))).toEqual([
      ['2026-Q1', 1_613n, 'quota'],
    ])
  })

  test('a deal that cannot be credited leaves the period open, whatever else is known of it', () => {
    const broken = deal('300', { externalId: 'C', creditedOn: '2026-03-01', amount: null })
    const found = trueUps(world(), world({ transactions: [...world().transactions, broken] }))
    expect(found.map((t) => t.minor).filter((minor) => minor !== null)).toEqual([])
    expect(earnings(found)).toEqual([['2026-Q1', null, 'transaction']])
  })

  test('a draw that is raised afterwards moves what is paid, what rules did, and later recoveries', () => {
    const drawn = plan({
      parameters: [{ kind: 'Parameter', id: 'draw', title: 'Draw', type: 'money', default: '1000' }],
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
      payoutRules: [
        {
          kind: 'Draw',
          id: 'draw',
          title: 'Draw',
          amount: { kind: 'Parameter', parameter: 'draw' },
          pays: 'upTo',
          periods: 1,
          recovery: { percent: '1', forgivenAtEnd: false },
        },
      ],
    })
    const raised = (parameters: Facts['parameters']) =>
      world({
        versions: [{ program: programOf(drawn), effectiveFrom: '2026-01-01' }],
        facts: facts({ parameters }),
        transactions: [deal('20000', { externalId: 'A', creditedOn: '2026-05-01' })],
        through: '2026-06-30',
      })
    const more = { parameter: 'draw', value: '1500', scope: 'all', from: '2026-01-01', to: null } as const
    const reason = { kind: 'parameter' }
    const of = (rule: string, what: string) => ({ kind: 'rule', rule, what })
    expect(trueUps(raised([]), raised([more])).map((t) => [t.period, t.of, t.minor, t.reason])).toEqual([
      ['2026-Q1', { kind: 'payment' }, 50_000n, reason],
      ['2026-Q1', of('draw', 'draw'), 50_000n, reason],
      ['2026-Q2', { kind: 'payment' }, -50_000n, reason],
      ['2026-Q2', of('draw', 'recovered'), -50_000n, reason],
    ])
  })

  test('a period that has only begun since is new, and no correction', () => {
    expect(trueUps(world({ through: '2026-03-31' }), world())).toEqual([])
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
    // Both deals need the quota: nothing is earned on them, and that is no figure to rely on.
    expect([without.total, without.open]).toEqual([0n, 2])
    const flat = plan({ measures: [sumOf()], earnings: [earning(times(pct('0.1'), measure('revenue')))] })
    expect(simulate(world(), { versions: [{ program: programOf(flat), effectiveFrom: '2026-01-01' }] }).total).toBe(
      12_000n,
    )
  })

  test('a deal that crediting drops is open, and listed', () => {
    const dropped = simulate(world(), {
      transactions: (list) => list.map((t) => (t.externalId === 'A' ? { ...t, amount: null } : t)),
    })
    expect(dropped.open).toBe(1)
    expect(dropped.exceptions).toMatchObject([{ transaction: 'txn_A', participant: 'ann', path: '/credits/0/amount' }])
  })

  test('a figure without a value is open, once', () => {
    const attained = plan({
      measures: [sumOf()],
      earnings: [earning(times(usd('1'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    })
    const one = simulate(world({ through: '2026-03-31' }), {
      versions: [{ program: programOf(attained), effectiveFrom: '2026-01-01' }],
      facts: { quotas: [] },
    })
    expect([one.figures.map((f) => f.minor), one.open]).toEqual([[null], 1])
  })
})
