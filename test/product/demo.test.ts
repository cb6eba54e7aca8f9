import { beforeAll, describe, expect, inject, test } from 'vitest'
import { loadDemo } from '../../worker/dev/demo/load-demo.ts'
import { REGIONS, SEGMENTS } from '../../worker/dev/demo/team.ts'
import { DEMO_AUTHORS } from '../../worker/dev/prepare-data.ts'
import { creditedBy, creditsOf, demoPayouts, type Order, readOrders } from '../oracle/demo.ts'
import { fraction } from '../oracle/fraction.ts'
import { differences, type Payouts, payoutLines } from '../oracle/payouts.ts'
import { paidBy, quotedBy } from '../support/compare-payouts.ts'
import { Caller, Organisation } from '../support/product-client.ts'
import { Dice } from '../support/random.ts'
import { recordAndTakeBack } from '../support/record-and-take-back.ts'

/** A deal that nobody made, as the API and as the oracle read it. */
function randomDeal(dice: Dice): { deal: Record<string, unknown>; order: Order } {
  const [date, region, segment] = [dice.day('2014-01-01', '2017-12-30'), dice.oneOf(REGIONS), dice.oneOf(SEGMENTS)]
  const [amount, profit, isOfRepeatCustomer] = [dice.amount(20_000), dice.amount(4_000), dice.next() < 0.7]
  return {
    deal: {
      kind: amount.startsWith('-') ? 'return' : 'booking',
      creditedOn: date,
      amount,
      currency: 'USD',
      fields: { region, segment, profit, repeatCustomer: isOfRepeatCustomer },
    },
    order: { date, region, segment, sales: fraction(amount), profit: fraction(profit), isOfRepeatCustomer },
  }
}

describe('the demo organisation, on 9,994 real order lines', () => {
  const orders = readOrders()
  const credits = orders.flatMap(creditsOf)
  let demo: Organisation
  let planNames: Map<string, string>
  const read = async (): Promise<Payouts> => paidBy(await demo.earnings(), planNames)

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
    const expected = payoutLines(demoPayouts(credits))
    expect(payoutLines(await read())).toEqual(expected)
    expect(expected).toHaveLength(752)
  })

  test('a quote is what the oracle pays with the deal, less what it pays without, for 200 deals', async () => {
    const dice = new Dice(20_171_230)
    const sample = Array.from({ length: 200 }, () => randomDeal(dice))
    const quotes = await demo.quote(sample.map(({ deal }) => deal))
    const without = demoPayouts(credits)
    let figures = 0
    for (const [i, { deal, order }] of sample.entries()) {
      const quote = quotes[i]
      if (quote?.status !== 'quoted') throw new Error(`Deal ${i} was not quoted.`)
      const expected = payoutLines(differences(without, demoPayouts([...credits, ...creditsOf(order)])))
      expect(payoutLines(quotedBy(quote)), JSON.stringify(deal)).toEqual(expected)
      const credited = quote.recipients.map(({ plan, participant }) => `${plan.externalId} · ${participant.externalId}`)
      expect(credited.sort(), JSON.stringify(deal)).toEqual(creditedBy(order))
      figures += expected.length
    }
    expect(figures).toBeGreaterThan(500)
  })

  test('a quoted deal, recorded late, pays what was quoted; corrected and taken back, it leaves no trace', async () => {
    const dice = new Dice(8_128)
    const base = demoPayouts(credits)
    const cases = Array.from({ length: 8 }, () => {
      const [first, second] = [randomDeal(dice), randomDeal(dice)]
      return {
        deal: first.deal,
        withDeal: demoPayouts([...credits, ...creditsOf(first.order)]),
        corrected: second.deal,
        withCorrected: demoPayouts([...credits, ...creditsOf(second.order)]),
      }
    })
    await recordAndTakeBack(demo, base, cases, read)
  })
})
