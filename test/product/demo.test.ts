import { beforeAll, describe, expect, inject, test } from 'vitest'
import { loadDemo } from '../../worker/dev/demo/load-demo.ts'
import { DEMO_AUTHORS } from '../../worker/dev/prepare-data.ts'
import { demoPayouts, readOrders } from '../oracle/demo.ts'
import { payoutLines } from '../oracle/payouts.ts'
import { paidBy } from '../support/compare-payouts.ts'
import { Caller, Organisation } from '../support/product-client.ts'

describe('the demo organisation, on 9,994 real order lines', () => {
  const orders = readOrders()
  let demo: Organisation
  let planNames: Map<string, string>

  beforeAll(async () => {
    await loadDemo(inject('productUrl'), DEMO_AUTHORS, () => undefined)
    const [analyst, approver] = await Promise.all(
      [DEMO_AUTHORS.analyst, DEMO_AUTHORS.approver].map(({ email, password }) => Caller.signIn(email, password)),
    )
    if (!analyst || !approver) throw new Error('Nobody signed in.')
    demo = new Organisation(analyst, approver, analyst)
    const plans = await analyst.all<{ id: string; externalId: string }>('/plans')
    planNames = new Map(plans.map(({ id, externalId }) => [id, externalId]))
  }, 180_000)

  test('every payout of every person, plan and period equals the oracle to the cent', async () => {
    expect(orders).toHaveLength(9_994)
    const expected = payoutLines(demoPayouts(orders))
    expect(payoutLines(paidBy(await demo.earnings(), planNames))).toEqual(expected)
    console.log(`demo: ${expected.length} payouts compared`)
  })
})
