import type { Facts, Period, Plan, Transaction } from '#engine'
import { PRODUCTS } from './expressions.ts'
import type { Pick } from './pick.ts'

export const PEOPLE = ['ann', 'bob', 'cy', 'dee'] as const
const two = (n: number): string => String(n).padStart(2, '0')
const month = (n: number): string => (n > 12 ? '2027-01-01' : `2026-${two(n)}-01`)
const stretches = (kind: Period['kind'], months: number, name: (i: number) => string): Period[] =>
  Array.from({ length: 12 / months }, (_, i) => ({
    id: name(i + 1),
    kind,
    from: month(i * months + 1),
    to: month((i + 1) * months + 1),
  }))

const YEAR: readonly Period[] = [
  ...stretches('year', 12, () => '2026'),
  ...stretches('half-year', 6, (i) => `2026-H${i}`),
  ...stretches('quarter', 3, (i) => `2026-Q${i}`),
  ...stretches('month', 1, (i) => `2026-${two(i)}`),
]

/** From a day on, perhaps until another. */
const dated = (p: Pick, open = 60) => {
  if (p.chance(open)) return { from: '2026-01-01', to: null }
  const [from, to] = [p.day(), p.day()].sort() as [string, string]
  return p.chance(50) || from === to ? { from, to: null } : { from, to }
}
const who = (p: Pick): string => p.oneOf(...PEOPLE)

/** Cut points of the year into stretches that follow each other, perhaps with a gap. */
function cuts(p: Pick): { from: string; to: string }[] {
  const all = p.oneOf(
    ['2026-01-01', '2027-01-01'],
    ['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01', '2027-01-01'],
    ['2026-01-01', p.day(6), '2027-01-01'],
    ['2026-01-01', '2026-02-01', '2026-04-01', p.oneOf('2026-06-15', '2026-05-01'), '2027-01-01'],
  )
  const sorted = [...new Set(all)].sort()
  return sorted.slice(1).map((to, i) => ({ from: sorted[i]!, to }))
}

/** One title of a day at most, so that what somebody is called is one thing. */
function titles(p: Pick): Facts['titles'] {
  return PEOPLE.flatMap((participant) => {
    if (p.chance(15)) return []
    const on = p.day(6)
    if (p.chance(60) || on === '2026-01-01')
      return [{ participant, title: p.oneOf('rep', 'lead'), from: '2026-01-01', to: null }]
    return [
      { participant, title: 'rep', from: '2026-01-01', to: on },
      { participant, title: 'lead', from: on, to: null },
    ]
  })
}

/** One manager of a day at most; circles may come. */
function reportingLines(p: Pick): Facts['reportingLines'] {
  const chain = p.chance(85)
    ? [
        ['bob', 'ann'],
        ['cy', 'bob'],
        ['dee', p.oneOf('ann', 'bob')],
      ]
    : [
        ['ann', 'bob'],
        ['bob', 'cy'],
        ['cy', 'ann'],
      ]
  return chain
    .flatMap(([participant, manager]) => {
      if (p.chance(70)) return [{ participant: participant!, manager: manager!, from: '2026-01-01', to: null }]
      const on = p.day(6)
      if (on === '2026-01-01') return []
      return [
        { participant: participant!, manager: manager!, from: '2026-01-01', to: on },
        ...(p.chance(70)
          ? [{ participant: participant!, manager: p.oneOf('ann', 'cy', 'dee'), from: on, to: null }]
          : []),
      ]
    })
    .filter((l) => l.participant !== l.manager)
}

function quotas(p: Pick): Facts['quotas'] {
  return (['revenue', 'deals'] as const).flatMap((quota) => {
    const value = () =>
      quota === 'revenue' ? p.oneOf('1000', '9000', '333.33', '12000.5', '0') : p.oneOf('3', '10', '7.5')
    const own = PEOPLE.flatMap((participant) =>
      p.chance(80) ? cuts(p).map((s) => ({ quota, participant, title: null, ...s, value: value() })) : [],
    )
    const forTitles = p.chance(50)
      ? cuts(p).map((s) => ({ quota, participant: null, title: p.oneOf('rep', 'lead'), ...s, value: value() }))
      : []
    return [...own, ...forTitles].filter(() => p.chance(97))
  })
}

function parameters(p: Pick): Facts['parameters'] {
  return p.some(0, 4, () => {
    const parameter = p.oneOf('rate', 'factor', 'target')
    const value = parameter === 'target' ? p.decimal(3000) : p.share()
    const common = { parameter, value, ...dated(p, 40) }
    switch (p.int(0, 2)) {
      case 0:
        return { ...common, scope: 'all' as const }
      case 1:
        return { ...common, scope: 'title' as const, title: p.oneOf('rep', 'lead') }
      default:
        return { ...common, scope: 'participant' as const, participant: who(p) }
    }
  })
}

/** Facts of which at most one holds where a question has one answer; the first stated stays. */
function withoutOverlap<T extends { from: string; to: string | null }>(list: readonly T[], key: (x: T) => string): T[] {
  return list.filter((x, i) =>
    list
      .slice(0, i)
      .every((y) => key(x) !== key(y) || (y.to !== null && y.to <= x.from) || (x.to !== null && x.to <= y.from)),
  )
}

export function facts(p: Pick, plan: Plan): Facts {
  const inputs = PEOPLE.flatMap((participant) =>
    YEAR.filter((s) => s.kind === plan.period && p.chance(85)).map((s) => ({
      measure: 'nps',
      participant,
      from: s.from,
      to: s.to,
      value: p.decimal(100, 10),
    })),
  )
  return {
    calendar: p.chance(92) ? YEAR : YEAR.filter((s) => s.kind === plan.period || s.kind === 'year'),
    titles: titles(p),
    reportingLines: reportingLines(p),
    territories: p.some(0, 2, (i) => ({
      id: ['north', 'south'][i]!,
      when: [
        {
          field: p.oneOf('product', 'segment', 'account', 'kind'),
          oneOf: p.some(1, 3, () => p.oneOf(...PRODUCTS, 'small', 'acme', 'booking')),
        },
      ],
      owners: p.some(1, 2, (j) => ({ participant: PEOPLE[(i + j) % 4]!, ...dated(p) })),
    })),
    quotas: quotas(p),
    parameters: withoutOverlap(parameters(p), (x) =>
      [x.parameter, x.scope, 'title' in x ? x.title : '', 'participant' in x ? x.participant : ''].join(),
    ),
    assignments: PEOPLE.filter(() => p.chance(93)).map((participant) => ({
      plan: 'plan',
      participant,
      ...dated(p, 85),
    })),
    teams: withoutOverlap(
      p.some(0, 3, () => ({
        team: 'overlay',
        participant: who(p),
        share: p.oneOf('0.2', '0.5', '1', '0.333'),
        ...dated(p),
      })),
      (x) => x.participant,
    ),
    inputs,
    rates: p.some(0, 3, (i) => ({
      rateType: 'daily',
      from: 'EUR',
      to: plan.currency,
      on: `2026-0${i + 1}-0${i + 1}`,
      rate: p.oneOf('1.1', '1.2345', '0.98', '131.07'),
    })),
    participantIds: { 'E-1': 'ann' },
  }
}

export function deals(p: Pick, currency: string, most = 25): Transaction[] {
  const list = p.some(0, most, (i) => deal(p, currency, `D${two(i)}`))
  return list.map((t) => (p.chance(28) && list.length > 1 ? referring(p, t, p.oneOf(...list)) : t))
}

export function deal(p: Pick, currency: string, externalId: string): Transaction {
  const creditedOn = p.oneOf(p.day(6), p.day(6), p.day(6), '2026-01-31', '2026-02-01', '2026-03-31', '2026-01-15')
  const fields: Record<string, string | boolean | null> = {}
  const put = (id: string, value: () => string | boolean) => {
    if (p.chance(95)) fields[id] = p.chance(96) ? value() : null
  }
  put('cost', () => p.decimal(500, 10))
  put('score', () => p.decimal(10, 10))
  put('margin', () => p.share())
  put('seats', () => String(p.int(0, 30)))
  put('segment', () => p.oneOf('small', 'alpha', 'rep', ''))
  put('tier', () => p.oneOf('alpha', 'beta', 'gold'))
  put('strategic', () => p.chance(60))
  put('signed', () => p.day())
  const parts = p.oneOf<[string, string][]>(
    [],
    [['seller', '1']],
    [
      ['seller', '0.5'],
      ['engineer', '0.5'],
    ],
    [
      ['seller', '0.333333'],
      ['seller', '0.333333'],
      ['engineer', '0.333334'],
    ],
    [
      ['seller', '0.8'],
      ['engineer', '0.8'],
    ],
  )
  return {
    id: `txn_${externalId}`,
    source: p.oneOf('crm', 'crm', 'crm', 'erp'),
    externalId,
    kind: p.oneOf('booking', 'booking', 'renewal', 'payment', 'churn'),
    occurredOn: p.chance(70) ? creditedOn : p.day(6),
    creditedOn,
    owner: p.chance(95) ? who(p) : null,
    team: parts.map(([role, share], i) => ({ role, share, participant: PEOPLE[(i + p.int(0, 3)) % 4]! })),
    account: p.oneOf('acme', 'alpha', null),
    product: p.oneOf(...PRODUCTS, null),
    amount: p.chance(96) ? p.decimal(9000, 12) : null,
    currency: p.chance(85) ? currency : p.oneOf('EUR', 'EUR', null),
    quantity: p.chance(90) ? p.decimal(40, 5) : null,
    fields,
  }
}

/** A deal that reverses another, or tells something of it. */
function referring(p: Pick, t: Transaction, original: Transaction): Transaction {
  if (t.externalId === original.externalId) return t
  const negated =
    original.amount === null ? null : original.amount.startsWith('-') ? original.amount.slice(1) : `-${original.amount}`
  return {
    ...t,
    source: p.chance(95) ? original.source : t.source,
    kind: p.oneOf('churn', 'churn', 'payment', 'booking'),
    amount: p.chance(70) && !/^-?[0.]+$/.test(negated ?? '0') ? negated : t.amount,
    currency: original.currency,
    owner: p.chance(80) ? original.owner : t.owner,
    team: p.chance(60) ? original.team : t.team,
    creditedOn: t.creditedOn > original.creditedOn || p.chance(20) ? t.creditedOn : original.creditedOn,
    reverses: p.chance(97) ? original.externalId : 'unknown',
    ...p.maybe(85, 'reversed', () => ({
      creditedOn: original.creditedOn,
      owner: original.owner,
      team: original.team,
    })),
  }
}
