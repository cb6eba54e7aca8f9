import { describe, expect, test } from 'vitest'
import { type Finding, findLoopholes, type Plan, parseExact, replayWitness } from '#engine'
import { CORPUS, clean, type Seeded, seeded } from './corpus.ts'
import { gainAlone } from './replay-alone.ts'

/** A hang guard at ten times the 20 ms that an analysis aims at; the benchmark measures. */
const GUARD_MS = 200
const PER_CLASS = 60
const CLEAN = 200

const findingsOf = ({ plan, options }: Seeded) => findLoopholes(plan, options)
const isFinding = (f: ReturnType<typeof findLoopholes>[number]): f is Finding => f.code !== 'not-excluded'

function replaysAlike(plans: readonly Plan[], findings: readonly Finding[]): void {
  for (const finding of findings) {
    expect(replayWitness(plans, finding.witness)).toEqual(finding.replay)
    const gain = gainAlone(plans, finding.witness)
    expect(parseExact(finding.replay.gain)).toEqual({ n: gain, d: 100n })
  }
}

describe('the analysis finds what was put into a plan', () => {
  test.each(Object.keys(CORPUS) as (keyof typeof CORPUS)[])('%s', (code) => {
    const missed: string[] = []
    const start = performance.now()
    for (let k = 0; k < PER_CLASS; k++) {
      const plan = seeded(code, k)
      const found = findingsOf(plan)
      // Paid twice by one plan is what the plan says; by two, what nobody may have meant.
      const least = code === 'double-pay' && plan.options?.together ? ['warning'] : ['warning', 'info']
      if (!found.some((f) => f.code === code && least.includes(f.severity))) missed.push(`${k}: ${plan.shape}`)
      replaysAlike([plan.plan, ...(plan.options?.together ?? [])], found.filter(isFinding))
    }
    expect(missed).toEqual([])
    expect(performance.now() - start).toBeLessThan(PER_CLASS * GUARD_MS)
  })
})

describe('a plan that is clean by construction', () => {
  test('raises nothing', () => {
    for (let k = 0; k < CLEAN; k++) {
      const plan = clean(k)
      const found = findingsOf(plan)
      expect([plan.shape, found.filter((f) => f.severity !== 'info')]).toEqual([plan.shape, []])
      // What it declares may be said: what a rate that rises in a window, or a cap, is worth in time; a whole table's jump.
      const declared = found.filter(isFinding).map((f) => f.code)
      expect(declared.filter((code) => code !== 'timing-gain' && code !== 'cliff')).toEqual([])
      if (plan.shape !== 'a whole table') expect(declared).not.toContain('cliff')
      else expect(declared).toContain('cliff')
      replaysAlike([plan.plan], found.filter(isFinding))
    }
  })
})

test('the same plan gets the same answer', () => {
  for (let k = 0; k < 8; k++) {
    const plan = seeded('timing-gain', k)
    expect(findingsOf(plan)).toEqual(findingsOf(plan))
  }
})
