import type { Client } from '@libsql/client/web'
import {
  type Credit,
  creditsOfDeal,
  type DataException,
  ENGINE_VERSION,
  exactToText,
  type ParticipantQuote,
  type ParticipantState,
  quoteByReplay,
  quoteFromState,
  quoteTogether,
  type Reversed,
  scaledToText,
  stateFromJson,
  type Transaction,
  titledSteps,
} from '#engine'
import { bringUpToDate, historyOf } from '../calculation/catch-up.ts'
import { type Calculated, isFresh, isSameBasis, type Marks } from '../calculation/freshness.ts'
import { nextOpenPeriod } from '../calculation/locked-figures.ts'
import { keptSnapshot, type OrganisationSnapshot, type PublishedPlan } from '../calculation/organisation-snapshot.ts'
import { historiesOfPlan } from '../calculation/population-of-plan.ts'
import { DatabaseUnavailable } from '../db/client.ts'
import { todayOf } from '../settings/settings-rows.ts'
import { dealToTransaction } from './deal-to-transaction.ts'
import type { Deal, Quote, QuoteAnswer } from './quote-schema.ts'
import { readOriginals } from './read-originals.ts'

/** How much of a recipient's quote of a day the caller may see: a tier shows what somebody has earned. */
export type Sight = (participant: string, on: string) => 'nothing' | 'amount' | 'everything'

export type QuoteDealsRequest = {
  readonly client: Client
  readonly organisation: string
  readonly now: Date
  readonly deals: readonly { readonly deal: Deal; readonly pointer: string }[]
  readonly explain: boolean
  readonly sightIn: (snapshot: OrganisationSnapshot) => Sight
}

/** One deal's credits of one participant under one plan: what has to be quoted. */
type Part = {
  readonly plan: PublishedPlan
  readonly participant: string
  readonly deal: Transaction
  readonly credits: readonly Credit[]
  readonly detailed: boolean
}
type Prepared =
  | { readonly parts: readonly Part[]; readonly exceptions: readonly DataException[]; readonly deal: Transaction }
  | { readonly refused: Quote }

const TRIES = 3

/**
 * What each deal would pay, now, to everybody whom it credits: calculate with it minus calculate without it. Nothing is
 * stored. When warm, one round trip: the organisation's marks, the plans' progress and the recipients' states together;
 * if the marks have moved on, figures are brought up to date first and the quote is made again.
 */
export async function quoteDeals(request: QuoteDealsRequest): Promise<QuoteAnswer> {
  const { client, organisation, now } = request
  const originalOf = await readOriginals(
    client,
    request.deals.map(({ deal }) => deal),
  )
  let snapshot = keptSnapshot(organisation) ?? (await bringUpToDate(client, organisation, now)).snapshot
  for (let attempt = 1; ; attempt++) {
    const prepared = prepare(snapshot, request, originalOf)
    const stored = await readStates(client, prepared)
    const day = todayOf(snapshot, now)
    const isCurrent =
      stored.marks.revision === snapshot.revision &&
      snapshot.plans.every((p) => isFresh(p, stored.calculated.get(p.id), snapshot, stored.marks, day))
    // Where writes never pause, a quote is as of the transactions that the figures hold, which it says; of a
    // configuration that moved on under it there is no such moment.
    const isOfOneMoment = snapshot.plans.every((p) => isSameBasis(p, stored.calculated.get(p.id), snapshot, day))
    if (attempt >= TRIES && !isOfOneMoment) throw new DatabaseUnavailable('The configuration keeps changing.')
    if (isCurrent || attempt >= TRIES) {
      const data: Quote[] = []
      const history = rememberedHistory(client, snapshot)
      const histories = rememberedHistories(client, snapshot)
      for (const item of prepared)
        data.push(
          'refused' in item
            ? item.refused
            : await quoteOne(request, snapshot, { stored, history, histories }, day, item),
        )
      return {
        data,
        engineVersion: ENGINE_VERSION,
        configurationRevision: snapshot.revision,
        throughSeq: Math.min(
          stored.marks.lastSeq,
          ...snapshot.plans.map((p) => stored.calculated.get(p.id)?.throughSeq ?? 0),
        ),
        asOf: day,
      }
    }
    snapshot = (await bringUpToDate(client, organisation, now)).snapshot
  }
}

function prepare(
  snapshot: OrganisationSnapshot,
  { deals, sightIn }: QuoteDealsRequest,
  originalOf: (deal: Deal) => Reversed | undefined,
): Prepared[] {
  const sightOf = sightIn(snapshot)
  return deals.map(({ deal, pointer }) => {
    const made = dealToTransaction(snapshot, deal, pointer, originalOf(deal))
    if (!made.ok) return { refused: { status: 'refused' as const, errors: made.error } }
    const parts: Part[] = []
    const exceptions: DataException[] = []
    for (const plan of snapshot.plans) {
      const found = creditsOfDeal({ plan: plan.id, versions: plan.versions, facts: snapshot.facts, deal: made.value })
      // What stands in the way of somebody's credit tells of them: only who may see them learns it.
      const isSeen = (x: DataException) => sightOf(x.participant ?? '', deal.creditedOn) !== 'nothing'
      exceptions.push(...found.exceptions.filter(isSeen))
      for (const [participant, credits] of found.credits) {
        const sight = sightOf(participant, deal.creditedOn)
        if (sight !== 'nothing')
          parts.push({ plan, participant, deal: made.value, credits, detailed: sight === 'everything' })
      }
    }
    return { parts, exceptions, deal: made.value }
  })
}

type Stored = {
  readonly marks: Marks
  readonly calculated: ReadonlyMap<string, Calculated>
  readonly states: ReadonlyMap<string, ParticipantState>
}

const stateKey = (plan: string, participant: string): string => `${plan}\n${participant}`

/** One statement, so that marks and states are of one moment. */
const STATES_SQL = `SELECT o.configuration_revision AS revision,
  (SELECT coalesce(max(seq), 0) FROM transactions) AS last_seq,
  (SELECT json_group_array(json_array(plan_id, through_seq, configuration_revision, through_day, engine_version)) FROM calculations) AS calculated,
  (SELECT json_group_array(json_array(s.plan_id, s.participant_id, s.state)) FROM json_each(?) p
    JOIN participant_states s ON s.plan_id = json_extract(p.value, '$[0]') AND s.participant_id = json_extract(p.value, '$[1]')) AS states
  FROM organisation_state o`

async function readStates(client: Client, prepared: readonly Prepared[]): Promise<Stored> {
  const pairs = new Map<string, [string, string]>()
  for (const item of prepared) {
    if ('refused' in item) continue
    for (const { plan, participant } of item.parts) pairs.set(stateKey(plan.id, participant), [plan.id, participant])
  }
  const { rows } = await client.execute({ sql: STATES_SQL, args: [JSON.stringify([...pairs.values()])] })
  const row = rows[0]
  const calculated = JSON.parse(String(row?.calculated ?? '[]')) as [string, number, number, string, string][]
  const states = JSON.parse(String(row?.states ?? '[]')) as [string, string, string][]
  return {
    marks: { revision: Number(row?.revision ?? 0), lastSeq: Number(row?.last_seq ?? 0) },
    calculated: new Map(
      calculated.map(([plan, throughSeq, revision, throughDay, engineVersion]) => [
        plan,
        { throughSeq, revision, throughDay, engineVersion },
      ]),
    ),
    states: new Map(states.map(([plan, participant, state]) => [stateKey(plan, participant), stateFromJson(state)])),
  }
}

type History = (plan: string, participant: string) => Promise<readonly Credit[]>

/** What was read for one late deal serves the next ones of the request. */
function rememberedHistory(client: Client, snapshot: OrganisationSnapshot): History {
  const known = new Map<string, readonly Credit[]>()
  return async (plan, participant) => {
    const key = stateKey(plan, participant)
    const credits = known.get(key) ?? (await historyOf(client, snapshot, plan, [participant])).get(participant) ?? []
    known.set(key, credits)
    return credits
  }
}

type HistoriesOf = (plan: PublishedPlan) => Promise<ReadonlyMap<string, readonly Credit[]> | undefined>

/** Everybody's credits, read once for a request, where a plan compares participants. */
function rememberedHistories(client: Client, snapshot: OrganisationSnapshot): HistoriesOf {
  const known = new Map<string, ReturnType<HistoriesOf>>()
  return (plan) => {
    const histories = known.get(plan.id) ?? historiesOfPlan(client, snapshot, plan)
    known.set(plan.id, histories)
    return histories
  }
}

type Known = { readonly stored: Stored; readonly history: History; readonly histories: HistoriesOf }

async function quoteOne(
  request: QuoteDealsRequest,
  snapshot: OrganisationSnapshot,
  { stored, history, histories }: Known,
  day: string,
  { parts, exceptions }: Extract<Prepared, { parts: unknown }>,
): Promise<Quote> {
  const recipients: Extract<Quote, { status: 'quoted' }>['recipients'] = []
  const found = [...exceptions]
  // Where a plan compares participants, one deal moves everybody: its quotes are made at once.
  const together = new Map<string, ReadonlyMap<string, ParticipantQuote>>()
  for (const { plan, participant, deal, credits, detailed } of parts) {
    const input = {
      plan: plan.id,
      versions: plan.versions,
      facts: snapshot.facts,
      through: day,
      deal,
      explain: request.explain,
    }
    const compared = await histories(plan)
    if (compared && !together.has(plan.id)) together.set(plan.id, quoteTogether(input, compared))
    const quote =
      together.get(plan.id)?.get(participant) ??
      quoteFromState(input, participant, credits, stored.states.get(stateKey(plan.id, participant))) ??
      quoteByReplay(input, participant, credits, await history(plan.id, participant))
    if (!quote) continue
    found.push(...quote.exceptions)
    recipients.push(recipientOf(snapshot, plan, quote, { detailed, explain: request.explain && detailed }))
  }
  return { status: 'quoted', recipients, exceptions: found.map(exceptionJson) }
}

export const exceptionJson = (x: DataException) => ({
  code: x.code,
  message: x.message,
  at: x.at,
  path: x.path,
  participantId: x.participant,
  transactionSeq: x.transaction === null || x.transaction === 'quote' ? null : Number(x.transaction),
  periodId: x.period,
})

type ToFigure = (minor: bigint | null) => { amount: string; currency: string } | null

function paymentOf({ payment }: ParticipantQuote, figure: ToFigure) {
  const [before, after, amount] = [payment.before, payment.after, payment.after - payment.before].map(figure)
  return before && after && amount ? { before, after, amount } : null
}

function recipientOf(
  snapshot: OrganisationSnapshot,
  plan: PublishedPlan,
  quote: ParticipantQuote,
  { detailed, explain }: { detailed: boolean; explain: boolean },
) {
  const { program } = quote.version
  const version = plan.versions.find((v) => v.program === program && v.effectiveFrom === quote.version.effectiveFrom)
  const linesOf = (earning: string) => quote.lines.filter((l) => l.earning === earning)
  const figure = (minor: bigint | null) =>
    minor === null ? null : { amount: scaledToText(minor, program.minorDigits), currency: program.plan.currency }
  const difference = (e: ParticipantQuote['earnings'][number]) =>
    e.before === null || e.after === null ? null : e.after - e.before
  const total = quote.earnings.reduce<bigint | null>((sum, e) => {
    const added = difference(e)
    return sum === null || added === null ? null : sum + added
  }, 0n)
  return {
    participant: {
      id: quote.participant,
      externalId: snapshot.externalIds.get(quote.participant) ?? null,
      name: snapshot.participantNames.get(quote.participant) ?? '',
    },
    plan: {
      id: plan.id,
      externalId: plan.externalId,
      name: plan.name,
      version: version?.version ?? 0,
      hash: version?.hash ?? '',
    },
    periodId: quote.period,
    paidIn: snapshot.locked.get(plan.id)?.some((l) => l.period === quote.period)
      ? (nextOpenPeriod(snapshot, plan)?.id ?? null)
      : quote.period,
    credits: quote.credits.map((c) => ({
      rule: c.rule,
      creditType: c.creditType,
      amount: exactToText(c.amount),
      territory: c.territory,
    })),
    earnings: quote.earnings.map((e) => ({
      earning: e.earning,
      title: e.title,
      before: detailed ? figure(e.before) : null,
      after: detailed ? figure(e.after) : null,
      amount: figure(difference(e)),
      ...(explain
        ? { steps: titledSteps(program.plan, [...linesOf(e.earning).flatMap((l) => l.steps), ...e.steps]) }
        : {}),
    })),
    payment: detailed ? paymentOf(quote, figure) : null,
    measures: detailed ? quote.measures.map((m) => ({ ...m })) : [],
    amount: figure(total),
  }
}
