import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase } from './arbitrary/cases.ts'
import { type Case, disagreements } from './support/disagreements.ts'
import { shrink } from './support/shrink.ts'

/**
 * Random plans of the whole language over random populations: calculate, quote (from a state, by replay, together),
 * explain and simulate agree with each other and with an oracle that shares no code with them, to the last minor unit and
 * in what has no value. A case that fails is made smaller and printed, plan and data.
 */

const isFull = process.env.DREIZACK_FULL === '1'
const CASES = isFull ? 10_000 : 1_000
const SEED = 20_260_101

/** The plan and the data of a case, without what is the same in all. */
function printed({ world: { facts, ...rest }, extra }: Case): string {
  const { calendar, ...stated } = facts
  return JSON.stringify({ ...rest, facts: { ...stated, calendar: calendar.length }, extra }, null, 1)
}

const failing = (c: Case): string[] => {
  try {
    return disagreements(c)
  } catch (error) {
    return [`threw: ${error instanceof Error ? error.stack : error}`]
  }
}

test('the readings of random plans and the oracle agree', { timeout: isFull ? 7_200_000 : 120_000 }, () => {
  fc.assert(
    fc.property(anyCase, (c) => {
      const found = failing(c)
      if (found.length === 0) return
      const kind = found[0]?.split(':')[0] ?? ''
      const small = shrink(c, (smaller) => disagreements(smaller).some((x) => x.startsWith(kind)))
      expect.fail(`${found.slice(0, 5).join('\n')}\n\n${failing(small).slice(0, 5).join('\n')}\n${printed(small)}`)
    }),
    // The case is made smaller above, by its parts and not by the choices that made it.
    { numRuns: CASES, seed: SEED, endOnFailure: true },
  )
})
