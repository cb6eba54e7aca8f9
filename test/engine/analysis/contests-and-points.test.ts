import { describe, expect, test } from 'vitest'
import {
  type ComparisonOperator,
  type Contest,
  type Expression,
  type Finding,
  findLoopholes,
  type Loophole,
  type NotExcluded,
  type Plan,
  parseExact,
} from '#engine'
import {
  countOf,
  credit,
  earning,
  field,
  measure,
  num,
  ownerRule,
  pct,
  plan,
  sumOf,
  times,
  usd,
} from '#test/support/plans'
import { gainAlone } from './replay-alone.ts'

const findings = (p: Plan): Finding[] => findLoopholes(p).filter((f): f is Finding => f.code !== 'not-excluded')
const open = (p: Plan): NotExcluded[] => findLoopholes(p).filter((f): f is NotExcluded => f.code === 'not-excluded')
const shown = (p: Plan, code: Loophole) =>
  findings(p)
    .filter((f) => f.code === code)
    .map((f) => {
      expect(parseExact(f.replay.gain)).toEqual({ n: gainAlone([p], f.witness), d: 100n })
      const [low, high] = [f.witness.before, f.witness.after].map((side) => side.situation.deals[0]?.amount)
      return [f.path, low, high, f.replay.gain]
    })
const choose = (when: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'If',
  when,
  then,
  otherwise,
})
const compare = (op: ComparisonOperator, left: Expression, right: Expression): Expression => ({
  kind: 'Compare',
  op,
  left,
  right,
})
const rate = earning(times(pct('0.1'), credit), { id: 'rate', per: 'credit' })

describe('a contest is a part of what is paid', () => {
  const contest = (prizes: Contest['prizes'], over: Partial<Contest> = {}): Contest => ({
    kind: 'Contest',
    id: 'spiff',
    title: 'Spiff',
    measure: 'revenue',
    best: 'highest',
    ties: { kind: 'Pooled' },
    prizes,
    ...over,
  })
  const perUnit = (amount: string, over: Partial<Contest> = {}) => contest({ kind: 'PerUnit', amount }, over)
  const reaching = (mark: string, over: Partial<Contest> = {}) =>
    contest({ kind: 'ForReaching', mark, prize: '1000' }, over)
  const under = (...contests: Contest[]): Plan => plan({ measures: [sumOf()], earnings: [rate], contests })

  test('an amount per unit of revenue adds to the rate, and is where it comes from', () => {
    const [steep] = findings(under(perUnit('0.9'))).filter((f) => f.code === 'marginal-rate')
    expect([steep?.path, steep?.message.includes('100 % of what is added')]).toEqual(['/contests/0', true])
    expect(findings(under(perUnit('0.3'))).map((f) => f.code)).not.toContain('marginal-rate')
    expect(open(under(perUnit('0.3'))).filter((f) => f.of === 'marginal-rate')).toEqual([])
  })

  test('a prize for reaching a mark is a cliff, whatever others sell', () => {
    expect(shown(under(reaching('5000')), 'cliff')).toEqual([['/contests/0', '4999.99', '5000', '1000.00']])
    expect(open(under(reaching('5000'))).filter((f) => f.of === 'cliff')).toEqual([])
  })

  test('where the lowest is best, selling more loses the prize', () => {
    const p = under(reaching('5000', { best: 'lowest' }))
    expect(shown(p, 'non-monotone')).toEqual([['/contests/0', '5000.01', '5000', '1000.00']])
  })

  test('who is not eligible wins nothing, and becoming so is a cliff of its own', () => {
    const eligible = compare('>=', measure('revenue'), usd('8000'))
    expect(shown(under(reaching('5000', { eligible })), 'cliff')).toEqual([
      ['/contests/0/eligible', '7999.99', '8000', '1000.00'],
    ])
  })

  test('a contest pays in the period in which it ends, and in no other', () => {
    expect(shown(under(reaching('5000', { to: '1999-01-01' })), 'cliff')).toEqual([])
  })

  test('a budget is shared with others: what it pays to one alone is shown, and the rest is not excluded', () => {
    const p = under(reaching('5000', { budget: '600' }))
    expect(shown(p, 'cliff')).toEqual([['/contests/0', '4999.99', '5000', '600.00']])
    expect(open(p).map((f) => f.of)).toContain('non-monotone')
  })

  test('a cap over earnings holds for prizes too', () => {
    const cap = { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('700'), excess: 'lost' } as const
    const p = { ...under(reaching('5000')), payoutRules: [cap] }
    expect(shown(p, 'cliff')).toEqual([['/contests/0', '4999.99', '5000', '200.00']])
  })

  test.each<[string, Contest['prizes']]>([
    ['a place', { kind: 'ByRank', prizes: ['500', '100'] }],
    ['a share of a pool', { kind: 'PoolShare', pool: '1000', by: 'measure' }],
  ])('%s depends on what others sell: every class that it can affect stays open, and says so', (_, prizes) => {
    const left = open(under(reaching('100000'), contest(prizes, { id: 'other' })))
    for (const code of [
      'cliff',
      'non-monotone',
      'marginal-rate',
      'dead-band',
      'flat-zone',
      'timing-gain',
      'splitting-gain',
    ]) {
      const said = left.find((f) => f.of === code)
      expect([code, said?.path, said?.sentence.key]).toEqual([code, '/contests/1', 'open-ranks'])
    }
  })
})

describe('a point at which alone something is paid', () => {
  const sold = measure('revenue')
  const bonus = (op: ComparisonOperator, edge: string) => choose(compare(op, sold, usd(edge)), usd('500'), usd('0'))
  const both = (p: Plan) => [shown(p, 'cliff'), shown(p, 'non-monotone')]

  test('is jumped onto, and off', () => {
    const p = plan({ measures: [sumOf()], earnings: [earning(bonus('=', '7777.77'))] })
    expect(both(p)).toEqual([
      [['/earnings/0/amount/when', '7777.76', '7777.77', '500.00']],
      [['/earnings/0/amount/when', '7777.78', '7777.77', '500.00']],
    ])
  })

  test('of each deal', () => {
    const p = plan({
      earnings: [earning(choose(compare('=', credit, usd('5000')), usd('500'), usd('0')), { per: 'credit' })],
    })
    expect(both(p)).toEqual([
      [['/earnings/0/amount/when', '4999.99', '5000', '500.00']],
      [['/earnings/0/amount/when', '5000.01', '5000', '500.00']],
    ])
  })

  test('or at which alone a gate is closed', () => {
    const gate = compare('<>', sold, usd('5000'))
    const p = plan({ measures: [sumOf()], earnings: [{ ...rate, gate }] })
    expect(both(p)).toEqual([
      [['/earnings/0/gate', '5000', '5000.01', '500.00']],
      [['/earnings/0/gate', '5000', '4999.99', '500.00']],
    ])
  })

  test('written as two comparisons that meet', () => {
    const when: Expression = {
      kind: 'And',
      of: [compare('>=', sold, usd('5000')), compare('<=', sold, usd('5000'))],
    }
    const p = plan({ measures: [sumOf()], earnings: [earning(choose(when, usd('500'), usd('0')))] })
    expect(both(p).map((list) => list.map(([, , high]) => high))).toEqual([['5000'], ['5000']])
  })

  test('that no number of deals meets is none', () => {
    const at = (n: string) =>
      plan({
        measures: [countOf({ id: 'deals' })],
        earnings: [earning(choose(compare('=', measure('deals'), num(n)), usd('500'), usd('0')))],
      })
    expect(findings(at('2.5'))).toEqual([])
    expect(findings(at('3')).map((f) => f.code)).toEqual(expect.arrayContaining(['cliff', 'non-monotone']))
  })

  test('and a border between two numbers on which alone something is paid, far from every line', () => {
    const profit = sumOf({ id: 'profit', title: 'Profit', value: field('profit') })
    const both = { kind: 'Add' as const, of: [measure('revenue'), measure('profit')] }
    const far = (op: ComparisonOperator): Expression => ({
      kind: 'And',
      of: [
        compare(op, times(pct('0.37'), measure('revenue')), measure('profit')),
        compare('>', both, usd('61234')),
        compare('<', both, usd('61274')),
      ],
    })
    const on = (op: ComparisonOperator) =>
      plan({
        fields: [{ id: 'profit', type: 'money' as const }],
        measures: [sumOf(), profit],
        earnings: [earning(choose(far(op), usd('500'), usd('0')))],
      })
    const raised = findLoopholes(on('=')).map((f) => (f.code === 'not-excluded' ? f.of : f.code))
    expect(raised).toEqual(expect.arrayContaining(['cliff', 'non-monotone']))
    for (const f of findings(on('=')))
      expect(parseExact(f.replay.gain)).toEqual({ n: gainAlone([on('=')], f.witness), d: 100n })
  })
})

describe('what an edge is worth is told from what the step itself earns', () => {
  const each = earning(usd('1000'), { id: 'each', per: 'credit' })
  const third = (over: Partial<Plan> = {}): Plan =>
    plan({
      measures: [countOf({ id: 'deals' })],
      earnings: [
        each,
        earning(choose(compare('>=', measure('deals'), num('3')), usd('1000'), usd('0')), { id: 'third' }),
      ],
      ...over,
    })
  const said = (p: Plan) => findings(p).find((f) => f.code === 'cliff')

  test('the third deal brings 2,000, of which the edge is worth 1,000', () => {
    const cliff = said(third())
    expect(cliff?.replay).toEqual({ before: '2000.00', after: '4000.00', gain: '2000.00' })
    expect(cliff?.message).toBe(
      'At a number of deals of 3, what is paid jumps from 2000.00 to 4000.00: crossing it is worth 1000.00, beside the 1000.00 that it earns itself.',
    )
  })

  test('where the step earns nothing by itself, nothing is said of it', () => {
    const p = third()
    expect(said({ ...p, earnings: p.earnings.slice(1) })?.message).toBe(
      'At a number of deals of 3, what is paid jumps from 0.00 to 1000.00: crossing it is worth 1000.00.',
    )
  })
})

describe('a deal that is paid twice', () => {
  const own = plan({
    measures: [sumOf()],
    earnings: [rate, earning(times(pct('0.02'), measure('revenue')), { id: 'spiff' })],
  })
  const severities = (p: Plan, together: Plan[] = []) =>
    findLoopholes(p, { together }).flatMap((f) => (f.code === 'double-pay' ? [f.severity] : []))

  test('by one plan is information, since the plan says so', () => {
    expect(severities(own)).toEqual(['info'])
    expect(severities(plan({ credits: [ownerRule(), ownerRule({ id: 'again' })], earnings: [rate] }))).toEqual(['info'])
  })

  test('by two plans is a warning', () => {
    const other = plan({ title: 'Other', earnings: [rate] })
    expect(severities(plan({ earnings: [rate] }), [other])).toEqual(['warning'])
  })
})
