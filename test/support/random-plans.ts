import type { CreditRule, Earning, Expression, Facts, Measure, Plan, RoundingMode, Transaction } from '#engine'
import { Dice } from './random.ts'

/** Well-typed plans, populations and transactions from a seed: for proving that fast forms agree with the reference. */

type Scope = 'transaction' | 'credit' | 'line' | 'period' | 'band'

const MODES: readonly RoundingMode[] = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']
const PRODUCTS = ['core', 'addon', 'services', 'other']
const REGIONS = ['north', 'south', 'east']
export const PERSONS = ['ann', 'bob', 'cy', 'dee', 'eve', 'fay', 'gus', 'hal']

const text = (value: string): Expression => ({ kind: 'Text', value })
const field = (name: string): Expression => ({ kind: 'Field', field: name })

export type Shape = {
  /** Whether earnings per credit may read running totals; a batch of rows cannot. */
  readonly running: boolean
  /** Whether quotients without a rounding may appear. */
  readonly quotients: boolean
  readonly size: number
}

class Maker {
  readonly d: Dice
  readonly shape: Shape

  constructor(d: Dice, shape: Shape) {
    this.d = d
    this.shape = shape
  }

  decimal(most: number, places: number): string {
    const digits = this.d.whole(0, places)
    const units = this.d.whole(0, most * 10 ** digits)
    const sign = this.d.next() < 0.1 && units !== 0 ? '-' : ''
    const t = String(units).padStart(digits + 1, '0')
    return digits === 0 ? sign + t : `${sign}${t.slice(0, -digits)}.${t.slice(-digits)}`
  }

  money(scope: Scope, depth: number): Expression {
    const d = this.d
    const leaves: (() => Expression)[] = [() => ({ kind: 'Money', value: this.decimal(5000, 2), currency: 'USD' })]
    if (scope === 'transaction' || scope === 'credit' || scope === 'line') leaves.push(() => field('amount'))
    if (scope === 'credit' || scope === 'line')
      leaves.push(
        () => ({ kind: 'CreditAmount' }),
        () => ({ kind: 'CreditAmount' }),
      )
    if (scope !== 'transaction') leaves.push(() => ({ kind: 'Parameter', parameter: 'bonus' }))
    if (scope === 'period')
      leaves.push(
        () => ({ kind: 'Measure', measure: 'revenue' }),
        () => this.quota(),
      )
    if (depth <= 0) return d.oneOf(leaves)()
    const next = (): Expression => this.money(scope, depth - 1)
    const nodes: (() => Expression)[] = [
      ...leaves,
      () => ({ kind: 'Add', of: [next(), next()] }),
      () => ({ kind: 'Subtract', left: next(), right: next() }),
      () => ({ kind: d.oneOf(['Min', 'Max'] as const), of: [next(), next()] }),
      () => ({ kind: 'Multiply', of: [next(), this.number(scope, depth - 1)] }),
      () => ({ kind: 'Multiply', of: [next(), this.number(scope, depth - 1)] }),
      () => ({ kind: d.oneOf(['Negate', 'Absolute'] as const), of: next() }),
      () => ({ kind: 'Round', of: next(), digits: d.whole(0, 4), mode: d.oneOf(MODES) }),
      // biome-ignore lint/suspicious/noThenProperty: the language's own word
      () => ({ kind: 'If', when: this.yesNo(scope, depth - 1), then: next(), otherwise: next() }),
      () => ({
        kind: 'Divide',
        left: next(),
        right: this.number(scope, depth - 1),
        ...(this.shape.quotients && d.next() < 0.5 ? {} : { digits: d.whole(0, 6), mode: d.oneOf(MODES) }),
      }),
    ]
    if (scope !== 'band' && scope !== 'transaction')
      nodes.push(
        () => this.table(scope, depth - 1),
        () => this.table(scope, depth - 1),
      )
    return d.oneOf(nodes)()
  }

  quota(): Expression {
    return { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
  }

  number(scope: Scope, depth: number): Expression {
    const d = this.d
    const leaves: (() => Expression)[] = [
      () => ({ kind: 'Percent', value: this.decimal(1, 4) }),
      () => ({ kind: 'Number', value: this.decimal(3, 2) }),
    ]
    if (scope === 'transaction' || scope === 'credit' || scope === 'line') leaves.push(() => field('margin'))
    if (scope !== 'transaction') leaves.push(() => ({ kind: 'Parameter', parameter: 'rate' }))
    if (scope === 'period')
      leaves.push(
        () => ({ kind: 'Measure', measure: 'deals' }),
        () => ({ kind: 'Attainment', measure: 'revenue', quota: 'revenue' }),
      )
    if (depth <= 0) return d.oneOf(leaves)()
    const next = (): Expression => this.number(scope, depth - 1)
    const nodes: (() => Expression)[] = [
      ...leaves,
      () => ({ kind: 'Add', of: [next(), next()] }),
      () => ({ kind: 'Multiply', of: [next(), next()] }),
      () => ({ kind: d.oneOf(['Min', 'Max'] as const), of: [next(), next()] }),
      () => ({ kind: 'Round', of: next(), digits: d.whole(0, 3), mode: d.oneOf(MODES) }),
      // biome-ignore lint/suspicious/noThenProperty: the language's own word
      () => ({ kind: 'If', when: this.yesNo(scope, depth - 1), then: next(), otherwise: next() }),
    ]
    if (scope === 'credit' || scope === 'line' || scope === 'transaction')
      nodes.push(() => ({ kind: 'MatrixCell', matrix: 'grid', of: [field('product'), this.money(scope, 0)] }))
    if (scope === 'period')
      nodes.push(() => ({
        kind: 'TableCell',
        table: 'steps',
        reads: { kind: 'Window', of: { kind: 'Attainment', measure: 'revenue', quota: 'revenue' } },
      }))
    return d.oneOf(nodes)()
  }

  yesNo(scope: Scope, depth: number): Expression {
    const d = this.d
    const op = d.oneOf(['=', '<>', '<', '<=', '>', '>='] as const)
    const nodes: (() => Expression)[] = [
      () => ({ kind: 'Compare', op, left: this.money(scope, 0), right: this.money(scope, 0) }),
      () => ({ kind: 'Compare', op, left: this.number(scope, 0), right: this.number(scope, 0) }),
    ]
    if (scope === 'transaction' || scope === 'credit' || scope === 'line')
      nodes.push(
        () => ({
          kind: 'Compare',
          op: d.oneOf(['=', '<>'] as const),
          left: field('product'),
          right: text(d.oneOf(PRODUCTS)),
        }),
        () => ({
          kind: 'OneOf',
          of: field('region'),
          list: { kind: 'TextList', values: REGIONS.slice(0, d.whole(1, 3)) },
        }),
        () => ({
          kind: 'TextMatch',
          how: d.oneOf(['contains', 'startsWith'] as const),
          of: field('product'),
          text: text(d.oneOf(['o', 'co', 'se'])),
        }),
        () => field('strategic'),
        () => ({
          kind: 'Compare',
          op: d.oneOf(['<', '>='] as const),
          left: { kind: 'Subtract', left: field('creditedOn'), right: field('occurredOn') },
          right: { kind: 'Number', value: String(d.whole(0, 9)) },
        }),
      )
    if (scope === 'period' || scope === 'credit' || scope === 'line')
      nodes.push(() => ({
        kind: 'Compare',
        op: '=',
        left: { kind: 'Recipient', attribute: 'title' },
        right: text('manager'),
      }))
    if (depth > 0)
      nodes.push(
        () => ({
          kind: d.oneOf(['And', 'Or'] as const),
          of: [this.yesNo(scope, depth - 1), this.yesNo(scope, depth - 1)],
        }),
        () => ({ kind: 'Not', of: this.yesNo(scope, depth - 1) }),
      )
    return d.oneOf(nodes)()
  }

  table(scope: Scope, depth: number): Expression {
    const d = this.d
    const table = d.oneOf(['tiers', 'cliff', 'steps'] as const)
    const per = { per: this.quota() }
    if (table === 'steps')
      return {
        kind: 'ApplyTable',
        table: 'bonuses',
        reads:
          scope === 'period'
            ? { kind: 'Window', of: this.money(scope, depth) }
            : { kind: 'Transaction', of: this.money(scope, depth) },
      }
    if (scope === 'period')
      return { kind: 'ApplyTable', table, reads: { kind: 'Window', of: this.money(scope, 0) }, ...per }
    if (scope === 'line' && this.shape.running) {
      const lookup = table === 'cliff' ? d.oneOf(['slice', 'before', 'after'] as const) : ('slice' as const)
      return { kind: 'ApplyTable', table, reads: { kind: 'Running', measure: 'revenue', lookup }, ...per }
    }
    return {
      kind: 'ApplyTable',
      table: d.oneOf(['flatTiers', 'bonuses']),
      reads: { kind: 'Transaction', of: this.money(scope, 0) },
    }
  }

  plan(): Plan {
    const d = this.d
    const { size } = this.shape
    const edges = ['0', ...[d.whole(1, 9), d.whole(10, 14), d.whole(15, 30)].map((n) => String(n / 10))]
    const rates = (values: Expression[]) => edges.map((from, i) => ({ from, value: values[i] as Expression }))
    const percents = () => edges.map((): Expression => ({ kind: 'Percent', value: this.decimal(1, 3) }))
    const money = () => edges.map((): Expression => ({ kind: 'Money', value: this.decimal(900, 2), currency: 'USD' }))
    const dynamic = d.next() < 0.3
    const withRate = percents().map(
      (p, i): Expression => (i === 1 && dynamic ? { kind: 'Parameter', parameter: 'rate' } : p),
    )
    const edge = () => d.oneOf(['higher', 'lower'] as const)
    const credits: CreditRule[] = [
      {
        kind: 'CreditRule',
        id: 'own',
        title: 'Own',
        to: d.next() < 0.2 ? { kind: 'Owner' } : { kind: 'DealTeam', role: d.next() < 0.3 ? 'lead' : null },
        creditType: 'own',
        amount: d.next() < 0.6 ? field('amount') : this.money('transaction', 1),
        ...(d.next() < 0.7 ? { digits: d.whole(0, 4) } : {}),
        ...(d.next() < 0.6 ? { when: this.yesNo('transaction', 2) } : {}),
        ...(d.next() < 0.2 ? { share: { kind: 'Percent', value: '0.5' } as Expression } : {}),
      },
    ]
    const digits = credits[0]?.digits
    const sameDigits = digits === undefined ? {} : { digits }
    if (d.next() < 0.6)
      credits.push({
        kind: 'CreditRule',
        id: 'team',
        title: 'Team',
        to: {
          kind: 'Managers',
          of: { kind: 'DealTeam', role: null },
          fromLevel: d.whole(1, 2),
          toLevel: d.whole(2, 3),
        },
        creditType: 'team',
        amount: field('amount'),
        counts: 'attainment only',
        ...sameDigits,
        ...(d.next() < 0.5 ? { when: this.yesNo('transaction', 1) } : {}),
      })
    if (d.next() < 0.4)
      credits.push({
        kind: 'CreditRule',
        id: 'extra',
        title: 'Extra',
        to: { kind: 'DealTeam', role: d.oneOf(['lead', 'second']) },
        creditType: 'extra',
        amount: this.money('transaction', 1),
        counts: 'pay only',
        digits: 2,
      })
    const isOwn: Expression = { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: text('own') }
    const measures: Measure[] = [
      {
        kind: 'Measure',
        id: 'revenue',
        title: 'Revenue',
        aggregate: 'sum',
        value: { kind: 'CreditAmount' },
        window: { kind: 'Period' },
        ...(d.next() < 0.2 ? { when: this.yesNo('transaction', 0) } : {}),
      },
      {
        kind: 'Measure',
        id: 'deals',
        title: 'Deals',
        aggregate: 'count',
        window: { kind: 'Period' },
        when: { kind: 'And', of: [isOwn, this.yesNo('credit', 1)] },
      },
    ]
    const optional = (key: 'gate' | 'floor' | 'cap', chance: number) =>
      d.next() < chance ? { [key]: key === 'gate' ? this.yesNo('period', 1) : this.money('period', 0) } : {}
    const earnings: Earning[] = [
      {
        kind: 'Earning',
        id: 'commission',
        title: 'Commission',
        per: 'credit',
        amount: this.money('line', size),
        rounding: { mode: d.oneOf(MODES), basis: d.oneOf(['each', 'running'] as const) },
        ...(d.next() < 0.3 ? { when: this.yesNo('line', 1) } : {}),
        ...optional('cap', 0.3),
      },
      {
        kind: 'Earning',
        id: 'bonus',
        title: 'Bonus',
        per: 'period',
        amount: this.money('period', size),
        rounding: { mode: d.oneOf(MODES), basis: 'each' },
        ...optional('gate', 0.3),
        ...optional('floor', 0.2),
        ...optional('cap', 0.3),
      },
    ]
    const payoutRules: NonNullable<Plan['payoutRules']> = []
    if (d.next() < 0.6)
      payoutRules.push({
        kind: 'Draw',
        id: 'draw',
        title: 'Draw',
        amount: { kind: 'Parameter', parameter: 'bonus' },
        pays: d.oneOf(['upTo', 'onTop'] as const),
        ...(d.next() < 0.6 ? { recovery: { percent: d.oneOf(['1', '0.5', '0.333']), forgivenAtEnd: false } } : {}),
      })
    if (d.next() < 0.4)
      payoutRules.push({
        kind: 'CapTogether',
        id: 'together',
        title: 'Together',
        cap: { kind: 'Money', value: this.decimal(4000, 2).replace('-', ''), currency: 'USD' },
        excess: d.oneOf(['lost', 'banked'] as const),
      })
    if (d.next() < 0.3) payoutRules.push({ kind: 'CarryNegative', id: 'carry', title: 'Carry' })
    if (d.next() < 0.3)
      payoutRules.push({
        kind: 'MinimumPayment',
        id: 'least',
        title: 'Least',
        amount: { kind: 'Money', value: '250', currency: 'USD' },
      })
    return {
      language: 'dreizack/1',
      title: 'Random',
      currency: 'USD',
      period: 'month',
      fields: [
        { id: 'margin', type: 'percent' },
        { id: 'region', type: 'text' },
        { id: 'strategic', type: 'yes/no' },
      ],
      parameters: [
        { kind: 'Parameter', id: 'rate', title: 'Rate', type: 'percent', default: '0.05' },
        { kind: 'Parameter', id: 'bonus', title: 'Bonus', type: 'money', default: '100' },
      ],
      credits,
      measures,
      tables: [
        {
          kind: 'RateTable',
          id: 'tiers',
          title: 'Tiers',
          mode: 'marginal',
          axis: 'share',
          edgeBelongsTo: edge(),
          bands: rates(withRate),
        },
        {
          kind: 'RateTable',
          id: 'cliff',
          title: 'Cliff',
          mode: 'whole',
          axis: 'share',
          edgeBelongsTo: edge(),
          bands: rates(withRate),
        },
        {
          kind: 'RateTable',
          id: 'steps',
          title: 'Steps',
          mode: 'step',
          axis: 'share',
          edgeBelongsTo: edge(),
          bands: rates(percents()),
        },
        {
          kind: 'RateTable',
          id: 'bonuses',
          title: 'Bonuses',
          mode: 'step',
          axis: 'money',
          edgeBelongsTo: edge(),
          bands: ['0', '1000', '25000.50'].map((from, i) => ({ from, value: money()[i] as Expression })),
        },
        {
          kind: 'RateTable',
          id: 'flatTiers',
          title: 'Flat tiers',
          mode: 'marginal',
          axis: 'money',
          edgeBelongsTo: edge(),
          bands: ['0', '1000', '25000.50'].map((from, i) => ({ from, value: percents()[i] as Expression })),
        },
      ],
      matrices: [
        {
          kind: 'Matrix',
          id: 'grid',
          title: 'Grid',
          axes: [
            { kind: 'Keys', keys: d.next() < 0.5 ? ['core', 'addon', '*'] : [...PRODUCTS.slice(0, 3), 'other'] },
            { kind: 'Bands', axis: 'money', edgeBelongsTo: edge(), from: ['0', '500', '10000'] },
          ],
          cells: [],
        },
      ].map((m) => ({
        ...m,
        cells: Array.from(
          { length: (m.axes[0] as { keys: string[] }).keys.length * 3 },
          (): Expression => ({
            kind: 'Number',
            value: this.decimal(2, 2),
          }),
        ),
      })) as NonNullable<Plan['matrices']>,
      earnings,
      payoutRules,
    }
  }
}

export const randomPlan = (seed: number, shape: Shape): Plan => new Maker(new Dice(seed), shape).plan()

const MONTH = { id: '2026-06', kind: 'month' as const, from: '2026-06-01', to: '2026-07-01' }
export const RANDOM_PERIOD = MONTH

/** A small population: three levels, some of whom lack a quota, join inside the month, or are not on the plan. */
export function randomFacts(seed: number, hard: boolean): Facts {
  const d = new Dice(seed)
  const always = { from: '2020-01-01', to: null }
  const cents = (most: number): string => `${d.whole(1, most)}.${String(d.whole(0, 99)).padStart(2, '0')}`
  return {
    calendar: [MONTH],
    titles: PERSONS.map((participant, i) => ({ participant, title: i < 3 ? 'manager' : 'rep', ...always })),
    reportingLines: PERSONS.slice(1).map((participant, i) => ({
      participant,
      manager: i < 2 ? 'ann' : d.oneOf(['bob', 'cy']),
      ...always,
    })),
    territories: [],
    quotas: PERSONS.flatMap((participant) =>
      hard && d.next() < 0.15
        ? []
        : [
            {
              quota: 'revenue',
              participant,
              title: null,
              // A quota of a quarter is prorated by days: no decimal.
              ...(hard && d.next() < 0.2
                ? { from: '2026-04-01', to: '2026-07-01' }
                : { from: MONTH.from, to: MONTH.to }),
              value: cents(60_000),
            },
          ],
    ),
    parameters: [
      { parameter: 'rate', scope: 'title', title: 'manager', value: '0.0125', ...always },
      ...PERSONS.slice(0, 4).map((participant) => ({
        parameter: 'bonus',
        scope: 'participant' as const,
        participant,
        value: cents(900),
        ...(hard && d.next() < 0.2 ? { from: '2026-06-10', to: null } : always),
      })),
    ],
    assignments: PERSONS.filter(() => !hard || d.next() < 0.9).map((participant) => ({
      plan: 'plan',
      participant,
      ...(hard && d.next() < 0.15 ? { from: '2026-06-12', to: null } : always),
    })),
  }
}

/** Transactions of one month, of amounts of up to 40,000, or about `large`, which leave the safe integers on the way. */
export function randomTransactions(seed: number, count: number, large = 0): Transaction[] {
  const d = new Dice(seed)
  return Array.from({ length: count }, (_, i): Transaction => {
    const [a, b, c] = [...PERSONS].sort(() => d.next() - 0.5) as [string, string, string]
    const share = d.oneOf(['0.5', '0.6', '0.3333', '1', '0.25'])
    const rest = String(Number((1 - Number(share)).toFixed(4)))
    const digits = d.whole(0, 3)
    const amount = `${large > 0 ? d.whole(1, 9) * large + d.whole(0, 999_999) : d.whole(0, 40_000)}${
      digits > 0 ? `.${String(d.whole(0, 10 ** digits - 1)).padStart(digits, '0')}` : ''
    }`
    const sign = d.next() < 0.12 && !/^[0.]+$/.test(amount) ? '-' : ''
    return {
      id: `t${i}`,
      source: 'test',
      externalId: `t${String(i).padStart(5, '0')}`,
      kind: 'booking',
      occurredOn: `2026-06-${String(d.whole(1, 10)).padStart(2, '0')}`,
      creditedOn: `2026-06-${String(d.whole(10, 30)).padStart(2, '0')}`,
      owner: c,
      team:
        share === '1'
          ? [{ role: 'lead', participant: a, share }]
          : [
              { role: 'lead', participant: a, share },
              { role: 'second', participant: b, share: rest },
            ],
      account: null,
      product: d.oneOf(PRODUCTS),
      amount: sign + amount,
      currency: 'USD',
      quantity: null,
      fields: {
        margin: `0.${String(d.whole(0, 9999)).padStart(4, '0')}`,
        region: d.oneOf(REGIONS),
        strategic: d.next() < 0.5,
      },
    }
  })
}
