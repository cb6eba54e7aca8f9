import type { Contest, CreditRule, Earning, Expression, Matrix, Measure, PayoutRule, Plan, RateTable } from '#engine'
import { Expressions, type Inventory, MODES, type Place, type Type, window } from './expressions.ts'
import type { Pick } from './pick.ts'

const FIELDS: Plan['fields'] = [
  { id: 'cost', type: 'money' },
  { id: 'score', type: 'number' },
  { id: 'margin', type: 'percent' },
  { id: 'seats', type: 'quantity' },
  { id: 'segment', type: 'text' },
  { id: 'tier', type: 'choice' },
  { id: 'strategic', type: 'yes/no' },
  { id: 'signed', type: 'date' },
]

/** Yes in most cases, so that plans pay something. */
const mostly = (x: Expressions, depth: number): Expression =>
  x.p.chance(65)
    ? { kind: 'Or', of: [x.of('yes/no', depth), { kind: 'YesNo', value: x.p.chance(75) }] }
    : x.of('yes/no', depth)

/** A well-typed plan of the kind of period and in the currency given; versions of one plan share both. */
export function plan(p: Pick, period: Plan['period'], currency: string): Plan {
  const x = (has: Inventory, place: Place) => new Expressions(p, has, place)
  let has: Inventory = {
    currency,
    moneyMeasures: [],
    numberMeasures: [],
    running: [],
    sliced: [],
    tables: [],
    matrices: [],
    earnings: [],
  }
  const tables = p.some(1, 3, (i): RateTable => table(p, x(has, 'band'), `t${i}`))
  const cellOf = (t: RateTable) => cellType(t.bands[0]!.value)
  has = { ...has, tables: tables.map((t) => ({ id: t.id, axis: t.axis, mode: t.mode, cell: cellOf(t) })) }
  const matrices = p.chance(35) ? [matrix(p, x(has, 'band'))] : []
  has = {
    ...has,
    matrices: matrices.map((m) => ({
      id: m.id,
      axes: m.axes.map((a) => (a.kind === 'Keys' ? 'text' : a.axis === 'money' ? 'money' : 'number')),
      cell: cellType(m.cells[0]!),
    })),
  }
  const credits = p.some(1, 3, (i) => creditRule(p, x(has, 'transaction'), i))
  const measures = p.some(0, 3, (i) => measure(p, x(has, 'credit'), i))
  const isMoney = (m: Measure) => m.value !== undefined && m.aggregate !== 'distinctCount' && moneyValues.has(m.value)
  const inputMeasures = p.chance(30)
    ? [
        {
          kind: 'InputMeasure' as const,
          id: 'nps',
          title: 'NPS',
          type: p.oneOf('money', 'number', 'percent', 'quantity') as 'money',
        },
      ]
    : []
  const composites = composite(p, measures, isMoney)
  const ids = (money: boolean) => [
    ...measures.filter((m) => isMoney(m) === money).map((m) => m.id),
    ...composites.filter((c) => isMoney(measures.find((m) => m.id === c.of[0]!.measure)!) === money).map((c) => c.id),
  ]
  const handedIn = (money: boolean) => inputMeasures.filter((m) => (m.type === 'money') === money).map((m) => m.id)
  has = {
    ...has,
    moneyMeasures: [...ids(true), ...handedIn(true)],
    numberMeasures: [...ids(false), ...handedIn(false)],
    running: [...measures, ...composites].map((m) => m.id),
    sliced: measures.filter((m) => m.aggregate === 'sum' || m.aggregate === 'count').map((m) => m.id),
  }
  const earnings = p.some(1, 3, (i) => earning(p, has, i))
  has = { ...has, earnings: earnings.map((e) => e.id) }
  const all = [...has.moneyMeasures, ...has.numberMeasures]
  const contests = all.length > 0 && p.chance(25) ? [contest(p, x(has, 'period'), all)] : []
  const paid = [...earnings, ...contests].map((e) => e.id)
  return {
    language: 'dreizack/1',
    title: 'Plan',
    currency,
    period,
    fields: FIELDS,
    parameters: (['rate:percent', 'factor:number', 'target:money'] as const).map((text) => {
      const [id, type] = text.split(':') as [string, 'money']
      const value = type === 'money' ? p.decimal(3000) : p.share()
      return { kind: 'Parameter', id, title: id, type, default: p.chance(95) ? value : null }
    }),
    credits,
    measures,
    tables,
    earnings,
    ...(matrices.length > 0 ? { matrices } : {}),
    ...(composites.length > 0 ? { compositeMeasures: composites } : {}),
    ...(inputMeasures.length > 0 ? { inputMeasures } : {}),
    ...p.maybe(60, 'conversion', () => ({
      rateType: 'daily',
      date: p.oneOf('creditedOn', 'occurredOn', 'periodEnd') as 'creditedOn',
    })),
    ...p.maybe(30, 'changes', () => ({
      ...p.maybe(70, 'plan', () => p.oneOf('period start', 'transaction date', 'prorated') as 'prorated'),
      ...p.maybe(30, 'assignment', () => p.oneOf('days', 'months', 'none') as 'days'),
      ...p.maybe(70, 'quota', () => p.oneOf('prorated', 'period start', 'transaction date') as 'prorated'),
    })),
    ...p.maybe(35, 'payoutRules', () => p.some(1, 3, (i) => payoutRule(p, x(has, 'period'), i, paid))),
    ...(contests.length > 0 ? { contests } : {}),
    ...p.maybe(35, 'clawbacks', () => p.some(1, 2, (i) => clawback(p, x(has, 'credit'), i, paid))),
  }
}

const moneyValues = new WeakSet<Expression>()
/** Cells are made of one type; these are those of money. */
const moneyCells = new WeakSet<Expression>()
const cellType = (e: Expression): 'money' | 'number' => (moneyCells.has(e) ? 'money' : 'number')
function cell(x: Expressions, type: 'money' | 'number'): Expression {
  const made = x.of(type, x.p.chance(20) ? 1 : 0)
  if (type === 'money') moneyCells.add(made)
  return made
}

/** Rising edges, the first 0. */
function edges(p: Pick, axis: 'money' | 'number' | 'share', from: string): string[] {
  const steps =
    axis === 'money'
      ? ['100', '250.5', '999.99', '1000', '5000']
      : axis === 'share'
        ? ['0.25', '0.5', '0.8', '1', '1.5']
        : ['1', '2', '3.5', '10', '50']
  return [from, ...steps.filter(() => p.chance(45))]
}

function table(p: Pick, x: Expressions, id: string): RateTable {
  const mode = p.oneOf<RateTable['mode']>('whole', 'marginal', 'marginal', 'step', 'interpolated')
  const axis = p.oneOf<'money' | 'number' | 'share'>('money', 'number', 'share', 'share')
  const type =
    mode === 'step'
      ? p.oneOf<'money' | 'number'>('money', 'money', 'number')
      : p.oneOf<'money' | 'number'>('number', 'number', 'money')
  const from = mode === 'marginal' ? '0' : p.oneOf('0', '0', '-10', '0.1')
  return {
    kind: 'RateTable',
    id,
    title: id,
    mode,
    axis,
    edgeBelongsTo: p.oneOf('higher', 'higher', 'lower'),
    bands: edges(p, axis, from).map((edge) => ({ from: edge, value: cell(x, type) })),
  }
}

function matrix(p: Pick, x: Expressions): Matrix {
  const axes = p.some(1, 3, (): Matrix['axes'][number] => {
    if (p.chance(45))
      return { kind: 'Keys', keys: ['alpha', 'rep', 'beta'].slice(0, p.int(1, 3)).concat(p.chance(70) ? ['*'] : []) }
    const axis = p.oneOf<'money' | 'number' | 'share'>('money', 'number', 'share')
    return { kind: 'Bands', axis, edgeBelongsTo: p.oneOf('higher', 'lower'), from: edges(p, axis, '0') }
  })
  const size = axes.reduce((n, a) => n * (a.kind === 'Keys' ? a.keys.length : a.from.length), 1)
  const type = p.oneOf<'money' | 'number'>('money', 'number')
  return { kind: 'Matrix', id: 'x0', title: 'x0', axes, cells: Array.from({ length: size }, () => cell(x, type)) }
}

function base(p: Pick): Exclude<CreditRule['to'], { kind: 'Managers' }> {
  switch (p.int(0, 7)) {
    case 0:
    case 1:
    case 2:
      return { kind: 'Owner' }
    case 3:
    case 4:
      return { kind: 'DealTeam', role: p.oneOf(null, 'seller', 'engineer') }
    case 5:
      return { kind: 'TerritoryOwners' }
    case 6: {
      const parts = p.oneOf(['1'], ['0.5', '0.5'], ['0.3333', '0.6667'], ['0.333333', '0.333333', '0.333334'])
      return {
        kind: 'Split',
        shares: parts.map((share, i) => ({ participant: ['E-1', 'bob', 'cy'][(i + p.int(0, 2)) % 3]!, share })),
      }
    }
    default:
      return { kind: 'OverlayTeam', team: p.oneOf('overlay', 'nobody') }
  }
}

function creditRule(p: Pick, x: Expressions, i: number): CreditRule {
  const fromLevel = p.int(1, 2)
  return {
    kind: 'CreditRule',
    id: `c${i}`,
    title: `c${i}`,
    ...p.maybe(30, 'when', () => mostly(x, 2)),
    to: p.chance(25) ? { kind: 'Managers', of: base(p), fromLevel, toLevel: fromLevel + p.int(0, 2) } : base(p),
    creditType: p.oneOf('revenue', 'team', 'other'),
    amount: p.chance(70) ? { kind: 'Field', field: 'amount' } : x.of(p.chance(80) ? 'money' : 'number', 2),
    ...p.maybe(25, 'share', () =>
      p.chance(75)
        ? { kind: 'Percent' as const, value: p.part() }
        : ({ kind: 'Absolute', of: { kind: 'Field', field: 'margin' } } as const),
    ),
    ...p.maybe(35, 'digits', () => p.oneOf(0, 2, 3)),
    ...p.maybe(30, 'group', () => p.oneOf('g', 'h')),
    ...p.maybe(
      30,
      'counts',
      () => p.oneOf('attainment and pay', 'attainment only', 'pay only', 'neither') as 'neither',
    ),
    ...p.maybe(30, 'asOf', () => p.oneOf('deal', 'reversal') as 'deal'),
    ...p.maybe(30, 'overlap', () => p.oneOf('once', 'each path') as 'once'),
  }
}

function measure(p: Pick, x: Expressions, i: number): Measure {
  const aggregate = p.oneOf<Measure['aggregate']>(
    'sum',
    'sum',
    'sum',
    'count',
    'distinctCount',
    'average',
    'minimum',
    'maximum',
    'latest',
  )
  const type: Type =
    aggregate === 'distinctCount'
      ? p.oneOf<Type>('text', 'number', 'date', 'yes/no', 'money')
      : p.oneOf<Type>('money', 'money', 'number')
  const value = p.chance(50) && type === 'money' ? ({ kind: 'CreditAmount' } as const) : x.of(type, 2)
  if (type === 'money') moneyValues.add(value)
  return {
    kind: 'Measure',
    id: `m${i}`,
    title: `m${i}`,
    aggregate,
    ...(aggregate === 'count' ? {} : { value }),
    ...p.maybe(35, 'when', () => mostly(x, 2)),
    window: i > 0 && p.chance(40) ? { kind: 'Period' } : window(p),
  }
}

/** A weighted sum of two measures over one window, where the plan happens to have them. */
function composite(
  p: Pick,
  measures: readonly Measure[],
  isMoney: (m: Measure) => boolean,
): NonNullable<Plan['compositeMeasures']> {
  const [first] = measures
  if (!first || !p.chance(40)) return []
  const like = measures.filter(
    (m) => JSON.stringify(m.window) === JSON.stringify(first.window) && isMoney(m) === isMoney(first),
  )
  return [
    {
      kind: 'CompositeMeasure',
      id: 'mix',
      title: 'mix',
      of: like.map((m) => ({ measure: m.id, weight: p.oneOf('1', '0.6', '0.4', '-0.5', '0') })),
    },
  ]
}

function earning(p: Pick, before: Inventory, i: number): Earning {
  const has = { ...before, earnings: Array.from({ length: i }, (_, j) => `e${j}`) }
  const per = p.oneOf<'credit' | 'period'>('credit', 'credit', 'period')
  const line = new Expressions(p, has, per === 'credit' ? 'earning-line' : 'period')
  const end = new Expressions(p, has, 'period')
  const bounds = {
    ...p.maybe(20, 'gate', () => mostly(end, 2)),
    ...p.maybe(15, 'floor', () => end.of('money', 1)),
    ...p.maybe(25, 'cap', () => end.of('money', 1)),
  }
  const isFree = per === 'credit' && Object.keys(bounds).length === 0
  return {
    kind: 'Earning',
    id: `e${i}`,
    title: `e${i}`,
    per,
    ...(per === 'credit' ? p.maybe(30, 'when', () => mostly(line, 2)) : {}),
    amount: p.chance(25)
      ? plainRate(p, line)
      : ((p.chance(60) ? line.table('money', 2) : undefined) ?? line.of('money', 3)),
    ...bounds,
    rounding: { mode: p.oneOf('half-up', 'half-up', ...MODES), basis: p.oneOf('running', 'each') },
    ...p.maybe(25, 'payable', () => payable(p, isFree)),
  }
}

/** What most plans say: a rate on what is read. */
const plainRate = (p: Pick, x: Expressions): Expression => ({
  kind: 'Multiply',
  of: [{ kind: 'Percent', value: p.share() }, x.moneyLeaf()],
})

function payable(p: Pick, isFree: boolean): NonNullable<Earning['payable']> {
  if (isFree && p.chance(50)) return { kind: 'OnEvent', event: 'payment', atOnce: p.part() }
  if (p.chance(50)) return { kind: 'Amortised', periods: p.int(1, 4) }
  const shares = p.oneOf(['1'], ['0.5', '0.5'], ['0.3333', '0.3333', '0.3334'], ['0.1', '0.9'])
  return { kind: 'Instalments', parts: shares.map((share) => ({ share, afterPeriods: p.int(0, 3) })) }
}

function payoutRule(p: Pick, x: Expressions, i: number, paid: readonly string[]): PayoutRule {
  const name = (kind: string) => ({ id: `${kind}${i}`, title: kind })
  const earnings = p.maybe(40, 'earnings', () => paid.filter((_, j) => j === 0 || p.chance(50)))
  const money = () =>
    p.chance(75) ? ({ kind: 'Money', value: p.decimal(1500), currency: x.has.currency } as const) : x.of('money', 1)
  switch (p.int(0, 5)) {
    case 0:
      return { kind: 'CapTogether', ...name('cap'), ...earnings, cap: money(), excess: p.oneOf('lost', 'banked') }
    case 1:
    case 2: {
      const ends = p.maybe(60, 'periods', () => p.int(1, 4))
      return {
        kind: 'Draw',
        ...name('draw'),
        ...earnings,
        amount: money(),
        pays: p.oneOf('upTo', 'onTop'),
        ...ends,
        ...p.maybe(70, 'recovery', () => ({
          percent: p.part(),
          ...p.maybe(30, 'from', () => p.int(1, 4)),
          ...p.maybe(30, 'floor', money),
          forgivenAtEnd: 'periods' in ends && p.chance(40),
        })),
      }
    }
    case 3:
      return { kind: 'Hold', ...name('hold'), ...earnings, share: p.part(), periods: p.int(1, 3) }
    case 4:
      return { kind: 'CarryNegative', ...name('carry') }
    default:
      return { kind: 'MinimumPayment', ...name('least'), amount: money() }
  }
}

function clawback(p: Pick, x: Expressions, i: number, paid: readonly string[]): NonNullable<Plan['clawbacks']>[number] {
  return {
    kind: 'Clawback',
    id: `k${i}`,
    title: `k${i}`,
    ...p.maybe(50, 'when', () =>
      p.chance(60)
        ? ({
            kind: 'Compare',
            op: '=',
            left: { kind: 'Field', field: 'kind' },
            right: { kind: 'Text', value: 'churn' },
          } as const)
        : mostly(x, 2),
    ),
    ...p.maybe(40, 'earnings', () => paid.filter((_, j) => j === 0 || p.chance(50))),
    share: p.oneOf('1', '1', p.part()),
    manner: p.chance(50)
      ? { kind: 'Full' }
      : { kind: 'ProRata', by: p.oneOf('days', 'months'), term: p.oneOf(3, 12, 30, 90) },
    reducesAttainment: p.chance(50),
  }
}

function contest(p: Pick, x: Expressions, measures: readonly string[]): Contest {
  const prizes = (): Contest['prizes'] => {
    switch (p.int(0, 3)) {
      case 0:
        return { kind: 'ByRank', prizes: ['1500', '1000.01', '500', '10'].slice(0, p.int(1, 4)) }
      case 1:
        return { kind: 'ForReaching', mark: p.decimal(1000), prize: p.decimal(300) }
      case 2:
        return {
          kind: 'PoolShare',
          pool: p.oneOf('100', '99.99', '1000'),
          by: p.oneOf('measure', 'equal parts'),
          ...p.maybe(60, 'places', () => p.int(1, 3)),
        }
      default:
        return { kind: 'PerUnit', amount: p.oneOf('250', '0.333', '0.01') }
    }
  }
  return {
    kind: 'Contest',
    id: 'prize',
    title: 'prize',
    measure: p.oneOf(...measures),
    best: p.oneOf('highest', 'highest', 'lowest'),
    ...p.maybe(40, 'eligible', () => mostly(x, 2)),
    ties: p.oneOf<Contest['ties']>(
      { kind: 'Pooled' },
      { kind: 'BetterPrize' },
      { kind: 'DecidedBy', measure: p.oneOf(...measures) },
    ),
    prizes: prizes(),
    ...p.maybe(40, 'budget', () => p.oneOf('1000', '1234.56', '5000')),
    ...p.maybe(30, 'to', () => p.day(6)),
  }
}
