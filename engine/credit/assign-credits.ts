import type { Compiled, CompiledRule } from '../compile/compile-plan.ts'
import { asNoValue, type DataException, NoValue } from '../compile/data-exception.ts'
import { type Credit, frame } from '../compile/frame.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import type { Transaction } from '../facts/facts.ts'
import { unreachable } from '../lib/assert.ts'
import { allocate } from '../money/allocate.ts'
import {
  absolute,
  add,
  compare,
  type Exact,
  exactToText,
  isStorable,
  multiply,
  ONE,
  parseExact,
  ZERO,
} from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { BaseRecipients, CreditRule, PeriodKind } from '../plan/ast.ts'
import type { CalendarDate } from '../time/calendar-date.ts'

/** A share of the deal before it is rolled up: who holds it, how much of the amount, through which territory. */
type Holder = { readonly participant: string; readonly share: Exact; readonly territory: string | null }

/** Decimals that a credit keeps unless its rule says fewer: as many as amounts may arrive with. */
const CREDIT_DIGITS = 6

export type Crediting = { readonly credits: readonly Credit[]; readonly exceptions: readonly DataException[] }

/**
 * Who is credited with what for one transaction: every matching rule fires, for the recipients that the plan is assigned
 * to on the credit date. The shares of one amount add up to it exactly; what was split reaches a manager whole, each
 * share at most once. Pure: hierarchy and owners are those of the transaction's credit date.
 */
export function assignCredits(compiled: Compiled, plan: string, facts: FactIndex, t: Transaction): Crediting {
  const credits: Credit[] = []
  const exceptions: DataException[] = []
  const taken = new Set<string | undefined>()
  for (const [index, compiledRule] of compiled.rules.entries()) {
    const { group } = compiledRule.rule
    const place = { at: compiledRule.rule.amount.at ?? compiledRule.rule.at ?? null, path: `/credits/${index}/amount` }
    if (taken.has(group)) continue
    const made = creditsOf(compiledRule, place, compiled.period, plan, facts, t, exceptions)
    if (group !== undefined && made.length > 0) taken.add(group)
    credits.push(...made)
  }
  return { credits, exceptions }
}

export const exceptionOf = (
  error: NoValue,
  t: Transaction | null,
  participant: string | null,
  period: string | null = null,
): DataException => ({
  code: error.code,
  message: error.message,
  at: error.at,
  path: error.path,
  participant,
  transaction: t?.id ?? null,
  period,
})

function creditsOf(
  { rule, when, amount, share }: CompiledRule,
  place: { at: string | null; path: string },
  periodKind: PeriodKind,
  plan: string,
  facts: FactIndex,
  t: Transaction,
  exceptions: DataException[],
): Credit[] {
  const on = dayFor(rule, t)
  const holders = holdersOf(rule.to.kind === 'Managers' ? rule.to.of : rule.to, facts, heldAs(rule, t), on)
  const credits: Credit[] = []
  for (const recipient of rollUp(rule, holders, facts, on)) {
    const { participant, territory } = recipient
    if (!facts.isAssigned(plan, participant, t.creditedOn)) continue
    const f = frame({ facts, plan, participant, date: on, planFrom: t.creditedOn, transaction: t, periodKind })
    try {
      // Conditions and amounts may read the recipient, so they are evaluated once for each.
      if (when && !when(f)) continue
      const whole = share ? multiply(amount(f), share(f)) : amount(f)
      const credited = shareOf(whole, recipient, holders, rule)
      if (!isCredit(credited)) throw new NoValue('number-overflow', TOO_LARGE, place)
      credits.push({
        rule: rule.id,
        creditType: rule.creditType,
        participant,
        amount: credited,
        territory: territory ?? facts.territoryOf(participant, on) ?? null,
        transaction: t,
      })
    } catch (error) {
      exceptions.push(exceptionOf(asNoValue(error, place), t, participant))
    }
  }
  return credits
}

const TOO_LARGE = 'A credit holds at most 15 digits, its decimals among them.'

/** Whether the amount can be stored as an integer and a scale. */
function isCredit(amount: Exact): boolean {
  return isStorable(amount.n) || isStorable(BigInt(exactToText(amount).replace('.', '')))
}

/**
 * Who is credited with which part of a transaction's amount under a rule, before amounts are cut to digits: what crediting
 * does, for whoever reasons about all amounts at once.
 */
export function partsOf(
  rule: CreditRule,
  facts: FactIndex,
  t: Transaction,
): { participant: string; territory: string | null; part: Exact }[] {
  const on = dayFor(rule, t)
  const holders = holdersOf(rule.to.kind === 'Managers' ? rule.to.of : rule.to, facts, heldAs(rule, t), on)
  return rollUp(rule, holders, facts, on).map(({ participant, territory, shares }) => {
    const sum = shares.reduce((total, i) => add(total, holders[i]?.share ?? ZERO), ZERO)
    const isOver = rule.to.kind === 'Managers' && rule.overlap !== 'each path' && compare(sum, ONE) > 0
    return { participant, territory, part: isOver ? ONE : sum }
  })
}

/** The recipient's shares of the amount, allocated together with everybody's so that they add up to it. */
function shareOf(whole: Exact, recipient: Recipient, holders: readonly Holder[], rule: CreditRule): Exact {
  const digits = rule.digits ?? CREDIT_DIGITS
  const parts = allocate(
    holders.map((h) => multiply(whole, h.share)),
    digits,
  )
  const sum = recipient.shares.reduce((total, i) => add(total, parts[i] ?? ZERO), ZERO)
  // Together at most the deal, unless the plan counts each path.
  const isOver =
    rule.to.kind === 'Managers' && rule.overlap !== 'each path' && compare(absolute(sum), absolute(whole)) > 0
  return isOver ? roundExact(whole, digits, 'half-up') : sum
}

const asOfDeal = (rule: CreditRule): boolean => (rule.asOf ?? 'deal') === 'deal'

/** The day of which hierarchy and owners are read. */
const dayFor = (rule: CreditRule, t: Transaction): CalendarDate =>
  asOfDeal(rule) ? (t.reversed?.creditedOn ?? t.creditedOn) : t.creditedOn

/** The transaction as it is held: what is reversed is taken from who held it, whoever the reversal names, or nobody. */
const heldAs = (rule: CreditRule, t: Transaction): Transaction =>
  asOfDeal(rule) && t.reversed ? { ...t, owner: t.reversed.owner, team: t.reversed.team } : t

function holdersOf(to: BaseRecipients, facts: FactIndex, t: Transaction, on: CalendarDate): Holder[] {
  switch (to.kind) {
    case 'Owner':
      return t.owner === null ? [] : [{ participant: t.owner, share: ONE, territory: null }]
    case 'DealTeam':
      return t.team
        .filter((m) => to.role === null || m.role === to.role)
        .map((m) => ({ participant: m.participant, share: parseExact(m.share), territory: null }))
    case 'TerritoryOwners':
      return facts
        .territoriesFor(t, on)
        .flatMap(({ id, owners }) => owners.map((participant) => ({ participant, share: ONE, territory: id })))
    case 'Split':
      return to.shares.map((s) => ({
        participant: facts.participantNamed(s.participant),
        share: parseExact(s.share),
        territory: null,
      }))
    case 'OverlayTeam':
      return facts
        .teamOn(to.team, on)
        .map((m) => ({ participant: m.participant, share: parseExact(m.share), territory: null }))
    default:
      return unreachable(to)
  }
}

/** Who is credited, and which of the deal's shares reach them. */
type Recipient = { readonly participant: string; readonly territory: string | null; readonly shares: readonly number[] }

/** Recipients with the shares that reach them. A person has one manager, so no share comes to anybody on two paths. */
function rollUp(rule: CreditRule, holders: readonly Holder[], facts: FactIndex, on: CalendarDate): Recipient[] {
  const { to } = rule
  const found = new Map<string, { participant: string; territory: string | null; shares: number[] }>()
  const reach = (participant: string, territory: string | null, share: number): void => {
    const entry = found.get(participant)
    if (entry) entry.shares.push(share)
    else found.set(participant, { participant, territory, shares: [share] })
  }
  holders.forEach((holder, i) => {
    if (to.kind === 'Managers') {
      const chain = facts.managersOf(holder.participant, on, to.toLevel)
      for (const manager of chain.slice(to.fromLevel - 1)) reach(manager, null, i)
    } else if (to.kind !== 'TerritoryOwners' || !found.has(holder.participant)) {
      // Two territories may have one owner: the deal still reaches the person once.
      reach(holder.participant, holder.territory, i)
    }
  })
  return [...found.values()]
}
