import { describe, expect, test } from 'vitest'
import { calculateAll, type Expression, FactIndex, type Plan } from '#engine'
import {
  credit,
  deal,
  earning,
  facts,
  field,
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
