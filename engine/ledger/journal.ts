import { assert } from '../lib/assert.ts'
import { canonicalText } from '../lib/canonical-json.ts'
import { sha256 } from '../lib/sha256.ts'
import type { Account } from './account.ts'

export const JOURNAL_KINDS = [
  'opening',
  'period',
  'true-up',
  'reversal',
  'payment',
  'payroll report',
  'settlement',
] as const
export type JournalKind = (typeof JOURNAL_KINDS)[number]

/** One amount of a journal: a debit is positive, a credit negative, in minor units of its currency. */
export type Posting = {
  readonly account: Account
  readonly item: string
  readonly currency: string
  readonly minor: bigint
}

/** Postings that belong together and come to 0 in each currency. It is never changed: what is wrong gets a journal against it. */
export type Journal = {
  readonly kind: JournalKind
  /** What it was posted by: a run, a reversal, a batch of payments, a report of payroll. */
  readonly source: string
  readonly participant: string
  readonly plan: string | null
  /** The period that it is about, and the one in which it was posted. */
  readonly period: string | null
  readonly postedIn: string | null
  /** The sequence number of the journal that it takes back. */
  readonly corrects: number | null
  readonly reason: string | null
  /** The hash of what it was made from, so that the chain seals that too. */
  readonly evidence: string | null
  readonly actor: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly postings: readonly Posting[]
}

/** A journal in its place in the chain. */
export type SealedJournal = Journal & { readonly seq: number; readonly previousHash: string; readonly hash: string }

/** The end of the chain. */
export type Head = { readonly seq: number; readonly hash: string }

/** Where the chain begins. */
export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) }

/** What the postings of each currency come to, where it is not 0. */
export function imbalances(postings: readonly Posting[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { currency, minor } of postings) sums.set(currency, (sums.get(currency) ?? 0n) + minor)
  return new Map([...sums].filter(([, sum]) => sum !== 0n))
}

/** SHA-256 over the hash before, the number and everything that the journal says, as canonical JSON. */
async function hashOf(journal: Journal, seq: number, previousHash: string): Promise<string> {
  const { postings, ...rest } = journal
  const lines = postings.map(({ account, item, currency, minor }) => ({
    account,
    item,
    currency,
    minor: String(minor),
  }))
  const { kind, source, participant, plan, period, postedIn, corrects, reason, evidence, actor, at } = rest
  const about = { kind, source, participant, plan, period, postedIn, corrects, reason, evidence }
  return sha256(`journal/v1\n${canonicalText({ ...about, actor, at, postings: lines, seq, previousHash })}`)
}

/**
 * Journals in their places after the head: numbered without gaps, each with the hash of the one before.
 *
 * @throws InvariantError for a journal that has fewer than two postings or does not come to 0.
 */
export async function seal(head: Head, journals: readonly Journal[]): Promise<SealedJournal[]> {
  const sealed: SealedJournal[] = []
  let { seq, hash: previousHash } = head
  for (const journal of journals) {
    assert(journal.postings.length >= 2, 'a journal has two postings or more')
    assert(imbalances(journal.postings).size === 0, `a journal of ${journal.participant} does not come to 0`)
    seq += 1
    const hash = await hashOf(journal, seq, previousHash)
    sealed.push({ ...journal, seq, previousHash, hash })
    previousHash = hash
  }
  return sealed
}

/** What is wrong with a journal that stands after the head. */
export type JournalFault = 'sequence' | 'previous hash' | 'hash' | 'balance'

/** The first fault of a journal that should follow the head, if any. */
export async function faultOf(head: Head, journal: SealedJournal): Promise<JournalFault | undefined> {
  if (journal.seq !== head.seq + 1) return 'sequence'
  if (journal.previousHash !== head.hash) return 'previous hash'
  if ((await hashOf(journal, journal.seq, journal.previousHash)) !== journal.hash) return 'hash'
  if (journal.postings.length < 2 || imbalances(journal.postings).size > 0) return 'balance'
  return undefined
}
