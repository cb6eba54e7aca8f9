/**
 * The accounts of the ledger. Each stands for one participant, under one plan where it follows from a plan, and for one
 * item: an earning, a payout rule, or a batch of payments. Amounts are minor units; a debit is positive, a credit negative.
 */
export const ACCOUNTS = {
  'expense:commission': 'What was earned, by earning.',
  'expense:clawback': 'What was taken back of earlier earnings, by earning.',
  'expense:capped': 'What a cap over several earnings took away for good, by rule.',
  'expense:draw': 'What a draw paid that is not, or no longer, to be recovered, by rule.',
  'asset:draw': 'What the participant owes of a recoverable draw, by rule.',
  'liability:deferred': 'Earned and not payable yet: instalments, and what waits for an event, by earning.',
  'liability:held': 'Held back, to be released in a later period, by rule.',
  'liability:banked': 'Over a cap and kept until there is room, by rule.',
  'liability:carried': 'Carried to the next period, by rule; a debit is owed by the participant.',
  'liability:participant': 'Payable to the participant now; a debit is owed by them.',
  'clearing:payroll': 'Handed to payroll and not reported as paid yet, by batch of payments.',
  'asset:bank': 'Paid out, as payroll reports it, by batch of payments.',
  'equity:opening': 'What stood in a plan’s balances before its first locked period.',
} as const

export type Account = keyof typeof ACCOUNTS

/** One amount on one account; `item` is empty where the account has none. Never 0. */
export type Movement = { readonly account: Account; readonly item: string; readonly minor: bigint }

const keyOf = ({ account, item }: Movement): string => `${account}\n${item}`

/** Movements added up by account and item, in the order of both; what comes to 0 is left out. */
export function addedUp(movements: Iterable<Movement>): Movement[] {
  const sums = new Map<string, Movement>()
  for (const movement of movements) {
    const key = keyOf(movement)
    sums.set(key, { ...movement, minor: (sums.get(key)?.minor ?? 0n) + movement.minor })
  }
  return [...sums]
    .filter(([, { minor }]) => minor !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, movement]) => movement)
}

export const reversed = (movements: readonly Movement[]): Movement[] =>
  movements.map((movement) => ({ ...movement, minor: -movement.minor }))

/** What has to be posted so that what was posted becomes what should stand there. */
export const correction = (should: readonly Movement[], posted: readonly Movement[]): Movement[] =>
  addedUp([...should, ...reversed(posted)])

/** What the movements come to on one account, over all items or for one. */
export const sumOn = (movements: readonly Movement[], account: Account, item?: string): bigint =>
  movements.reduce((sum, m) => (m.account === account && (item ?? m.item) === m.item ? sum + m.minor : sum), 0n)
