import { add, compare, divide, type Exact, exactToText, multiply, parseExact, subtract } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { AnalysisOptions } from './finding.ts'
import { mainColumn } from './histories.ts'
import type { Investigation } from './investigation.ts'
import { digitsOf, numberOf, type Scenario, situationAt } from './scenario.ts'
import { datesOf, dealOf, type Setting, situationOf } from './settings.ts'

type Quantiles = NonNullable<AnalysisOptions['attainment']>['quantiles']

/** The attainment below which a share of the participants stays: straight lines join the stated quantiles. */
export function quantile(quantiles: Quantiles, probability: Exact): Exact | undefined {
  const points = quantiles
    .map((q) => ({ p: parseExact(q.probability), a: parseExact(q.attainment) }))
    .sort((x, y) => compare(x.p, y.p))
  const after = points.findIndex((q) => compare(q.p, probability) >= 0)
  const [left, right] = [points[after - 1], points[after]]
  if (!right) return points.at(-1)?.a
  if (!left || compare(left.p, right.p) === 0) return right.a
  const part = divide(subtract(probability, left.p), subtract(right.p, left.p))
  return add(left.a, multiply(part, subtract(right.a, left.a)))
}

/** What the plan costs where attainment is at its 95th and 99th percentile, against its median. */
export function inspectExposure(i: Investigation, setting: Setting): void {
  const { attainment } = i.options
  if (!attainment) return
  const quota = parseExact(
    i.options.quotas?.[attainment.quota] ?? (i.survey.quotas.get(attainment.quota) === 'number' ? '10' : '100000'),
  )
  const isCounted = i.survey.quotas.get(attainment.quota) === 'number'
  const field = isCounted && i.survey.numbers.has('quantity') ? 'quantity' : mainColumn(i)
  const scenario: Scenario = {
    situation: situationOf(i, setting, [dealOf(i, setting, { id: 'deal' })], datesOf(i, setting)),
    variable:
      isCounted && !i.survey.numbers.has('quantity') ? { kind: 'deals', deal: 'deal' } : numberOf(field, 'deal'),
  }
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  const at = (p: string): Exact | undefined => {
    const a = quantile(attainment.quantiles, parseExact(p))
    return a && roundExact(multiply(a, quota), digits, 'half-up')
  }
  const median = at('0.5')
  const people = attainment.participants ?? 1
  for (const [p, percentile] of [
    ['0.95', '95'],
    ['0.99', '99'],
  ] as const) {
    const x = at(p)
    if (!x || !median) continue
    i.suspect({
      code: 'exposure',
      severity: 'info',
      origin: { path: `/exposure/${p}`, at: null },
      worth: x,
      witness: { before: { situation: situationAt(scenario, median) }, after: { situation: situationAt(scenario, x) } },
      say: (replay) => {
        const total = exactToText(multiply(parseExact(replay.after), { n: BigInt(people), d: 1n }))
        const values = { percentile, attainment: i.share(divide(x, quota)), ...i.replayed(replay) }
        return people === 1
          ? { key: 'cost-at-percentile', values }
          : { key: 'cost-at-percentile-together', values: { ...values, people: String(people), total: i.money(total) } }
      },
    })
  }
}
