import { describe, expect, test } from 'vitest'
import { compilePlan, parsePlan } from '#engine'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { withOwnIds } from '#lib/blocks/own-ids.ts'
import { blocksToPlan } from '#lib/blocks/to-ast.ts'
import { SampleQuoter } from '#lib/preview/preview.ts'
import { freshSample } from '#lib/preview/sample-facts.ts'
import { TEMPLATES } from '#lib/templates/templates.ts'

/** A deal of 10,000 after 15,000 in the same quarter. */
const sample = { ...freshSample('2027-02-15'), fields: { profit: '2000' }, quotas: { revenue: '25000' } }
const pays: Record<string, Record<string, string>> = {
  empty: {},
  flat: { owner: '500.00' },
  // 5,000 at 4 % up to 20,000, then 5,000 at 6 %.
  tiers: { owner: '500.00' },
  // What was sold before has the same profit: closed until 10,000 are reached, and they were.
  profit: { owner: '200.00' },
  // From 60 % to 100 % of quota: from nothing to the whole target.
  bonus: { owner: '5000.00' },
  override: { manager: '50.00', director: '50.00' },
}

describe.each(TEMPLATES)('the template "$id"', ({ id, plan }) => {
  test('is valid as it stands', () => {
    const parsed = parsePlan(plan)
    expect(parsed.ok && compilePlan(parsed.value).ok).toBe(true)
  })

  test('comes back from blocks, each with an id of its own', () => {
    const own = withOwnIds(plan)
    expect(blocksToPlan(planToBlocks(own))).toEqual(own)
  })

  test('pays what its sentence says on a sample deal', () => {
    const compiled = compilePlan(plan)
    if (!compiled.ok) throw new Error('does not compile')
    const preview = new SampleQuoter(compiled.value, sample).quote()
    expect(preview.exceptions).toEqual([])
    expect(Object.fromEntries(preview.pay.map((each) => [each.participant, each.pays]))).toEqual(pays[id])
  })
})
