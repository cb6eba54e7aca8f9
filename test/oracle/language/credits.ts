import type { BaseRecipients, CreditRule, Plan, Transaction } from '#engine'
import { Fraction } from '../fraction.ts'
import { holdsTrue, numberOf, type OracleCredit, plainScope } from './evaluate.ts'
import { decimal, lowest, negative, ONE, shareOut, sum, times } from './exact.ts'
import { attempt } from './no-figure.ts'
import { isAssigned, managersOf, ownersOn, planOn, teamOn, territoryOf, type World } from './world.ts'

const size = (x: Fraction): Fraction => (x.n < 0n ? negative(x) : x)

type Holder = { readonly participant: string; readonly share: Fraction; readonly territory: string | null }
export type Exception = { readonly code: string; readonly deal: string | null }

/** Credits of a deal for everybody, under the version of its day. */
export function creditsOf(w: World, deal: Transaction): { credits: OracleCredit[]; exceptions: Exception[] } {
  const plan = planOn(w, deal.creditedOn)
  const credits: OracleCredit[] = []
  const exceptions: Exception[] = []
  const taken = new Set<string>()
  for (const rule of plan?.credits ?? []) {
    if (rule.group !== undefined && taken.has(rule.group)) continue
    const made = byRule(w, plan!, rule, deal, exceptions)
    if (rule.group !== undefined && made.length > 0) taken.add(rule.group)
    credits.push(...made)
  }
  return { credits, exceptions }
}

function byRule(w: World, plan: Plan, rule: CreditRule, deal: Transaction, exceptions: Exception[]): OracleCredit[] {
  const original = rule.asOf === 'reversal' ? undefined : deal.reversed
  const on = original?.creditedOn ?? deal.creditedOn
  const held = original ? { ...deal, owner: original.owner, team: original.team } : deal
  const { to } = rule
  const holders = holdersOf(w, to.kind === 'Managers' ? to.of : to, held, on)
  const reached = to.kind === 'Managers' ? managers(w, holders, on, to.fromLevel, to.toLevel) : themselves(to, holders)
  const digits = rule.digits ?? 6
  return reached.flatMap(({ who, parts, territory }): OracleCredit[] => {
    if (!isAssigned(w, who, deal.creditedOn)) return []
    const scope = plainScope({ world: w, plan, who, on, deal })
    const made = attempt((): OracleCredit[] => {
      if (rule.when && !holdsTrue(rule.when, scope)) return []
      const amount = numberOf(rule.amount, scope)
      const share = rule.share ? numberOf(rule.share, scope) : ONE
      const units = shareOut(
        holders.map((h) => times(times(amount, share), h.share)),
        digits,
      )
      const total = sum(parts.map((i) => new Fraction(units[i]!, 10n ** BigInt(digits))))
      const most = lowest(new Fraction(shareOut([times(amount, share)], digits)[0]!, 10n ** BigInt(digits)))
      const capped = to.kind === 'Managers' && (rule.overlap ?? 'once') === 'once'
      const isMore = size(total).compare(size(times(amount, share))) > 0
      return [
        {
          rule: rule.id,
          type: rule.creditType,
          participant: who,
          amount: capped && isMore ? most : total,
          territory: territory ?? territoryOf(w, who, on) ?? null,
          deal,
          counts: rule.counts ?? 'attainment and pay',
        },
      ]
    })
    if ('value' in made) return made.value
    exceptions.push({ code: made.code, deal: deal.id })
    return []
  })
}

function holdersOf(w: World, to: BaseRecipients, deal: Transaction, on: string): Holder[] {
  switch (to.kind) {
    case 'Owner':
      return deal.owner === null ? [] : [{ participant: deal.owner, share: ONE, territory: null }]
    case 'DealTeam':
      return deal.team
        .filter((m) => to.role === null || m.role === to.role)
        .map((m) => ({ participant: m.participant, share: decimal(m.share), territory: null }))
    case 'Split':
      return to.shares.map((x) => ({
        participant: w.facts.participantIds?.[x.participant] ?? x.participant,
        share: decimal(x.share),
        territory: null,
      }))
    case 'OverlayTeam':
      return teamOn(w, to.team, on).map((m) => ({
        participant: m.participant,
        share: decimal(m.share),
        territory: null,
      }))
    case 'TerritoryOwners':
      return w.facts.territories
        .filter((t) => t.when.every((c) => c.oneOf.includes(textFor(deal, c.field))))
        .flatMap((t) => ownersOn(t, on).map((participant) => ({ participant, share: ONE, territory: t.id })))
  }
}

/** A territory's condition reads a column as text; what is not there is in no list. */
function textFor(deal: Transaction, field: string): string {
  const own = deal.fields[field]
  switch (field) {
    case 'kind':
    case 'source':
    case 'externalId':
    case 'account':
    case 'product':
    case 'currency':
      return deal[field] ?? '\u0000'
    default:
      return typeof own === 'string' ? own : '\u0000'
  }
}

type Reached = { who: string; parts: number[]; territory: string | null }

/** The holders; one credit for each person, with all their shares. Owning two territories is no second share. */
function themselves(to: BaseRecipients, holders: readonly Holder[]): Reached[] {
  const reached: Reached[] = []
  for (const [i, { participant, territory }] of holders.entries()) {
    const found = reached.find((r) => r.who === participant)
    if (!found) reached.push({ who: participant, parts: [i], territory })
    else if (to.kind !== 'TerritoryOwners') found.parts.push(i)
  }
  return reached
}

/** Every manager of the levels, with the shares that reach them: each share once, since the chain has no forks. */
function managers(w: World, holders: readonly Holder[], on: string, from: number, to: number): Reached[] {
  const reached: Reached[] = []
  for (const [i, holder] of holders.entries()) {
    for (const who of managersOf(w, holder.participant, on).slice(from - 1, to)) {
      const found = reached.find((r) => r.who === who)
      if (found) found.parts.push(i)
      else reached.push({ who, parts: [i], territory: null })
    }
  }
  return reached
}
