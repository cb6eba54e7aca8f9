import { describe, expect, test } from 'vitest'
import { FactIndex, type RateTable, type Step } from '#engine'
import { CompiledTable } from '#engine/compile/compile-table'
import { type Frame, frame } from '#engine/compile/frame'
import { exactToText, parseExact } from '#engine/money/exact'
import { facts, pct, table } from '../../support/plans.ts'

type Bands = readonly (readonly [from: string, value: string])[]
const made = (mode: RateTable['mode'], bands: Bands, over: Partial<RateTable> = {}, money = false) =>
  new CompiledTable(
    table(
      mode,
      'number',
      bands.map(([from, value]) => [from, pct(value)]),
      over,
    ),
    '/tables/3',
    bands.map(
      ([, value]) =>
        () =>
          parseExact(value),
    ),
    money,
  )
const asked = (steps?: Step[]): Frame =>
  frame({
    facts: new FactIndex(facts()),
    plan: 'plan',
    participant: 'ann',
    date: '2026-01-01',
    planFrom: '2026-01-01',
    steps,
  })
const x = parseExact
const rates: Bands = [
  ['0', '0.1'],
  ['10', '0.2'],
  ['30', '0.5'],
]

/** What the table gives for everything up to a figure, with edges in multiples of `per`. */
const at = (t: CompiledTable, value: string, per = '1') => exactToText(t.at(asked(), x(value), x(per), 'number'))
const between = (t: CompiledTable, low: string, high: string, per = '1') =>
  exactToText(t.between(asked(), x(low), x(high), x(per), 'number'))

describe('the band that a figure reaches', () => {
  const reached = (edgeBelongsTo: 'higher' | 'lower', per = '1') =>
    ['-5', '0', '9.99', '10', '10.01', '29', '30', '31'].map((value) =>
      made('whole', rates, { edgeBelongsTo }).reached(x(value), x(per)),
    )

  test('owns its lower edge, or its upper one, and the first takes what lies below', () => {
    expect(reached('higher')).toEqual([0, 0, 0, 1, 1, 1, 2, 2])
    expect(reached('lower')).toEqual([0, 0, 0, 0, 1, 1, 1, 2])
  })

  test('has its edges in multiples of what the table is read per, exactly', () => {
    expect(reached('higher', '3')).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
    const attainment = made('whole', [
      ['0', '0'],
      ['0.6', '1'],
    ])
    expect(['59999.99', '60000'].map((value) => attainment.reached(x(value), x('100000')))).toEqual([0, 1])
  })
})

describe('the figure at a point', () => {
  test('of a whole table is the reached rate on everything', () => {
    expect(['5', '10', '40', '-5'].map((v) => at(made('whole', rates), v))).toEqual(['0.5', '2', '20', '-0.5'])
  })

  test('of a marginal one is each slice at its own rate, below 0 at the first', () => {
    expect(['5', '10', '20', '40', '-5', '0'].map((v) => at(made('marginal', rates), v))).toEqual([
      '0.5',
      '1',
      '3',
      '10',
      '-0.5',
      '0',
    ])
    expect(at(made('marginal', rates), '20', '1.5')).toBe('2.5')
  })

  test('of steps is the reached step as it is', () => {
    expect(['5', '10', '40', '-5'].map((v) => at(made('step', rates), v))).toEqual(['0.1', '0.2', '0.5', '0.1'])
  })

  test('of an interpolated one lies on the line between its points, which is level beyond them', () => {
    const line = made('interpolated', rates)
    expect(['-5', '0', '5', '10', '20', '25', '30', '90'].map((v) => at(line, v))).toEqual([
      '0.1',
      '0.1',
      '0.15',
      '0.2',
      '0.35',
      '0.425',
      '0.5',
      '0.5',
    ])
    expect(['10', '40'].map((v) => at(line, v, '2'))).toEqual(['0.15', '0.35'])
    expect(
      at(
        made('interpolated', [
          ['5', '0.1'],
          ['15', '0.3'],
        ]),
        '1',
      ),
    ).toBe('0.1')
  })
})

describe('what moving from one figure to another adds', () => {
  test('slice by slice in a marginal table, in both directions and across 0', () => {
    const t = made('marginal', rates)
    expect([between(t, '5', '15'), between(t, '15', '5'), between(t, '7', '7')]).toEqual(['1.5', '-1.5', '0'])
    expect([between(t, '-10', '5'), between(t, '5', '-10')]).toEqual(['1.5', '-1.5'])
    expect([between(t, '0', '40'), between(t, '12', '35'), between(t, '31', '32')]).toEqual(['10', '6.1', '0.5'])
    expect([between(t, '5', '10'), between(t, '10', '30'), between(t, '5', '25', '2')]).toEqual(['0.5', '4', '2.5'])
  })

  test('with a first band that starts above 0, everything below its end is in it', () => {
    const t = made('marginal', [
      ['5', '0.1'],
      ['10', '0.2'],
    ])
    expect([between(t, '0', '10'), between(t, '0', '12')]).toEqual(['1', '1.4'])
  })

  test('the difference of two figures in every other', () => {
    expect([between(made('whole', rates), '9', '10'), between(made('whole', rates), '10', '9')]).toEqual([
      '1.1',
      '-1.1',
    ])
    expect(between(made('step', rates), '9', '31')).toBe('0.4')
    expect(between(made('interpolated', rates), '10', '20')).toBe('0.15')
  })
})

describe('on another basis', () => {
  const over = (t: CompiledTable, low: string, high: string, paid: string) =>
    exactToText(t.over(asked(), x(low), x(high), x('1'), x(paid)))
  const overAll = (t: CompiledTable, value: string, paid: string) =>
    exactToText(t.overAll(asked(), x(value), x('1'), x(paid)))

  test('the rate over the slices that a deal adds is what they pay per unit', () => {
    expect(over(made('marginal', rates), '5', '15', '700')).toBe('105')
    expect(over(made('whole', rates), '9', '10', '700')).toBe('770')
  })

  test('a deal that moves nothing is paid at the rate that is reached', () => {
    expect(over(made('marginal', rates), '15', '15', '700')).toBe('140')
  })

  test('the same over everything up to a figure', () => {
    expect(overAll(made('marginal', rates), '20', '700')).toBe('105')
    expect(overAll(made('whole', rates), '20', '700')).toBe('140')
    expect(overAll(made('marginal', rates), '0', '700')).toBe('70')
  })
})

describe('steps', () => {
  const told = (ask: (f: Frame) => unknown) => {
    const steps: Step[] = []
    ask(asked(steps))
    return steps
  }

  test('a reached band tells its edges, the figure, and its rate', () => {
    const t = made('whole', rates, { title: 'Accelerator' })
    expect(told((f) => t.at(f, x('40'), x('2'), 'money'))).toEqual([
      {
        kind: 'Band',
        path: '/tables/3/bands/1',
        at: null,
        label: 'Accelerator',
        value: { type: 'percent', text: '0.2' },
        steps: [],
        band: { from: '20', to: '60', slice: '40', rate: '0.2', rateType: 'percent' },
      },
    ])
  })

  test('the last band has no end, and money is told as money', () => {
    const t = made('step', rates, {}, true)
    expect(told((f) => t.cell(f, x('31'), x('1')))).toMatchObject([
      {
        path: '/tables/3/bands/2',
        value: { type: 'money', text: '0.5' },
        band: { from: '30', to: null, rateType: 'money' },
      },
    ])
  })

  test('each slice of a marginal table tells what it adds, and only those that are passed', () => {
    const t = made('marginal', rates)
    const pieces = (low: string, high: string) =>
      told((f) => t.between(f, x(low), x(high), x('1'), 'money')).map(
        ({ path, value, band }) => `${path} ${band?.slice} × ${band?.rate} = ${value?.text} ${value?.type}`,
      )
    expect(pieces('5', '12')).toEqual([
      '/tables/3/bands/0 5 × 0.1 = 0.5 money',
      '/tables/3/bands/1 2 × 0.2 = 0.4 money',
    ])
    expect(pieces('12', '5')).toEqual([
      '/tables/3/bands/0 -5 × 0.1 = -0.5 money',
      '/tables/3/bands/1 -2 × 0.2 = -0.4 money',
    ])
    expect(pieces('10', '30')).toEqual(['/tables/3/bands/1 20 × 0.2 = 4 money'])
    expect(pieces('0', '10')).toEqual(['/tables/3/bands/0 10 × 0.1 = 1 money'])
  })

  test('on another basis they tell what the table gives for what is read, a plain number', () => {
    const t = made('marginal', rates)
    const figures = (ask: (f: Frame) => unknown) => told(ask).map((s) => `${s.value?.text} ${s.value?.type}`)
    expect(figures((f) => t.over(f, x('5'), x('12'), x('1'), x('700')))).toEqual(['0.5 number', '0.4 number'])
    expect(figures((f) => t.overAll(f, x('12'), x('1'), x('700')))).toEqual(['1 number', '0.4 number'])
  })

  test('a point on a line tells the band before it', () => {
    const paths = (money: boolean) => {
      const t = made('interpolated', rates, {}, money)
      return ['-1', '5', '10', '99'].map((v) => {
        const [step] = told((f) => t.at(f, x(v), x('1'), 'number'))
        return `${step?.path.at(-1)} ${step?.value?.type} ${step?.value?.text} ${step?.band?.rate}`
      })
    }
    expect(paths(false)).toEqual(['0 percent 0.1 0.1', '0 percent 0.15 0.15', '1 percent 0.2 0.2', '2 percent 0.5 0.5'])
    expect(paths(true)[0]).toBe('0 money 0.1 0.1')
  })

  test('a step points to its band’s block, else to the table’s', () => {
    const pointed = (bands: RateTable['bands'], over: Partial<RateTable>) => {
      const t = made('step', [['0', '1']], { ...over, bands })
      return told((f) => t.cell(f, x('1'), x('1')))[0]?.at
    }
    const band = { from: '0', value: pct('1') }
    expect(pointed([{ ...band, at: 'band-1' }], { at: 'table-1' })).toBe('band-1')
    expect(pointed([band], { at: 'table-1' })).toBe('table-1')
  })
})
