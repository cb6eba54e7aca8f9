import type { Journal, JournalKind, Posting } from '#engine'
import { accountOf } from '../ledger/posted-movements.ts'
import type { Figures } from './result-figures.ts'
import type { StoredResult } from './result-rows.ts'

type About = { readonly run: string; readonly period: string; readonly actor: string; readonly at: number }

const postingsOf = (amounts: Figures['movements'], currency: string): Posting[] =>
  amounts.map(({ account, item, minor }) => ({ account: accountOf(account), item, currency, minor: BigInt(minor) }))

/**
 * The journals that results are posted with: for each participant and plan the opening balances, a true-up for every locked
 * period that is other now, and the period itself. Nothing is calculated here: the results hold every amount.
 */
export function journalsOfRun(results: readonly StoredResult[], { run, period, actor, at }: About): Journal[] {
  return results.flatMap((result): Journal[] => {
    const { plan, participant, currency, figures } = result
    const journal = (kind: JournalKind, about: string | null, amounts: Figures['movements']): Journal => ({
      kind,
      source: run,
      participant,
      plan,
      period: about,
      postedIn: period,
      corrects: null,
      reason: null,
      evidence: result.hash,
      actor,
      at,
      postings: postingsOf(amounts, currency),
    })
    return [
      journal('opening', null, figures.opening),
      ...figures.corrections.map((c) => journal('true-up', c.period, c.movements)),
      journal('period', period, figures.movements),
    ].filter(({ postings }) => postings.length > 0)
  })
}
