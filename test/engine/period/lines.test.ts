import { describe, expect, test } from 'vitest'
import { calculate, type Earning, explain, FactIndex, type Measure, type Plan } from '#engine'
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
  running,
  sumOf,
  table,
  times,
  usd,
} from '../../support/plans.ts'
import { earned, programOf } from '../../support/run-plan.ts'

const tenth = (over: Partial<Earning> = {}) => earning(times(pct('0.1'), credit), { per: 'credit', ...over })
const inMonth = (month: number, amount: string, over = {}) => deal(amount, { creditedOn: `2026-0${month}-05`, ...over })
const months = (run: ReturnType<typeof earned>, id?: string) =>
  ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map((month) => run.of(month, id))

describe('lines', () => {
  const lines = (rounding: Earning['rounding']) =>
    earned(plan({ earnings: [tenth({ rounding })] }), facts(), [deal('0.04'), deal('0.04'), deal('0.04')]).lines(
      '2026-Q1',
    )

  test('are differences of the rounded running total, or each rounded on its own', () => {
    expect(lines({ mode: 'half-up', basis: 'running' })).toEqual(['0.00', '0.01', '0.00'])
    expect(lines({ mode: 'half-up', basis: 'each' })).toEqual(['0.00', '0.00', '0.00'])
    expect(lines({ mode: 'up', basis: 'each' })).toEqual(['0.01', '0.01', '0.01'])
  })

  test('are of credits for which the earning’s condition holds', () => {
    const p = plan({ earnings: [tenth({ when: is('kind', 'booking') })] })
    const run = earned(p, facts(), [deal('10'), deal('20', { kind: 'renewal' })])
    expect([run.lines('2026-Q1'), run.of('2026-Q1')]).toEqual([['1.00'], '1.00'])
  })

  test('are listed as exceptions where they have no value, and the others stand', () => {
    const p = plan({
      earnings: [earning(times(usd('1'), field('quantity')), { per: 'credit' })],
    })
    const run = earned(p, facts(), [deal('1', { quantity: '7' }), deal('1', { id: 'txn_none', externalId: 'NONE' })])
    expect(run.lines('2026-Q1')).toEqual(['7.00'])
    expect(run.result.periods[0]?.exceptions).toMatchObject([
      {
        code: 'missing-value',
        path: '/earnings/0/amount/of/1',
        participant: 'ann',
        transaction: 'txn_none',
        period: '2026-Q1',
      },
    ])
  })

  test('are made by earnings per credit alone, and keep no steps that nobody asked for', () => {
    const p = plan({
      measures: [sumOf()],
      tables: [table('marginal', 'money', [['0', pct('0.1')]])],
      earnings: [earning(running('slice'), { per: 'credit' }), earning(usd('5'), { id: 'bonus' })],
    })
    const [first] = earned(p, facts(), [deal('10')]).result.periods
    expect(first?.lines.map((l) => [l.earning, l.takesBack, l.steps])).toEqual([['commission', false, []]])
    expect(first?.earnings.map((e) => e.steps)).toEqual([[], []])
  })

  test('pay and count as their credit rule says', () => {
    const rule = (counts: 'attainment and pay' | 'attainment only' | 'pay only' | 'neither') =>
      plan({
        credits: [ownerRule({ counts })],
        measures: [sumOf()],
        earnings: [tenth(), earning(measure('revenue'), { id: 'seen' })],
      })
    const all = (['attainment and pay', 'attainment only', 'pay only', 'neither'] as const).map((counts) => {
      const run = earned(rule(counts), facts(), [deal('100')])
      return [run.of('2026-Q1'), run.of('2026-Q1', 'seen')]
    })
    expect(all).toEqual([
      ['10.00', '100.00'],
      ['0.00', '100.00'],
      ['10.00', '0.00'],
      ['0.00', '0.00'],
    ])
  })
})

describe('a running total that is rounded', () => {
  const monthly = (window: Measure['window']) =>
    earned(
      plan({
        period: 'month',
        measures: [sumOf({ window })],
        tables: [table('marginal', 'money', [['0', pct('0.1')]])],
        earnings: [earning(running('slice'), { per: 'credit' })],
      }),
      facts(),
      [1, 2, 3, 4, 5].map((month) => inMonth(month, '0.04')),
    )

  // 0.004 each: 0.004, 0.008, 0.012, 0.016, 0.02 since the window began, rounded 0.00, 0.01, 0.01, 0.02, 0.02.
  test('goes on through its window, and begins anew with the next', () => {
    expect(months(monthly({ kind: 'YearToDate' }))).toEqual(['0.00', '0.01', '0.00', '0.01', '0.00'])
    expect(months(monthly({ kind: 'QuarterToDate' }))).toEqual(['0.00', '0.01', '0.00', '0.00', '0.01'])
    expect(months(monthly({ kind: 'Period' }))).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00'])
  })

  test('shows each period’s own figure before rounding', () => {
    const { result } = monthly({ kind: 'YearToDate' })
    expect(result.periods.slice(0, 3).map((p) => p.earnings[0]?.uncapped)).toEqual(['0.004', '0.004', '0.004'])
  })
})

describe('clawbacks', () => {
  type Clawback = NonNullable<Plan['clawbacks']>[number]
  const clawback = (over: Partial<Clawback> = {}): Clawback => ({
    kind: 'Clawback',
    id: 'claw',
    title: 'Claw',
    share: '1',
    manner: { kind: 'Full' },
    reducesAttainment: true,
    ...over,
  })
  const back = (month: number, reverses: string, over = {}) =>
    inMonth(month, '-1', { reverses, kind: 'churn', ...over })
  const two = [inMonth(1, '100', { externalId: 'A' }), inMonth(1, '50', { externalId: 'B' })]
  const monthly = (over: Partial<Plan> = {}) =>
    plan({ period: 'month', earnings: [tenth(), tenth({ id: 'more' })], clawbacks: [clawback()], ...over })

  test('take back each deal that is reversed in a period, under each earning', () => {
    const run = earned(monthly(), facts(), [...two, back(2, 'A'), back(2, 'B')])
    expect([run.lines('2026-02'), run.lines('2026-02', 'more')]).toEqual([
      ['-10.00', '-5.00'],
      ['-10.00', '-5.00'],
    ])
    expect([months(run).slice(0, 3), months(run, 'more').slice(0, 3)]).toEqual([
      ['15.00', '-15.00', '0.00'],
      ['15.00', '-15.00', '0.00'],
    ])
  })

  test('make no line where nothing is left, or nothing is known of the deal', () => {
    const run = earned(monthly(), facts(), [...two, back(2, 'A'), back(3, 'A'), back(3, 'NONE')])
    expect([run.lines('2026-02'), run.lines('2026-03')]).toEqual([['-10.00'], []])
  })

  test('concern the earnings that they name; the others take the reversal as it is', () => {
    const run = earned(monthly({ clawbacks: [clawback({ earnings: ['more'] })] }), facts(), [...two, back(2, 'A')])
    expect([run.of('2026-02'), run.of('2026-02', 'more')]).toEqual(['-0.10', '-10.00'])
  })

  test('are decided by the first rule that matches', () => {
    const clawbacks = [
      clawback({ id: 'half', share: '0.5', when: is('kind', 'return') }),
      clawback({ id: 'full', when: is('kind', 'churn') }),
    ]
    const february = (kind: string) =>
      earned(monthly({ clawbacks }), facts(), [...two, back(2, 'A', { kind })]).of('2026-02')
    expect([february('return'), february('churn'), february('credit-note')]).toEqual(['-5.00', '-10.00', '-0.10'])
  })

  test('are not taken where their condition has no value, and the exception says so', () => {
    const when = { kind: 'Compare', op: '>', left: field('quantity'), right: num('1') } as const
    const run = earned(monthly({ clawbacks: [clawback({ when })] }), facts(), [
      ...two,
      back(2, 'A', { id: 'txn_back' }),
    ])
    expect(run.of('2026-02')).toBe('-0.10')
    expect(run.result.periods[1]?.exceptions).toMatchObject([
      { code: 'missing-value', path: '/clawbacks/0/when/left', transaction: 'txn_back' },
    ])
  })

  test('leave attainment alone where they say so, and only then', () => {
    const seen = (reducesAttainment: boolean) => {
      const p = monthly({
        measures: [sumOf()],
        earnings: [tenth(), earning(measure('revenue'), { id: 'seen' })],
        clawbacks: [clawback({ reducesAttainment })],
      })
      return earned(p, facts(), [...two, back(2, 'A'), inMonth(2, '7')]).of('2026-02', 'seen')
    }
    expect([seen(true), seen(false)]).toEqual(['6.00', '7.00'])
  })

  test('are told as a step of their line, where somebody asks', () => {
    const p = monthly({ clawbacks: [clawback({ id: 'never', when: is('kind', 'x') }), clawback({ at: 'block-3' })] })
    const run = earned(p, facts(), [...two, back(2, 'A')])
    const input = {
      plan: 'plan',
      versions: [{ program: programOf(p), effectiveFrom: '2000-01-01' }],
      facts: new FactIndex(facts()),
      participant: 'ann',
      credits: run.credits,
      through: '2026-03-31',
    }
    const steps = explain({ ...input, explain: '2026-02' })?.result.lines[0]?.steps
    expect(steps).toEqual([
      {
        kind: 'Clawback',
        path: '/clawbacks/1',
        at: 'block-3',
        label: 'Claw',
        value: { type: 'money', text: '-10' },
        steps: [],
      },
    ])
    expect(calculate(input).periods[1]?.lines[0]?.steps).toEqual([])
    const plain = monthly()
    const told = explain({
      ...input,
      versions: [{ program: programOf(plain), effectiveFrom: '2000-01-01' }],
      explain: '2026-02',
    })
    expect(told?.result.lines[0]?.steps[0]).toMatchObject({ path: '/clawbacks/0', at: null })
  })
})
