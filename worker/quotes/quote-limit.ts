import type { QuoteAnswer } from './quote-schema.ts'

const MINUTE = 60_000
const windows = new Map<string, { minute: number; deals: number }>()
const KEPT = 50_000

/**
 * Counts the deals quoted for a participant with a key in the current minute: asking for a thousand quotes finds out a
 * person's tiers. Counted per isolate; a shield, not a ledger.
 *
 * @returns seconds to wait where the limit is passed, else null.
 */
export function overQuoteLimit(
  keyId: string,
  quotesPerMinute: number,
  answer: QuoteAnswer,
  now: number,
): number | null {
  const minute = Math.floor(now / MINUTE)
  const counted = new Map<string, number>()
  for (const quote of answer.data) {
    if (quote.status !== 'quoted') continue
    for (const id of new Set(quote.recipients.map((r) => r.participant.id))) counted.set(id, (counted.get(id) ?? 0) + 1)
  }
  let isOver = false
  for (const [participant, deals] of counted) {
    const key = `${keyId}\n${participant}`
    const window = windows.get(key)
    const sofar = window?.minute === minute ? window.deals : 0
    if (sofar + deals > quotesPerMinute) isOver = true
    if (windows.size >= KEPT) windows.clear()
    windows.set(key, { minute, deals: sofar + deals })
  }
  return isOver ? Math.ceil((MINUTE - (now % MINUTE)) / 1000) : null
}
