import { expect } from 'vitest'
import { differences, type Payouts, payoutLines } from '../oracle/payouts.ts'
import { quotedBy } from './compare-payouts.ts'
import type { Organisation } from './product-client.ts'

type Deal = Readonly<Record<string, unknown>>

/** A deal and its correction, with what an oracle says is paid once each stands. */
export type Recorded = {
  readonly deal: Deal
  readonly withDeal: Payouts
  readonly corrected: Deal
  readonly withCorrected: Payouts
}

/**
 * Records deals that were quoted, corrects them, sends versions again and out of order, and takes them back: each time
 * everything that is paid equals the oracle, and in the end what it was in the beginning.
 */
export async function recordAndTakeBack(
  organisation: Organisation,
  base: Payouts,
  cases: readonly Recorded[],
  read: () => Promise<Payouts>,
): Promise<void> {
  const named = cases.map((one, i) => ({ ...one, name: { source: 'late', externalId: `late-${i}` } }))
  const send = (data: readonly Deal[]) => organisation.program.send<unknown>('PUT', '/transactions', { data })
  const expectPaid = async (expected: Payouts) => expect(payoutLines(await read())).toEqual(payoutLines(expected))

  for (const [i, { deal, withDeal, corrected, withCorrected, name }] of named.entries()) {
    const [quote] = await organisation.quote([{ ...deal, ...name }])
    if (quote === undefined) throw new Error('There is no quote.')
    const first = { ...deal, ...name, occurredOn: deal.creditedOn, version: 1 }
    const second = { ...corrected, ...name, occurredOn: corrected.creditedOn, version: 2 }
    const third = { ...second, version: 3, voided: true }
    await send([first])
    const paid = await read()
    expect(payoutLines(differences(base, paid))).toEqual(payoutLines(quotedBy(quote)))
    expect(payoutLines(paid)).toEqual(payoutLines(withDeal))
    if (i % 2 === 0) {
      await send([second])
      await expectPaid(withCorrected)
      await send([first])
      await expectPaid(withCorrected)
      await send([third])
    } else {
      // What takes the deal back arrives before what corrected it.
      await send([third])
      await expectPaid(base)
      await send([second])
      await send([first, third])
    }
    await expectPaid(base)
  }
}
