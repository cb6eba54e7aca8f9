import { describe, expect, test } from 'vitest'
import { compilePlan, type Exact, findLoopholes, replayWitness } from '#engine'
import { Budget } from '#engine/analyse/budget'
import { isFraction } from '#engine/analyse/figure'
import { Investigation } from '#engine/analyse/investigation'
import { numberOf, type Scenario, type Variable, varyingTogether, withValue } from '#engine/analyse/scenario'
import { datesOf, dealOf, settingsOf, short, situationOf } from '#engine/analyse/settings'
import { formAt, rangeOf } from '#engine/analyse/several/form'
import { Region } from '#engine/analyse/several/region'
import { RegionAlgebra, Undecided } from '#engine/analyse/several/region-algebra'
import { pointsOf } from '#engine/analyse/several/sample'
import { payOf } from '#engine/analyse/situation'
import { walk } from '#engine/analyse/walk'
import { HIDDEN, hidden, impossible, type SeveralPlan, severalClean } from './several-plans.ts'

const CURVES = ['cliff', 'non-monotone', 'marginal-rate', 'flat-zone']
/** A hang guard at five times the 200 ms that an analysis of several measures aims at; the benchmark measures. */
const GUARD_MS = 1_000
const EACH = 20

const namesOf = ({ plan }: SeveralPlan) => {
  const found = findLoopholes(plan)
  return {
    found: found.filter((f) => f.code !== 'not-excluded' && CURVES.includes(f.code)).map((f) => f.code as string),
    open: found.flatMap((f) => (f.code === 'not-excluded' && CURVES.includes(f.of) ? [f.of] : [])),
  }
}

describe('several numbers that decide together', () => {
  test.each(Object.keys(HIDDEN) as (keyof typeof HIDDEN)[])('%s far from every line is found, and replayed', (code) => {
    const start = performance.now()
    for (let k = 0; k < EACH; k++) {
      const { plan, shape } = hidden(code, k)
      const findings = findLoopholes(plan).filter((f) => f.code !== 'not-excluded')
      expect([k, shape, findings.map((f) => f.code)]).toEqual([k, shape, expect.arrayContaining([code])])
      for (const f of findings) expect(replayWitness(plan, f.witness)).toEqual(f.replay)
    }
    expect(performance.now() - start).toBeLessThan(EACH * GUARD_MS)
  })

  test('what is clean is proven to be: nothing is found and nothing is left open', () => {
    for (let k = 0; k < EACH; k++) {
      const clean = severalClean(k)
      expect([clean.shape, namesOf(clean)]).toEqual([clean.shape, { found: [], open: [] }])
    }
  })

  test('what can neither be shown nor excluded is not a finding', () => {
    const { found, open } = namesOf({ plan: impossible, shape: '' })
    expect(found).not.toContain('cliff')
    expect(open).toContain('cliff')
  })

  test('without steps for it, nothing is excluded', () => {
    expect(findLoopholes(severalClean(0).plan, { steps: 400 }).map((f) => f.code)).toContain('not-excluded')
  })
})

/** All regions of a setting, by the same splitting as the search. */
function leavesOf(
  i: Investigation,
  scenario: Scenario,
  variables: readonly Variable[],
): { region: Region; total: unknown }[] {
  const open = [new Region(variables.map(() => i.domain))]
  const leaves: { region: Region; total: unknown }[] = []
  for (let region = open.pop(); region; region = open.pop()) {
    const algebra = new RegionAlgebra(region, 1, new Budget(1_000_000))
    const varied = variables.map((variable, k) => ({ variable, figure: algebra.variable(k) }))
    try {
      const { total } = walk(
        i.program,
        { types: i.types, algebra },
        varyingTogether(algebra, scenario.situation, varied),
      )
      leaves.push({ region, total: total.cells[0] })
    } catch (error) {
      if (!(error instanceof Undecided)) throw error
      open.push(...region.split(error.form))
    }
  }
  return leaves
}

test('in every region, the form is what the engine pays at the points in it', () => {
  let compared = 0
  for (const { plan, shape } of [
    ...Array.from({ length: 8 }, (_, k) => severalClean(k)),
    ...(Object.keys(HIDDEN) as (keyof typeof HIDDEN)[]).flatMap((code) => [0, 1, 2].map((k) => hidden(code, k))),
  ]) {
    const compiled = compilePlan(plan)
    if (!compiled.ok) throw new Error(shape)
    const i = new Investigation([compiled.value], {})
    const [setting] = settingsOf(i)
    if (!setting) throw new Error('no setting')
    const variables: Variable[] = [
      numberOf('amount', 'deal'),
      numberOf('profit', 'deal'),
      numberOf('cost', 'deal'),
      { kind: 'input', measure: 'score' },
    ]
    const reach = ['revenue', 'profit', 'cost']
    const base: Scenario = {
      situation: situationOf(i, { ...setting, reach }, [dealOf(i, setting, { id: 'deal' })], datesOf(i, setting)),
      variable: variables[0] as Variable,
    }
    for (const { region, total } of leavesOf(i, base, variables)) {
      for (const point of [...pointsOf(region, [2, 2, 2, 4])].slice(0, 3)) {
        let at = base
        variables.forEach((v, k) => {
          at = withValue(at, v, short(point[k] as Exact))
        })
        const pay = payOf(compiled.value, at.situation)
        const engine = [...pay.byEarning.values()].reduce((a, b) => a + b, 0n)
        if (!pay.isWhole || !isFraction(total as never)) throw new Error(`${shape}: no amount`)
        const { top, under } = total as { top: never; under: never }
        const [t, u] = [formAt(top, point), formAt(under, point)]
        const cents = (t.n * u.d * 100n) / (t.d * u.n)
        expect([shape, cents - engine <= 1n && engine - cents <= 1n]).toEqual([shape, true])
        const { lo, hi } = rangeOf(top, region.box)
        expect([lo.n * t.d <= t.n * lo.d, t.n * hi.d <= hi.n * t.d]).toEqual([true, true])
        compared++
      }
    }
  }
  expect(compared).toBeGreaterThan(200)
})
