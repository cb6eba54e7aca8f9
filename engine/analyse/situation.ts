import { calculateAll, type PeriodResult } from '../calculate/calculate.ts'
import type { Program } from '../compile/compile-plan.ts'
import { assignCredits } from '../credit/assign-credits.ts'
import { FactIndex } from '../facts/fact-index.ts'
import type { Facts, QuotaFact, Transaction } from '../facts/facts.ts'
import type { BaseRecipients, Plan } from '../plan/ast.ts'
import type { Period } from '../time/calendar.ts'

/** A deal of a situation. Everything left out is as in a plain booking; `times` deals alike stand for that many. */
export type SituationDeal = {
  readonly id: string
  readonly creditedOn: string
  readonly kind?: string
  readonly amount?: string
  readonly quantity?: string
  readonly account?: string
  readonly product?: string
  readonly source?: string
  readonly fields: Readonly<Record<string, string | boolean>>
  readonly times?: number
  /** The deal that this one takes back. */
  readonly reverses?: string
}

/**
 * All that a calculation needs, concrete: one participant and their deals, in calendar years. It is plain data, so that a
 * finding can be shown, kept, and replayed by anyone with the engine.
 */
export type Situation = {
  readonly deals: readonly SituationDeal[]
  /** The credit rules by whose recipients the participant is reached. */
  readonly reach: readonly string[]
  readonly title?: string
  readonly territory?: string
  /** By quota: the same in every period of the plan. */
  readonly quotas: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
  /** First and last day of the periods that are calculated. */
  readonly from: string
  readonly through: string
}

/**
 * What a situation pays, in minor units, over its periods. `settled`: all payments, and what is still owed either way at the
 * end: what is due, held, banked or carried, less what is to be recovered.
 */
export type Pay = {
  readonly byEarning: ReadonlyMap<string, bigint>
  readonly settled: bigint
  /** Whether no data exception stands in the way. */
  readonly isWhole: boolean
}

export const PLAN = 'plan'
export const YOU = 'participant'
const START = '1900-01-01'
const always = { from: START, to: null }
const two = (n: number): string => String(n).padStart(2, '0')
const first = (year: number, month: number): string => (month > 12 ? `${year + 1}-01-01` : `${year}-${two(month)}-01`)

/** Calendar years with their halves, quarters and months. */
export function calendarYears(from: number, to: number): Period[] {
  const periods: Period[] = []
  for (let y = from; y <= to; y++) {
    periods.push({ id: `${y}`, kind: 'year', from: first(y, 1), to: first(y, 13) })
    for (const h of [1, 2])
      periods.push({ id: `${y}-H${h}`, kind: 'half-year', from: first(y, h * 6 - 5), to: first(y, h * 6 + 1) })
    for (const q of [1, 2, 3, 4])
      periods.push({ id: `${y}-Q${q}`, kind: 'quarter', from: first(y, q * 3 - 2), to: first(y, q * 3 + 1) })
    for (let m = 1; m <= 12; m++)
      periods.push({ id: `${y}-${two(m)}`, kind: 'month', from: first(y, m), to: first(y, m + 1) })
  }
  return periods
}

type Reached = { readonly base: BaseRecipients; readonly levels: number }

function reachedBy(plan: Plan, ids: readonly string[]): Reached[] {
  return plan.credits
    .filter((rule) => ids.includes(rule.id))
    .map(({ to }) => (to.kind === 'Managers' ? { base: to.of, levels: to.fromLevel } : { base: to, levels: 0 }))
}

/** Whom a deal belongs to: the participant, or somebody so many levels below. */
const below = (levels: number): string => (levels === 0 ? YOU : `report ${levels}`)

/** A small organisation in which the rules named in `reach` credit the participant. */
export function factsOf(plan: Plan, situation: Situation): Facts {
  const reached = reachedBy(plan, situation.reach)
  const deepest = reached.reduce((most, r) => Math.max(most, r.levels), 0)
  const calendar = calendarYears(Number(situation.from.slice(0, 4)), Number(situation.through.slice(0, 4)))
  const periods = calendar.filter((p) => p.kind === plan.period)
  const whole = { from: calendar[0]?.from ?? START, to: calendar.at(-1)?.to ?? START }
  const territories = reached.filter(({ base }) => base.kind === 'TerritoryOwners')
  return {
    calendar,
    titles: situation.title === undefined ? [] : [{ participant: YOU, title: situation.title, ...always }],
    reportingLines: Array.from({ length: deepest }, (_, i) => ({
      participant: below(i + 1),
      manager: below(i),
      ...always,
    })),
    territories: territories.slice(0, 1).map(({ levels }) => ({
      id: situation.territory ?? 'territory',
      when: [],
      owners: [{ participant: below(levels), ...always }],
    })),
    quotas: Object.entries(situation.quotas).flatMap(([quota, value]) =>
      periods.map((p): QuotaFact => ({ quota, participant: YOU, title: null, from: p.from, to: p.to, value })),
    ),
    parameters: Object.entries(situation.parameters).map(([parameter, value]) => ({
      parameter,
      value,
      scope: 'all',
      ...always,
    })),
    assignments: [{ plan: PLAN, participant: YOU, from: situation.from, to: null }],
    teams: reached.flatMap(({ base, levels }) =>
      base.kind === 'OverlayTeam' ? [{ team: base.team, participant: below(levels), share: '1', ...always }] : [],
    ),
    inputs: Object.entries(situation.inputs).map(([measure, value]) => ({
      measure,
      participant: YOU,
      value,
      ...whole,
    })),
    rates: [],
    participantIds: Object.fromEntries(
      reached.flatMap(({ base, levels }) => {
        const name = base.kind === 'Split' ? base.shares[0]?.participant : undefined
        return name === undefined ? [] : [[name, below(levels)]]
      }),
    ),
  }
}

export function transactionOf(plan: Plan, situation: Situation, deal: SituationDeal, copy = 0): Transaction {
  const reached = reachedBy(plan, situation.reach)
  const owner = reached.find(({ base }) => base.kind === 'Owner')
  const team = new Map(
    reached.flatMap(({ base, levels }) =>
      base.kind === 'DealTeam' ? [[base.role ?? 'seller', below(levels)] as const] : [],
    ),
  )
  const id = copy === 0 ? deal.id : `${deal.id} ${copy + 1}`
  return {
    id,
    source: deal.source ?? 'example',
    externalId: id,
    kind: deal.kind ?? 'booking',
    occurredOn: deal.creditedOn,
    creditedOn: deal.creditedOn,
    owner: owner ? below(owner.levels) : null,
    team: [...team].map(([role, participant]) => ({ role, participant, share: '1' })),
    account: deal.account ?? null,
    product: deal.product ?? null,
    amount: deal.amount ?? null,
    currency: deal.amount === undefined ? null : plan.currency,
    quantity: deal.quantity ?? null,
    fields: deal.fields,
    reverses: deal.reverses ?? null,
  }
}

function settledOf(plan: Plan, periods: readonly PeriodResult[]): bigint {
  const sum = (amounts: readonly { readonly minor: bigint }[]) => amounts.reduce((total, a) => total + a.minor, 0n)
  const paid = sum(periods.map((p) => p.payment))
  const state = periods.at(-1)?.payment.state
  if (!state) return paid
  const draws = new Set(plan.payoutRules?.flatMap((r) => (r.kind === 'Draw' ? [r.id] : [])))
  const balances = [...state.balances].map(([rule, minor]) => ({ minor: draws.has(rule) ? -minor : minor }))
  return paid + sum(state.due) + sum(state.waiting) + sum(balances)
}

/** Runs the engine on a situation. */
export function payOf(program: Program, situation: Situation): Pay {
  const { plan } = program
  const facts = new FactIndex(factsOf(plan, situation))
  const assigned = situation.deals.flatMap((deal) =>
    Array.from({ length: deal.times ?? 1 }, (_, i) =>
      assignCredits(program.plain, PLAN, facts, transactionOf(plan, situation, deal, i)),
    ),
  )
  const credits = assigned.flatMap((a) => a.credits).filter((c) => c.participant === YOU)
  const versions = [{ program, effectiveFrom: START }]
  const input = { plan: PLAN, versions, facts, through: situation.through }
  const periods = calculateAll(input, new Map([[YOU, credits]])).get(YOU)?.periods ?? []
  const byEarning = new Map<string, bigint>()
  let isWhole = assigned.every((a) => a.exceptions.length === 0)
  for (const period of periods) {
    if (period.exceptions.length > 0) isWhole = false
    for (const e of period.earnings) byEarning.set(e.earning, (byEarning.get(e.earning) ?? 0n) + (e.minor ?? 0n))
  }
  return { byEarning, settled: settledOf(plan, periods), isWhole }
}
