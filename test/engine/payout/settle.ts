import { applyPayoutRules, type PayoutEntry, type PayoutInput } from '#engine/payout/apply-payout-rules'
import { NO_PAYOUTS, type PayoutState } from '#engine/payout/payout-state'

const pairs = <T>(of: Readonly<Record<string, T>> | undefined): Map<string, T> => new Map(Object.entries(of ?? {}))

/** What one period pays. Amounts are whole minor units; what a test does not state, the period has not. */
export function settle(given: {
  readonly earned?: Readonly<Record<string, bigint>>
  readonly schedules?: Readonly<Record<string, unknown>>
  readonly rules?: readonly object[]
  readonly amounts?: Readonly<Record<string, bigint>>
  readonly floors?: Readonly<Record<string, bigint>>
  readonly lines?: PayoutInput['lines']
  readonly events?: PayoutInput['events']
  readonly before?: Partial<PayoutState>
}) {
  const amounts = Object.entries(given.amounts ?? {}).map(
    ([id, amount]) => [id, { amount, floor: given.floors?.[id] }] as const,
  )
  const payment = applyPayoutRules({
    rules: (given.rules ?? []).map((rule) => ({ title: 'Rule', ...rule })) as never,
    schedules: pairs(given.schedules) as never,
    earned: pairs(given.earned),
    amounts: new Map(amounts),
    lines: given.lines ?? [],
    events: given.events ?? [],
    before: { ...NO_PAYOUTS, ...given.before },
  })
  return {
    payment,
    state: payment.state,
    minor: payment.minor,
    payable: Object.fromEntries(payment.payable),
    balances: Object.fromEntries(payment.state.balances),
    entries: payment.entries.map(({ rule, what, minor }): [string, PayoutEntry['what'], bigint] => [rule, what, minor]),
  }
}
