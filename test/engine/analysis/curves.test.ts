import { expect, test } from 'vitest'
import { compilePlan, type Exact, exactToText, type Plan } from '#engine'
import { Budget } from '#engine/analyse/budget'
import { CurveAlgebra } from '#engine/analyse/curve-algebra'
import { numberAt } from '#engine/analyse/figure'
import { Investigation } from '#engine/analyse/investigation'
import { numberOf, type Scenario, situationAt, varying } from '#engine/analyse/scenario'
import { datesOf, dealOf, settingsOf, situationOf } from '#engine/analyse/settings'
import { samplesOf } from '#engine/analyse/shapes'
import { payOf } from '#engine/analyse/situation'
import { walk } from '#engine/analyse/walk'
import { Dice } from '#test/support/random'
import { CORPUS, clean, seeded } from './corpus.ts'

/** Plans of all shapes of the corpus, clean and not. */
const plans: { plan: Plan; shape: string }[] = [
  ...(Object.keys(CORPUS) as (keyof typeof CORPUS)[]).flatMap((code) =>
    Array.from({ length: 24 }, (_, k) => seeded(code, k)),
  ),
  ...Array.from({ length: 54 }, (_, k) => clean(k)),
]

/** Half a minor unit for each line and each earning of each period that the engine rounds and a curve does not. */
const ROUNDING = 3n

test('a curve is, at every point, what the engine pays there', () => {
  const dice = new Dice(7)
  let compared = 0
  for (const { plan, shape } of plans) {
    const compiled = compilePlan(plan)
    if (!compiled.ok) throw new Error(shape)
    const i = new Investigation([compiled.value], {})
    for (const setting of settingsOf(i).slice(0, 3)) {
      const deals = ['a', 'deal', 'z'].map((id) => dealOf(i, setting, { id }))
      for (const field of ['amount', ...i.survey.numbers.keys()]) {
        const scenario: Scenario = {
          situation: situationOf(i, setting, deals, datesOf(i, setting)),
          variable: numberOf(field, 'deal'),
        }
        const algebra = new CurveAlgebra(i.domain, new Budget(1_000_000))
        const { total } = walk(compiled.value, { types: i.types, algebra }, varying(algebra, scenario))
        const points: Exact[] = [
          ...samplesOf(total, i.domain, 2),
          ...Array.from({ length: 4 }, () => ({ n: BigInt(dice.whole(1, 50_000_000)), d: 100n })),
        ]
        for (const x of points) {
          const curve = numberAt(total, x)
          const pay = payOf(compiled.value, situationAt(scenario, x))
          if (!pay.isWhole) continue
          compared++
          const engine = [...pay.byEarning.values()].reduce((a, b) => a + b, 0n)
          const apart = curve ? (curve.n * 100n) / curve.d - engine : 999n
          expect([shape, field, exactToText(x), apart >= -ROUNDING && apart <= ROUNDING]).toEqual([
            shape,
            field,
            exactToText(x),
            true,
          ])
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(2_000)
})
