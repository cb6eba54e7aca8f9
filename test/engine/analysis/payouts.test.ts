import { describe, expect, test } from 'vitest'
import {
  compilePlan,
  type Expression,
  type Finding,
  findLoopholes,
  type PayoutRule,
  type Plan,
  parseExact,
} from '#engine'
import { Budget } from '#engine/analyse/budget'
import { CurveAlgebra } from '#engine/analyse/curve-algebra'
import { numberAt } from '#engine/analyse/figure'
import { Investigation } from '#engine/analyse/investigation'
import { numberOf, type Scenario, situationAt, varying } from '#engine/analyse/scenario'
import { dealOf, settingsOf, situationOf } from '#engine/analyse/settings'
import { samplesOf } from '#engine/analyse/shapes'
import { payOf } from '#engine/analyse/situation'
import { walk } from '#engine/analyse/walk'
import { atLeast, credit, earning, measure, ownerRule, pct, plan, sumOf, table, times, usd } from '#test/support/plans'
import { Dice } from '#test/support/random'
import { gainAlone } from './replay-alone.ts'

const attainment: Expression = { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }
const choose = (when: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'If',
  when,
  then,
  otherwise,
})
const rate = earning(times(pct('0.1'), credit), { id: 'rate', per: 'credit' })
const bonus = earning(choose(atLeast(attainment, pct('1')), usd('3000'), usd('0')), { id: 'bonus' })
const withRules = (payoutRules: PayoutRule[], over: Partial<Plan> = {}): Plan =>
  plan({ measures: [sumOf()], earnings: [rate], payoutRules, ...over })
const title = { title: 'Rule' }
const cap = (amount: string, over: object = {}): PayoutRule => ({
  kind: 'CapTogether',
  id: 'cap',
  ...title,
  cap: usd(amount),
  excess: 'lost',
  ...over,
})
const draw = (amount: Expression, over: object = {}): PayoutRule => ({
  kind: 'Draw',
  id: 'draw',
  ...title,
  amount,
  pays: 'upTo',
  ...over,
})

const findings = (p: Plan): Finding[] => findLoopholes(p).filter((f): f is Finding => f.code !== 'not-excluded')
const warnings = (p: Plan) => findings(p).filter((f) => f.severity === 'warning')
const borneOut = (p: Plan): void => {
  for (const f of findings(p)) expect(parseExact(f.replay.gain)).toEqual({ n: gainAlone([p], f.witness), d: 100n })
}

describe('what is paid decides, not what is earned', () => {
  test('a guarantee that ends at quota pays less for more, though nothing that is earned falls', () => {
    const p = withRules([draw(choose(atLeast(attainment, pct('0.2')), usd('0'), usd('5000')))])
    const [fall] = warnings(p)
    expect([fall?.code, fall?.path, fall?.replay]).toEqual([
      'non-monotone',
      '/payoutRules/0/amount/when',
      { before: '2000.00', after: '5000.00', gain: '3000.00' },
    ])
    borneOut(p)
  })

  test('a cliff of an earning that a cap over several earnings takes away is none', () => {
    const open = plan({ measures: [sumOf()], earnings: [rate, bonus] })
    expect(warnings(open).map((f) => f.code)).toContain('cliff')
    expect(findings(withRules([cap('9000')], { earnings: [rate, bonus] })).map((f) => f.code)).not.toContain('cliff')
  })

  test('a cap under which a part of the cliff is left names that part', () => {
    const p = withRules([cap('11000')], { earnings: [rate, bonus] })
    expect(findings(p).find((f) => f.code === 'cliff')?.replay.gain).toBe('1000.00')
    borneOut(p)
  })

  test.each<[string, PayoutRule]>([
    ['a minimum payment', { kind: 'MinimumPayment', id: 'least', ...title, amount: usd('500') }],
    ['a hold', { kind: 'Hold', id: 'hold', ...title, share: '0.5', periods: 3 }],
    ['negative carry-forward', { kind: 'CarryNegative', id: 'carry', ...title }],
    ['a recoverable draw', draw(usd('2000'), { recovery: { percent: '0.5', forgivenAtEnd: false } })],
    ['a cap whose excess is banked', cap('4000', { excess: 'banked' })],
  ])('%s moves money in time and takes none: nothing is found', (_, rule) => {
    expect(findings(withRules([rule]))).toEqual([])
  })

  test('a guarantee pays for bunching deals in one period: information, since the plan says so', () => {
    const found = findings(withRules([draw(usd('4000'))]))
    expect([...new Set(found.map((f) => `${f.code} ${f.severity}`))]).toEqual(['timing-gain info'])
    borneOut(withRules([draw(usd('4000'))]))
  })

  test('a draw that ends later was looked at in its first periods only, and that is said', () => {
    const p = withRules([draw(usd('2000'), { periods: 3 })])
    const open = findLoopholes(p).filter((f) => f.code === 'not-excluded')
    expect(open.map((f) => f.path)).toContain('/payoutRules/0')
  })
})

describe('what a reversal leaves', () => {
  const clawback = {
    kind: 'Clawback',
    id: 'back',
    title: 'Back',
    share: '1',
    manner: { kind: 'Full' },
    reducesAttainment: true,
  } as const
  test('a bonus that a deal brought stays when it is reversed in the next period', () => {
    const p = plan({ measures: [sumOf()], earnings: [rate, bonus], clawbacks: [clawback] })
    const left = findings(p).find((f) => f.path === '/clawbacks/0')
    expect([left?.code, left?.severity, left?.replay.gain]).toEqual(['timing-gain', 'warning', '3000.00'])
    borneOut(p)
  })
  test('a commission alone leaves nothing, and what was not looked at is said', () => {
    const p = plan({ earnings: [rate], clawbacks: [clawback] })
    expect(findings(p)).toEqual([])
    expect(findLoopholes(p).map((f) => f.path)).toEqual(['/clawbacks/0'])
  })
})

/** Rules of every kind, in any order, over one earning or all. */
function rulesOf(d: Dice): PayoutRule[] {
  const of = () => d.oneOf([{}, { earnings: ['rate'] }, { earnings: ['bonus'] }, { earnings: ['rate', 'bonus'] }])
  const make: (() => PayoutRule)[] = [
    () => cap(`${d.whole(2, 12)}000`, { ...of(), excess: d.oneOf(['lost', 'banked']) }),
    () =>
      draw(usd(`${d.whole(0, 6)}000`), {
        ...of(),
        pays: d.oneOf(['upTo', 'onTop']),
        ...d.oneOf([
          {},
          { periods: d.whole(1, 3) },
          { periods: d.whole(1, 3), recovery: { percent: '0.5', forgivenAtEnd: true, from: d.whole(1, 2) } },
          { recovery: { percent: '0.5', forgivenAtEnd: false, from: d.whole(1, 2) } },
          { recovery: { percent: '1', forgivenAtEnd: false, floor: usd('1000') } },
        ]),
      }),
    () => ({ kind: 'Hold', id: 'hold', ...title, ...of(), share: '0.25', periods: d.whole(1, 2) }),
    () => ({ kind: 'CarryNegative', id: 'carry', ...title }),
    () => ({ kind: 'MinimumPayment', id: 'least', ...title, amount: usd(`${d.whole(1, 9)}00`) }),
  ]
  return make.filter(() => d.next() < 0.6).map((rule) => rule())
}

test('what is paid is, at every point, what the engine pays and still owes', () => {
  let compared = 0
  for (let seed = 0; seed < 200; seed++) {
    const d = new Dice(seed)
    const payable = d.oneOf([
      {},
      { payable: { kind: 'Amortised' as const, periods: 3 } },
      {
        payable: {
          kind: 'Instalments' as const,
          parts: [
            { share: '0.4', afterPeriods: 0 },
            { share: '0.6', afterPeriods: 2 },
          ],
        },
      },
      { payable: { kind: 'OnEvent' as const, event: 'cash', atOnce: '0.5' } },
    ])
    const steps = table('step', 'share', [
      ['0', usd('-500')],
      ['0.5', usd('800')],
      ['1', usd('3000')],
    ])
    const read: Expression = { kind: 'ApplyTable', table: steps.id, reads: { kind: 'Window', of: attainment } }
    const p = withRules(rulesOf(d), {
      period: 'month',
      credits: [ownerRule()],
      tables: [steps],
      earnings: [{ ...rate, ...payable }, earning(read, { id: 'bonus' })],
    })
    const compiled = compilePlan(p)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.error))
    const i = new Investigation([compiled.value], {})
    const setting = settingsOf(i)[0]
    if (!setting) throw new Error('no setting')
    const days = ['2026-03-10', '2026-04-20', '2026-05-05']
    const deals = days.map((creditedOn, k) =>
      dealOf(i, setting, { id: k === 1 ? 'deal' : `other ${k}`, creditedOn, amount: `${d.whole(1, 90)}000` }),
    )
    const scenario: Scenario = {
      situation: situationOf(i, setting, deals, { from: '2026-03-01', through: '2026-05-31' }),
      variable: numberOf('amount', 'deal'),
    }
    const algebra = new CurveAlgebra(i.domain, new Budget(1_000_000))
    const { total } = walk(compiled.value, { types: i.types, algebra }, varying(algebra, scenario))
    for (const x of [...samplesOf(total, i.domain, 2), { n: BigInt(d.whole(1, 9_000_000)), d: 100n }]) {
      const pay = payOf(compiled.value, situationAt(scenario, x))
      const curve = numberAt(total, x)
      const apart = curve ? (curve.n * 100n) / curve.d - pay.settled : 999n
      // A cent for each earning and rule of three periods, which the engine rounds and a curve does not.
      expect([seed, p.payoutRules, apart >= -8n && apart <= 8n]).toEqual([seed, p.payoutRules, true])
      compared++
    }
  }
  expect(compared).toBeGreaterThan(1_500)
})

test('a measure that only a payout rule reads is looked at together with the rest', () => {
  const p = withRules([draw(choose(atLeast(measure('score'), pct('0.5')), usd('0'), usd('5000')))], {
    inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
  })
  expect(warnings(p).map((f) => [f.code, f.path])).toContainEqual(['non-monotone', '/payoutRules/0/amount/when'])
})
