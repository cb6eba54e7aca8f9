import type { Calculation, PeriodResult, Version } from '../calculate/calculate.ts'
import { assert } from '../lib/assert.ts'
import { NO_PAYOUTS, type PayoutState } from '../payout/payout-state.ts'
import type { PayoutRule } from '../plan/payout.ts'
import type { CalendarDate } from '../time/calendar-date.ts'
import { type Account, addedUp, type Movement } from './account.ts'

/** What each rule is, of which a state only knows the balance. */
type Kinds = ReadonlyMap<string, PayoutRule['kind']>

/** A participant's payments after some period, with what its rules are. */
type Standing = { readonly state: PayoutState; readonly kinds: Kinds }

const NOTHING: Standing = { state: NO_PAYOUTS, kinds: new Map() }

/** Rules of the versions up to one; a rule that a later version dropped keeps the kind that it had. */
function kindsUnder(versions: readonly Version[], last: Version): Kinds {
  const inOrder = versions
    .filter((v) => v.effectiveFrom <= last.effectiveFrom)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  return new Map(
    inOrder.flatMap((v) => (v.program.plan.payoutRules ?? []).map((rule) => [rule.id, rule.kind] as const)),
  )
}

/** A rule's balance as a debit: what is owed to the participant is a credit. */
function balance(kind: PayoutRule['kind'] | undefined, item: string, minor: bigint): Movement {
  switch (kind) {
    case 'Draw':
      return { account: 'asset:draw', item, minor }
    case 'CapTogether':
      return { account: 'liability:banked', item, minor: -minor }
    default:
      return { account: 'liability:carried', item, minor: -minor }
  }
}

/** The balances that a state of payments stands for: the ledger's balances of its accounts equal them. */
function balancesOf({ state, kinds }: Standing): Movement[] {
  return addedUp([
    ...[...state.balances].map(([rule, minor]) => balance(kinds.get(rule), rule, minor)),
    ...state.due.map(
      ({ held, earning, minor }): Movement => ({
        account: held ? 'liability:held' : 'liability:deferred',
        item: earning,
        minor: -minor,
      }),
    ),
    ...state.waiting.map(
      ({ earning, minor }): Movement => ({ account: 'liability:deferred', item: earning, minor: -minor }),
    ),
  ])
}

/** By earning, what clawbacks took where the lines alone make the figure; a bound that made it took nothing back. */
function takenBack(period: PeriodResult, earning: string, minor: bigint): bigint {
  const lines = period.lines.filter((line) => line.earning === earning)
  if (lines.reduce((sum, line) => sum + line.minor, 0n) !== minor) return 0n
  return lines.reduce((sum, line) => (line.takesBack ? sum + line.minor : sum), 0n)
}

const EXPENSE: Readonly<Record<PayoutRule['kind'], Account>> = {
  Draw: 'expense:draw',
  CapTogether: 'expense:capped',
  Hold: 'expense:capped',
  CarryNegative: 'expense:draw',
  MinimumPayment: 'expense:draw',
}

/** What a rule paid, or took, that neither is owed afterwards nor was before: lost over a cap, paid or forgiven as a draw. */
function expenses(period: PeriodResult, before: readonly Movement[], after: Standing): Movement[] {
  const isRule = ({ account }: Movement) => account !== 'liability:deferred'
  const effects: Movement[] = period.payment.entries.map(({ rule, minor }) => ({
    account: EXPENSE[after.kinds.get(rule) ?? 'Hold'],
    item: rule,
    minor,
  }))
  const changes = [...balancesOf(after), ...before.map((m) => ({ ...m, minor: -m.minor }))]
    .filter(isRule)
    .map((m): Movement => ({ account: EXPENSE[after.kinds.get(m.item) ?? 'Hold'], item: m.item, minor: -m.minor }))
  return addedUp([...effects, ...changes])
}

function movementsOf(period: PeriodResult, before: Standing, after: Standing): Movement[] {
  const open = balancesOf(before)
  const earned = period.earnings.flatMap(({ earning, minor }): Movement[] => {
    assert(minor !== null, `${earning} of ${period.period.id} has no value: it cannot be posted`)
    const taken = takenBack(period, earning, minor)
    return [
      { account: 'expense:commission', item: earning, minor: minor - taken },
      { account: 'expense:clawback', item: earning, minor: taken },
    ]
  })
  return addedUp([
    ...earned,
    ...expenses(period, open, after),
    ...balancesOf(after),
    ...open.map((m) => ({ ...m, minor: -m.minor })),
    { account: 'liability:participant', item: '', minor: -period.payment.minor },
  ])
}

/** One period of a participant as it should stand in the ledger. */
export type PeriodMovements = { readonly period: PeriodResult; readonly movements: readonly Movement[] }

export type ParticipantMovements = {
  /** What stood in the balances as the first period of ours began, against `equity:opening`. */
  readonly opening: readonly Movement[]
  readonly periods: readonly PeriodMovements[]
}

/**
 * What a participant's calculation under one plan means for the ledger, period by period: pure, balanced, and so that
 * after each period the balances of the accounts are those of the payout rules, and what is payable is what is paid.
 *
 * @param from first day of the plan's first locked period: what was before it was settled elsewhere.
 * @param to the periods that begin before this day are posted.
 * @throws InvariantError where a period has an earning without a value: whoever posts has refused exceptions before.
 */
export function participantMovements(
  { periods }: Calculation,
  versions: readonly Version[],
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
): ParticipantMovements {
  let standing = NOTHING
  let opening: Movement[] = []
  const posted: PeriodMovements[] = []
  for (const period of periods) {
    const after: Standing = { state: period.payment.state, kinds: kindsUnder(versions, period.version) }
    if (period.period.from < from) opening = balancesOf(after)
    else if (period.period.from < to) posted.push({ period, movements: movementsOf(period, standing, after) })
    standing = after
  }
  const sum = opening.reduce((total, { minor }) => total + minor, 0n)
  return {
    opening: addedUp([...opening, { account: 'equity:opening', item: '', minor: -sum }]),
    periods: posted,
  }
}

/** The balances of a participant's accounts after the last period that begins before a day. */
export function payoutBalances({ periods }: Calculation, versions: readonly Version[], to: CalendarDate): Movement[] {
  const last = periods.findLast((p) => p.period.from < to)
  return last ? balancesOf({ state: last.payment.state, kinds: kindsUnder(versions, last.version) }) : []
}
