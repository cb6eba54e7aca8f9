import {
  comparesParticipants,
  creditsOfDeal,
  type ParticipantQuote,
  quoteByReplay,
  quoteFromState,
  quoteTogether,
  stateFromJson,
  stateToJson,
  type Transaction,
} from '#engine'
import type { OraclePeriod, World } from '../../oracle/plan-oracle.ts'
import type { Figures, Prepared } from './engine-figures.ts'
import { exactText, oracleOf } from './oracle-figures.ts'

/** What a deal brings, as lines of text: before → after, of everything that somebody has. */
export function quoteFigures(quote: ParticipantQuote): Figures {
  const lines: Figures = { paid: `${quote.payment.before} → ${quote.payment.after}` }
  for (const e of quote.earnings) lines[`earning ${e.earning}`] = `${e.before} → ${e.after}`
  for (const m of quote.measures) lines[`measure ${m.measure}`] = `${m.before} → ${m.after}`
  for (const x of quote.exceptions) lines[`exception ${x.code} ${x.transaction ?? '-'}`] = 'yes'
  return lines
}

/** The world as far as a quote of the deal looks. */
export const reaching = (world: World, deal: Transaction): World =>
  deal.creditedOn > world.through ? { ...world, through: deal.creditedOn } : world

/** The same as the difference of two calculations of the oracle; undefined for whom the deal's period is none. */
export function expectedQuotes(world: World, deal: Transaction): Map<string, Figures> {
  const before = oracleOf(reaching(world, deal))
  const after = oracleOf({ ...reaching(world, deal), transactions: [...world.transactions, deal] })
  const quotes = new Map<string, Figures>()
  for (const [who, periods] of after) {
    const at = periods.findIndex(({ period: p }) => p.from <= deal.creditedOn && deal.creditedOn < p.to)
    if (at >= 0) quotes.set(who, expectedQuote(before.get(who)!.slice(at), periods.slice(at)))
  }
  return quotes
}

function expectedQuote(before: readonly OraclePeriod[], after: readonly OraclePeriod[]): Figures {
  const [was, is] = [before[0]!, after[0]!]
  const paid = (list: readonly OraclePeriod[]) => list.reduce((sum, p) => sum + p.paid, 0n)
  const lines: Figures = { paid: `${paid(before)} → ${paid(after)}` }
  for (const id of is.earnings.keys()) {
    const pairs = after.map((p, i) => [before[i]!.earnings.get(id) ?? null, p.earnings.get(id) ?? null] as const)
    const counted = pairs.filter(([a, b]) => a !== null || b !== null)
    const total = (side: 0 | 1) =>
      counted.length === 0 || counted.some((pair) => pair[side] === null)
        ? null
        : counted.reduce((sum, pair) => sum + pair[side]!, 0n)
    lines[`earning ${id}`] = `${total(0)} → ${total(1)}`
  }
  const text = (p: OraclePeriod, id: string) => {
    const value = p.measures.get(id)
    return value ? exactText(value) : 'null'
  }
  for (const id of is.measures.keys()) lines[`measure ${id}`] = `${text(was, id)} → ${text(is, id)}`
  for (const x of is.exceptions) lines[`exception ${x}`] = 'yes'
  return lines
}

/** Whether a quote says that something moves. */
export const movesMoney = (quote: Figures): boolean =>
  Object.entries(quote).some(([key, value]) => {
    const [before, after] = value.split(' → ')
    return (key === 'paid' || key.startsWith('earning')) && before !== after
  })

/** All ways to quote a deal, by the name of the way and the participant. */
export function engineQuotes(prepared: Prepared, deal: Transaction): Map<string, Map<string, Figures>> {
  const input = { ...prepared.input, deal }
  const histories = prepared.credits()
  const ways = new Map<string, Map<string, Figures>>()
  const together = quoteTogether(input, histories)
  ways.set('together', new Map([...together].map(([who, quote]) => [who, quoteFigures(quote)])))
  if (comparesParticipants(prepared.versions)) return ways
  const stored = prepared.calculate()
  const [replayed, fromState] = [new Map<string, Figures>(), new Map<string, Figures>()]
  for (const [who, added] of creditsOfDeal(input).credits) {
    const replay = quoteByReplay(input, who, added, histories.get(who) ?? [])
    if (replay) replayed.set(who, quoteFigures(replay))
    const state = stored.get(who)?.state
    const quoted = quoteFromState(input, who, added, state && stateFromJson(stateToJson(state)))
    if (quoted) fromState.set(who, quoteFigures(quoted))
  }
  return ways.set('by replay', replayed).set('from state', fromState)
}
