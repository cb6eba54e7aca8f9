import { checkPlan, compilePlan, parsePlan } from '#engine'
import { largePlan } from '../analysis.ts'

/** Milliseconds of each round, after the first few, in which the browser compiles. */
function rounds(work: () => unknown): number[] {
  const spent: number[] = []
  for (let i = 0; i < 40; i++) {
    const start = performance.now()
    work()
    if (i >= 10) spent.push(performance.now() - start)
  }
  return spent
}

function measure(): { first: number; check: number[]; compile: number[] } {
  const parsed = parsePlan(JSON.stringify(largePlan()))
  if (!parsed.ok) throw new Error('the large plan has errors')
  const start = performance.now()
  checkPlan(parsed.value)
  const first = performance.now() - start
  return {
    first,
    check: rounds(() => checkPlan(parsed.value)),
    compile: rounds(() => {
      const program = compilePlan(parsed.value)
      if (!program.ok) throw new Error('the large plan does not compile')
      return program.value.plain
    }),
  }
}

Object.assign(globalThis, { measure })
