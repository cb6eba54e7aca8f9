import { describe, expect, test } from 'vitest'
import {
  compilePlan,
  type Expression,
  type Finding,
  findLoopholes,
  type NotExcluded,
  type Plan,
  replayWitness,
} from '#engine'
import { Investigation } from '#engine/analyse/investigation'
import { cannotGainBySplitting, cannotGainByTiming } from '#engine/analyse/proofs'
import {
  atLeast,
  credit,
  earning,
  field,
  measure,
  onWindow,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '#test/support/plans'
import { CORPUS, clean, seeded } from './corpus.ts'

const quota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
const attainment: Expression = { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }
const findings = (p: Plan, options = {}): Finding[] =>
  findLoopholes(p, options).filter((f): f is Finding => f.code !== 'not-excluded')
const open = (p: Plan, options = {}): NotExcluded[] =>
  findLoopholes(p, options).filter((f): f is NotExcluded => f.code === 'not-excluded')

const steps: Plan = plan({
  measures: [sumOf()],
  tables: [
    table('step', 'share', [
      ['0', usd('0')],
      ['0.8', usd('400')],
      ['1', usd('1000')],
    ]),
  ],
  earnings: [earning(onWindow(attainment))],
})

describe('a finding says what is worth how much, and where', () => {
  test('the steps of a bonus, at the band that is reached, to the cent', () => {
    const cliffs = findings(steps).filter((f) => f.code === 'cliff')
    expect(cliffs.map((f) => [f.path, f.severity, f.replay])).toEqual([
      ['/tables/0/bands/2', 'warning', { before: '400.00', after: '1000.00', gain: '600.00' }],
      ['/tables/0/bands/1', 'warning', { before: '0.00', after: '400.00', gain: '400.00' }],
    ])
    expect(cliffs[0]?.message).toBe(
      'At a deal of 100000, what is paid jumps from 400.00 to 1000.00: crossing it is worth 600.00.',
    )
    const amounts = [cliffs[0]?.witness.before, cliffs[0]?.witness.after].map(
      (side) => side?.situation.deals[0]?.amount,
    )
    expect(amounts).toEqual(['99999.99', '100000'])
  })

  test('an edge that belongs to the lower band is crossed a cent later', () => {
    const lower = { ...steps, tables: steps.tables.map((t) => ({ ...t, edgeBelongsTo: 'lower' as const })) }
    const cliff = findings(lower).find((f) => f.code === 'cliff')
    expect(cliff?.witness.before.situation.deals[0]?.amount).toBe('100000')
    expect(cliff?.witness.after.situation.deals[0]?.amount).toBe('100000.01')
  })

  test('a quota of the asker’s own moves the cliff', () => {
    const cliff = findings(steps, { quotas: { revenue: '50000' } }).find((f) => f.code === 'cliff')
    expect(cliff?.witness.after.situation.deals[0]?.amount).toBe('50000')
  })

  test('a whole table declares its cliff: information, with its size', () => {
    const whole = plan({
      measures: [sumOf()],
      tables: [
        table('whole', 'share', [
          ['0', pct('0.04')],
          ['1', pct('0.06')],
        ]),
      ],
      earnings: [earning(onWindow(measure('revenue'), { per: quota }))],
    })
    const cliff = findings(whole).find((f) => f.code === 'cliff')
    expect([cliff?.severity, cliff?.replay.gain]).toEqual(['info', '2000.00'])
    expect(findings(whole).filter((f) => f.severity === 'warning')).toEqual([])
  })

  test('the same rates written with if do not declare it', () => {
    const rate: Expression = {
      kind: 'If',
      when: atLeast(attainment, pct('1')),
      // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word
      then: pct('0.06'),
      otherwise: pct('0.04'),
    }
    const written = plan({ measures: [sumOf()], earnings: [earning(times(rate, measure('revenue')))] })
    const cliff = findings(written).find((f) => f.code === 'cliff')
    expect([cliff?.severity, cliff?.path, cliff?.replay.gain]).toEqual([
      'warning',
      '/earnings/0/amount/of/0/when',
      '2000.00',
    ])
  })

  test('a move of a deal names both days', () => {
    const move = findings(steps).find((f) => f.code === 'timing-gain')
    const on = [move?.witness.before, move?.witness.after].map(
      (s) => s?.situation.deals.find((d) => d.id === 'deal')?.creditedOn,
    )
    expect(on.sort()).toEqual(['2026-09-30', '2026-10-01'])
  })
})

describe('exposure', () => {
  const quantiles = [
    { probability: '0.5', attainment: '0.9' },
    { probability: '0.9', attainment: '1.1' },
    { probability: '1', attainment: '1.6' },
  ]
  test('what the plan costs at the 95th and 99th percentile of a stated attainment', () => {
    const rate = plan({
      measures: [sumOf()],
      tables: [
        table('marginal', 'share', [
          ['0', pct('0.05')],
          ['1', pct('0.1')],
        ]),
      ],
      earnings: [earning(running('slice', { per: quota }), { per: 'credit' })],
    })
    const found = findings(rate, { attainment: { quota: 'revenue', quantiles, participants: 40 } }).filter(
      (f) => f.code === 'exposure',
    )
    // 95th: 1.35 of 100,000: 5,000 and 10 % of 35,000. 99th: 1.55.
    expect(found.map((f) => [f.path, f.replay.before, f.replay.after])).toEqual([
      ['/exposure/0.99', '4500.00', '10500.00'],
      ['/exposure/0.95', '4500.00', '8500.00'],
    ])
    expect(found[1]?.message).toContain('40 such participants cost 340000')
  })
  test('nobody asks, nobody is told', () => {
    expect(findings(steps).filter((f) => f.code === 'exposure')).toEqual([])
  })
})

describe('what cannot be shown is not a finding', () => {
  const flat = earning(times(pct('0.05'), credit), { per: 'credit' })
  test('a rate per deal leaves nothing open', () => {
    expect(findLoopholes(plan({ earnings: [flat] }))).toEqual([])
  })
  test('a rank depends on others', () => {
    const ranked = plan({
      measures: [sumOf()],
      earnings: [earning(times(usd('100'), { kind: 'Rank', measure: 'revenue', best: 'highest' }))],
    })
    expect(findings(ranked)).toEqual([])
    expect(open(ranked).map((f) => f.of)).toContain('cliff')
  })
  test('payout rules make a sum over periods of what no proof covers', () => {
    const held = plan({
      earnings: [flat],
      payoutRules: [{ kind: 'Hold', id: 'hold', title: 'Hold', share: '0.1', periods: 1 }],
    })
    expect(open(held).map((f) => [f.of, f.path])).toEqual([['timing-gain', '']])
  })
  test('two numbers that decide together along a slant are looked at everywhere: what is not found is excluded', () => {
    const margin = plan({
      fields: [{ id: 'profit', type: 'money' }],
      credits: [ownerRule(), ownerRule({ id: 'profit', creditType: 'profit', amount: field('profit') })],
      measures: [
        sumOf({
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'revenue' } },
        }),
        sumOf({
          id: 'profit',
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'profit' } },
        }),
      ],
      earnings: [
        earning(times(pct('0.1'), measure('profit')), {
          gate: atLeast(measure('profit'), times(pct('0.08'), measure('revenue'))),
        }),
      ],
    })
    expect(findings(margin).map((f) => f.code)).toContain('non-monotone')
    expect(findings(margin).map((f) => f.code)).not.toContain('marginal-rate')
    expect(open(margin).map((f) => f.of)).not.toContain('marginal-rate')
  })
  test('without steps nothing is found, nothing is excluded, and it ends', () => {
    const codes = findLoopholes(steps, { steps: 5 })
    expect(codes.every((f) => f.code === 'not-excluded' || f.code === 'dead-band')).toBe(true)
    expect(open(steps, { steps: 5 }).map((f) => f.of)).toEqual(
      expect.arrayContaining([
        'cliff',
        'non-monotone',
        'marginal-rate',
        'flat-zone',
        'timing-gain',
        'splitting-gain',
        'double-pay',
      ]),
    )
  })
  test('what cannot be followed hides nothing of what can', () => {
    const ranked = earning(times(usd('100'), { kind: 'Rank', measure: 'revenue', best: 'highest' }), { id: 'rank' })
    const both = { ...steps, earnings: [...steps.earnings, ranked] }
    expect(findings(both).find((f) => f.code === 'cliff')?.replay).toEqual({
      before: '500.00',
      after: '1100.00',
      gain: '600.00',
    })
    expect(open(both).map((f) => f.of)).toEqual(expect.arrayContaining(['cliff', 'non-monotone', 'timing-gain']))
  })
  test('kinds of deals beyond those that are looked at leave their classes open', () => {
    const fields = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, type: 'yes/no' as const }))
    const many = plan({ fields, credits: fields.map(({ id }) => ownerRule({ id, when: field(id) })), earnings: [flat] })
    expect(open(many).map((f) => f.of)).toEqual(expect.arrayContaining(['cliff', 'flat-zone']))
  })
  test('a plan with errors has no analysis', () => {
    expect(findLoopholes(plan({ earnings: [earning(measure('nothing'))] }))).toEqual([])
  })
  test('a witness with a data exception is refused', () => {
    const witness = findings(steps)[0]!.witness
    const without = { ...witness, before: { situation: { ...witness.before.situation, quotas: {} } } }
    expect(() => replayWitness(steps, without)).toThrow('data exception')
  })
})

test('what is proven impossible is never found', () => {
  const plans = [
    ...(Object.keys(CORPUS) as (keyof typeof CORPUS)[]).flatMap((code) =>
      Array.from({ length: 12 }, (_, k) => seeded(code, k)),
    ),
    ...Array.from({ length: 36 }, (_, k) => clean(k)),
  ]
  let proofs = 0
  for (const { plan: p, options, shape } of plans) {
    const compiled = compilePlan(p)
    if (!compiled.ok) throw new Error(shape)
    const { types } = new Investigation([compiled.value], {})
    const found = findLoopholes(p, options).map((f) => f.code)
    if (cannotGainBySplitting(types)) expect([shape, found.includes('splitting-gain')]).toEqual([shape, false])
    if (cannotGainByTiming(types)) expect([shape, found.includes('timing-gain')]).toEqual([shape, false])
    proofs += Number(cannotGainBySplitting(types)) + Number(cannotGainByTiming(types))
  }
  expect(proofs).toBeGreaterThan(50)
})
