import { compilePlan, type Program } from '../compile/compile-plan.ts'
import { assert } from '../lib/assert.ts'
import { scaledToText } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import type { Replay, Witness, WitnessSide } from './finding.ts'
import { payOf } from './situation.ts'

/**
 * Runs the engine on both situations of a witness. `plan` is the plan that was analysed, or it and those given together
 * with it. Whoever doubts a finding does the same by hand.
 */
export function replayWitness(plan: Plan | readonly Plan[], witness: Witness): Replay {
  const plans = Array.isArray(plan) ? (plan as readonly Plan[]) : [plan as Plan]
  const programs = plans.map((p) => {
    const compiled = compilePlan(p)
    assert(compiled.ok, 'a witness is of a plan without errors')
    return compiled.value
  })
  const replayed = replay(programs, witness)
  assert(replayed, 'a witness leaves no data exception')
  return replayed.text
}

/** The same with compiled plans; undefined where a data exception stands in the way. */
export function replay(
  programs: readonly Program[],
  witness: Witness,
): { readonly text: Replay; readonly gain: bigint } | undefined {
  const [before, after] = [paid(programs, witness.before), paid(programs, witness.after)]
  const digits = programs[0]?.minorDigits ?? 2
  if (before === undefined || after === undefined) return undefined
  const text = (minor: bigint) => scaledToText(minor, digits)
  return { text: { before: text(before), after: text(after), gain: text(after - before) }, gain: after - before }
}

function paid(programs: readonly Program[], { situation, counted }: WitnessSide): bigint | undefined {
  let total = 0n
  for (const [plan, program] of programs.entries()) {
    const pay = payOf(program, situation)
    if (!pay.isWhole) return undefined
    if (counted) {
      for (const [earning, minor] of pay.byEarning)
        if (counted.some((c) => c.plan === plan && c.earning === earning)) total += minor
    } else total += pay.settled
  }
  return total
}
