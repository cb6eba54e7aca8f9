import { MinuteWindow } from '../http/minute-window.ts'
import type { QuoteAnswer } from './quote-schema.ts'

const windows = new MinuteWindow()

/**
 * Counts the deals quoted for a participant with a key in the current minute: asking for a thousand quotes finds out a
 * person's tiers.
 *
 * @returns seconds to wait where the limit is passed, else null.
 */
export function overQuoteLimit(
  keyId: string,
  quotesPerMinute: number,
  answer: QuoteAnswer,
  now: number,
): number | null {
  const counted = new Map<string, number>()
  for (const quote of answer.data) {
    if (quote.status !== 'quoted') continue
    for (const id of new Set(quote.recipients.map((r) => r.participant.id))) counted.set(id, (counted.get(id) ?? 0) + 1)
  }
  const totals = [...counted].map(([participant, deals]) => windows.add(`${keyId}\n${participant}`, deals, now))
  return totals.some((total) => total > quotesPerMinute) ? MinuteWindow.secondsLeft(now) : null
}
