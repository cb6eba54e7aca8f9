import { beforeAll, describe, expect, test } from 'vitest'
import type { CreditRow } from '#worker/earnings/earning-schema'
import {
  type AdventureWorks,
  adventureWorksPayouts,
  type Order,
  ownSales,
  quarterOf,
  readAdventureWorks,
  rollUps,
  territoryCredits,
} from '../oracle/adventure-works.ts'
import { type Fraction, fraction } from '../oracle/fraction.ts'
import { differences, type Payouts, payoutLines } from '../oracle/payouts.ts'
import { importAdventureWorks } from '../support/adventure-works.ts'
import { paidBy, quotedBy } from '../support/compare-payouts.ts'
import { dataFile, hasDataSets } from '../support/data-sets.ts'
import { type Organisation, ref } from '../support/product-client.ts'
import { Dice } from '../support/random.ts'
import { recordAndTakeBack } from '../support/record-and-take-back.ts'

function randomDeal(dice: Dice, data: AdventureWorks): { deal: Record<string, unknown>; order: Order } {
  const date = dice.day('2011-05-31', '2014-05-31')
  const { person } = dice.oneOf(data.quotas.filter((q) => q.date === quarterOf(data, date)))
  const subTotal = dice.amount(400_000)
  return {
    deal: { kind: 'invoice', creditedOn: date, owner: ref(person), amount: subTotal, currency: 'USD' },
    order: { id: 'deal', date, person, subTotal },
  }
}

/** A deal that brings somebody exactly to an edge of the tiers: 100 % or 125 % of the quota. */
function dealToTheEdge(dice: Dice, data: AdventureWorks): { deal: Record<string, unknown>; order: Order } {
  const { person, date, value } = dice.oneOf(data.quotas)
  const sales = ownSales(data, data.orders).get(`${person} ${date}`) ?? fraction('0')
  const edge = fraction(value).times(fraction(dice.oneOf(['1', '1.25'])))
  const subTotal = edge.minus(sales).toFourPlaces()
  return {
    deal: { kind: 'invoice', creditedOn: date, owner: ref(person), amount: subTotal, currency: 'USD' },
    order: { id: 'deal', date, person, subTotal },
  }
}

/** Sums that are not nothing, as sorted lines. */
const sumLines = (sums: ReadonlyMap<string, Fraction>): string[] =>
  [...sums].flatMap(([key, { n, d }]) => (n === 0n ? [] : [`${key} ${(n * 1_000_000n) / d}`])).sort()

describe.runIf(hasDataSets)('AdventureWorks, imported through the API', () => {
  let data: AdventureWorks
  let organisation: Organisation
  let planNames: Map<string, string>
  const read = async (): Promise<Payouts> => paidBy(await organisation.earnings(), planNames)

  beforeAll(async () => {
    data = readAdventureWorks((name) => dataFile('adventureworks_oltp', name))
    ;({ organisation, planNames } = await importAdventureWorks(data))
  })

  test('every payout of P1, P2, P3, territory credit and roll-up equals the oracle to the cent', async () => {
    expect(data.orders).toHaveLength(3_806)
    const expected = payoutLines(adventureWorksPayouts(data, data.orders))
    expect(payoutLines(await read())).toEqual(expected)
    expect(expected).toHaveLength(1043)
  })

  test('credits add up by person, quarter and territory, and by roll-up, to the last of four decimals', async () => {
    const credits = await organisation.analyst.all<CreditRow>('/credits')
    const sum = (plan: string, keyOf: (credit: CreditRow, quarter: string) => string) => {
      const sums = new Map<string, Fraction>()
      for (const row of credits.filter(({ planId }) => planNames.get(planId) === plan)) {
        const key = keyOf(row, quarterOf(data, row.transaction.creditedOn))
        sums.set(key, (sums.get(key) ?? fraction('0')).plus(fraction(row.amount)))
      }
      return sumLines(sums)
    }
    const byTerritory = sumLines(territoryCredits(data, data.orders))
    expect(sum('territory', (row, quarter) => `${row.participantExternalId} ${quarter} ${row.creditType}`)).toEqual(
      byTerritory,
    )
    const byRollUp = sumLines(rollUps(data, data.orders))
    expect(sum('roll-up', (row, quarter) => `${row.participantExternalId} ${quarter}`)).toEqual(byRollUp)
    expect([byTerritory.length, byRollUp.length]).toEqual([164, 187])
  })

  test('a quote is what the oracle pays with the deal, less what it pays without, for 200 deals, 50 to the very edge of a tier', async () => {
    const dice = new Dice(3_806)
    const sample = Array.from({ length: 200 }, (_, i) =>
      i % 4 === 0 ? dealToTheEdge(dice, data) : randomDeal(dice, data),
    )
    const quotes = await organisation.quote(sample.map(({ deal }) => deal))
    const without = adventureWorksPayouts(data, data.orders)
    let figures = 0
    for (const [i, { deal, order }] of sample.entries()) {
      const expected = payoutLines(differences(without, adventureWorksPayouts(data, [...data.orders, order])))
      expect(payoutLines(quotedBy(quotes[i]!)), JSON.stringify(deal)).toEqual(expected)
      figures += expected.length
    }
    expect(figures).toBeGreaterThan(1_000)
  })

  test('a quoted deal, recorded late, pays what was quoted; corrected and taken back, it leaves no trace', async () => {
    const dice = new Dice(496)
    const pay = (order: Order) => adventureWorksPayouts(data, [...data.orders, order])
    const cases = Array.from({ length: 8 }, () => {
      const [first, second] = [randomDeal(dice, data), randomDeal(dice, data)]
      return {
        deal: first.deal,
        withDeal: pay(first.order),
        corrected: second.deal,
        withCorrected: pay(second.order),
      }
    })
    await recordAndTakeBack(organisation, adventureWorksPayouts(data, data.orders), cases, read)
  })
})
