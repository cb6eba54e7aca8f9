import { checkPlan, compilePlan, type Earning, type Expression, findLoopholes, type Plan, parsePlan } from '#engine'
import { CORPUS, clean, seeded } from '../engine/analysis/corpus.ts'
import { hidden, severalClean } from '../engine/analysis/several-plans.ts'
import { HOSTILE } from '../support/hostile.ts'
import {
  countOf,
  credit,
  earning,
  field,
  measure,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'

const ROUNDS = 5

/** The best of a few rounds, in milliseconds of the processor: what the work takes when nothing else does. */
function best(work: () => void, rounds = ROUNDS): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < rounds; i++) {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

/** A plan of 200 parts: 40 parameters, 30 rules, 40 measures, 20 tables, 70 earnings. */
export function largePlan(): Plan {
  const ids = (n: number) => Array.from({ length: n }, (_, i) => i)
  const param = (i: number): Expression => ({ kind: 'Parameter', parameter: `p${i % 40}` })
  return plan({
    fields: [{ id: 'region', type: 'choice' }],
    parameters: ids(40).map((i) => ({
      kind: 'Parameter',
      id: `p${i}`,
      title: `P${i}`,
      type: 'percent',
      default: '0.01',
    })),
    credits: ids(30).map((i) =>
      ownerRule({
        id: `r${i}`,
        group: 'one',
        when: { kind: 'Compare', op: '=', left: field('region'), right: { kind: 'Text', value: `region ${i}` } },
      }),
    ),
    measures: ids(40).map((i) => (i % 4 === 3 ? countOf({ id: `m${i}` }) : sumOf({ id: `m${i}` }))),
    tables: ids(20).map((i) =>
      table(
        'marginal',
        'money',
        [
          ['0', param(2 * i)],
          ['1000', pct('0.02')],
          ['20000', param(2 * i + 1)],
        ],
        { id: `t${i}` },
      ),
    ),
    earnings: ids(70).map((i): Earning => {
      const m = `m${(i % 10) * 4 + (Math.floor(i / 10) % 3)}`
      return i % 3 === 0
        ? earning(running('slice', { table: `t${i % 20}`, reads: { kind: 'Running', measure: m, lookup: 'slice' } }), {
            id: `e${i}`,
            per: 'credit',
          })
        : i % 3 === 1
          ? earning(times(param(i), measure(m)), {
              id: `e${i}`,
              cap: usd('50000'),
              gate: {
                kind: 'Compare',
                op: '>=',
                left: measure(`m${(i % 10) * 4 + 3}`),
                right: { kind: 'Number', value: '2' },
              },
            })
          : earning(times(param(i), credit), { id: `e${i}`, per: 'credit' })
    }),
  })
}

/** Analyses of the corpus: plans of up to two numbers that vary, and plans of more. */
function analyses(large: Plan): { medianMs: number; worstMs: number; severalMs: number; largeMs: number } {
  const plans = [
    ...(Object.keys(CORPUS) as (keyof typeof CORPUS)[]).flatMap((code) =>
      Array.from({ length: 15 }, (_, k) => seeded(code, k)),
    ),
    ...Array.from({ length: 36 }, (_, k) => clean(k)),
  ]
  for (const { plan: p, options } of plans) findLoopholes(p, options)
  const all = plans.map(({ plan: p, options }) => best(() => findLoopholes(p, options), 3)).sort((a, b) => a - b)
  return {
    medianMs: all[Math.floor(all.length / 2)] ?? 0,
    worstMs: all.at(-1) ?? 0,
    severalMs: Math.max(...severalPlans().map((p) => best(() => findLoopholes(p), 3))),
    largeMs: best(() => findLoopholes(large), 2),
  }
}

/** Plans of four and five numbers that decide together, clean and not. */
const severalPlans = (): Plan[] => [
  severalMeasures(),
  ...Array.from({ length: 8 }, (_, k) => hidden('cliff', k).plan),
  ...Array.from({ length: 8 }, (_, k) => severalClean(k).plan),
]

/** Five numbers that vary: amount, quantity, profit, a score and the number of deals. */
function severalMeasures(): Plan {
  const grid: Expression = {
    kind: 'MatrixCell',
    matrix: 'grid',
    of: [{ kind: 'Attainment', measure: 'revenue', quota: 'revenue' }, measure('units')],
  }
  return plan({
    fields: [{ id: 'profit', type: 'money' }],
    credits: [ownerRule(), ownerRule({ id: 'profit', creditType: 'profit', amount: field('profit') })],
    measures: [
      sumOf({
        when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'revenue' } },
      }),
      sumOf({
        id: 'profits',
        when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'profit' } },
      }),
      sumOf({ id: 'units', value: field('quantity') }),
      countOf({ id: 'deals' }),
    ],
    inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
    matrices: [
      {
        kind: 'Matrix',
        id: 'grid',
        title: 'Grid',
        axes: [
          { kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: ['0', '0.5', '1'] },
          { kind: 'Bands', axis: 'number', edgeBelongsTo: 'higher', from: ['0', '10', '50'] },
        ],
        cells: [1, 2, 3, 2, 3, 4, 3, 4, 5].map((n) => pct(`0.0${n}`)),
      },
    ],
    earnings: [
      earning(times(grid, measure('revenue')), {
        gate: { kind: 'Compare', op: '>=', left: measure('profits'), right: times(pct('0.08'), measure('revenue')) },
      }),
      earning(times(usd('5000'), { kind: 'Min', of: [measure('score'), pct('1.2')] }), { id: 'score' }),
      earning(
        {
          kind: 'If',
          when: { kind: 'Compare', op: '>=', left: measure('deals'), right: { kind: 'Number', value: '5' } },
          // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word
          then: usd('1000'),
          otherwise: usd('0'),
        },
        { id: 'deals' },
      ),
    ],
  })
}

/** What checking, compiling, refusing and analysing take, in milliseconds. */
export function analysisFigures() {
  const large = largePlan()
  const text = JSON.stringify(large)
  const parsed = parsePlan(text)
  if (!parsed.ok || checkPlan(parsed.value).some((d) => d.severity === 'error'))
    throw new Error('the large plan has errors')
  return {
    parse: best(() => parsePlan(text), 20),
    check: best(() => checkPlan(parsed.value), 20),
    compile: best(() => {
      const compiled = compilePlan(parsed.value)
      if (compiled.ok) void compiled.value.plain
    }, 20),
    hostile: Math.max(
      ...HOSTILE.map(([, input]) =>
        best(() => {
          const refused = parsePlan(input())
          if (refused.ok && checkPlan(refused.value).every((d) => d.severity !== 'error'))
            throw new Error('not refused')
        }, 3),
      ),
    ),
    analysis: analyses(parsed.value),
  }
}
