import type { Compiled, CompiledRule } from '../compile/compile-plan.ts'
import { asNoValue, type DataException, NoValue } from '../compile/data-exception.ts'
import { type Credit, frame } from '../compile/frame.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import type { Transaction } from '../facts/facts.ts'
import { unreachable } from '../lib/assert.ts'
import { allocate } from '../money/allocate.ts'
import { add, type Exact, exactToText, isStorable, multiply, ONE, parseExact, ZERO } from '../money/exact.ts'
import type { Recipients } from '../plan/ast.ts'

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
  for (const [index, compiledRule] of compiled.rules.entries()) {
    const place = { at: compiledRule.rule.amount.at ?? compiledRule.rule.at ?? null, path: `/credits/${index}/amount` }
    try {
      credits.push(...creditsOf(compiledRule, place, plan, facts, t, exceptions))
    } catch (error) {
      exceptions.push(exceptionOf(asNoValue(error, place), t, null))
    }
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
  plan: string,
  facts: FactIndex,
  t: Transaction,
  exceptions: DataException[],
): Credit[] {
  const holders = holdersOf(rule.to.kind === 'Managers' ? rule.to.of : rule.to, facts, t)
  const recipients = rollUp(rule.to, holders, facts, t)
  const entries: { participant: string; amount: Exact; territory: string | null; shareIndexes: readonly number[] }[] =
    []
  // Conditions and amounts may read the recipient, so they are evaluated once for each.
  for (const recipient of recipients) {
    if (!facts.isAssigned(plan, recipient.participant, t.creditedOn)) continue
    const f = frame({
      facts,
      participant: recipient.participant,
      date: t.creditedOn,
      planFrom: t.creditedOn,
      transaction: t,
    })
    try {
      if (when && !when(f)) continue
      const whole = share ? multiply(amount(f), share(f)) : amount(f)
      entries.push({ ...recipient, amount: whole })
    } catch (error) {
      exceptions.push(exceptionOf(asNoValue(error, place), t, recipient.participant))
    }
  }
  return entries.flatMap((entry): Credit[] => {
    const parts = allocate(
      holders.map((h) => multiply(entry.amount, h.share)),
      rule.digits ?? CREDIT_DIGITS,
    )
    const credited = entry.shareIndexes.reduce((sum, index) => add(sum, parts[index] ?? ZERO), ZERO)
    if (!isCredit(credited)) {
      exceptions.push(exceptionOf(new NoValue('number-overflow', TOO_LARGE, place), t, entry.participant))
      return []
    }
    return [
      {
        rule: rule.id,
        creditType: rule.creditType,
        participant: entry.participant,
        amount: credited,
        territory: entry.territory ?? facts.territoryOf(entry.participant, t.creditedOn) ?? null,
        transaction: t,
      },
    ]
  })
}

const TOO_LARGE = 'A credit holds at most 15 digits, its decimals among them.'

/** Whether the amount can be stored as an integer and a scale. */
function isCredit(amount: Exact): boolean {
  return isStorable(amount.n) || isStorable(BigInt(exactToText(amount).replace('.', '')))
}

function holdersOf(to: Exclude<Recipients, { kind: 'Managers' }>, facts: FactIndex, t: Transaction): Holder[] {
  switch (to.kind) {
    case 'Owner':
      return t.owner === null ? [] : [{ participant: t.owner, share: ONE, territory: null }]
    case 'DealTeam':
      return t.team
        .filter((m) => to.role === null || m.role === to.role)
        .map((m) => ({ participant: m.participant, share: parseExact(m.share), territory: null }))
    case 'TerritoryOwners':
      return facts
        .territoriesFor(t)
        .flatMap(({ id, owners }) => owners.map((participant) => ({ participant, share: ONE, territory: id })))
    default:
      return unreachable(to)
  }
}

/** Recipients with the shares that reach them; a person reached twice by one share holds it once. */
function rollUp(
  to: Recipients,
  holders: readonly Holder[],
  facts: FactIndex,
  t: Transaction,
): { participant: string; territory: string | null; shareIndexes: readonly number[] }[] {
  const found = new Map<string, { participant: string; territory: string | null; shareIndexes: number[] }>()
  const reach = (participant: string, territory: string | null, share: number): void => {
    const entry = found.get(participant)
    if (!entry) found.set(participant, { participant, territory, shareIndexes: [share] })
    else if (!entry.shareIndexes.includes(share)) entry.shareIndexes.push(share)
  }
  holders.forEach((holder, i) => {
    if (to.kind !== 'Managers') {
      // Two territories may have one owner: the deal still reaches the person once.
      if (!(to.kind === 'TerritoryOwners' && found.has(holder.participant)))
        reach(holder.participant, holder.territory, i)
      return
    }
    const chain = facts.managersOf(holder.participant, t.creditedOn, to.toLevel)
    for (const manager of chain.slice(to.fromLevel - 1)) reach(manager, null, i)
  })
  // Several territory owners each hold the whole deal; a manager above them is credited with it once.
  if (to.kind === 'Managers' && to.of.kind === 'TerritoryOwners') {
    for (const entry of found.values()) entry.shareIndexes.splice(1)
  }
  return [...found.values()]
}
