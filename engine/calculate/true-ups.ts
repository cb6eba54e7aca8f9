import type { Facts, Transaction } from '../facts/facts.ts'
import { type Ledger, ledgerOf, type Place, placeKey } from './posted-figures.ts'
import type { World } from './world.ts'

/** The reason that each kind of fact stands for, in the order in which they are taken over. */
const FACT_REASONS = {
  assignments: 'assignment',
  titles: 'title',
  reportingLines: 'hierarchy',
  territories: 'territory',
  teams: 'team',
  quotas: 'quota',
  parameters: 'parameter',
  inputs: 'input',
  rates: 'exchange rate',
  calendar: 'calendar',
  participantIds: 'participant id',
} as const satisfies Record<keyof Facts, string>

/** Why a figure of the past is another now. */
export type Reason =
  | { readonly kind: 'plan' | (typeof FACT_REASONS)[keyof Facts] }
  | {
      readonly kind: 'transaction'
      readonly change: 'late' | 'corrected' | 'taken back'
      readonly source: string
      readonly externalId: string
    }
  /** Whatever the others do not name, such as one transaction that stands twice. */
  | { readonly kind: 'other' }

/**
 * A difference of one figure for one reason, to be posted in the open period. Minor units, never 0; null where the figure
 * is open now: a data exception must be resolved before the difference is known, and no money moves until then.
 */
export type TrueUp = Place & { readonly minor: bigint | null; readonly reason: Reason }

const keyOf = (t: Transaction): string => `${t.source}\n${t.externalId}`
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The worlds on the way from one to the other, one reason at a time; the last is `after` itself. */
function* steps(before: World, after: World): Generator<readonly [Reason, World]> {
  let world = before
  const versions = (w: World) => w.versions.map((v) => [v.effectiveFrom, v.program.plan])
  if (!isSame(versions(before), versions(after))) {
    world = { ...world, versions: after.versions }
    yield [{ kind: 'plan' }, world]
  }
  for (const [name, kind] of Object.entries(FACT_REASONS) as [keyof Facts, (typeof FACT_REASONS)[keyof Facts]][]) {
    if (isSame(before.facts[name], after.facts[name])) continue
    world = { ...world, facts: { ...world.facts, [name]: after.facts[name] } }
    yield [{ kind }, world]
  }
  const old = new Map(before.transactions.map((t) => [keyOf(t), t]))
  const now = new Map(after.transactions.map((t) => [keyOf(t), t]))
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(key), now.get(key)]
    const { source, externalId } = (is ?? was) as Transaction
    if (was && is && isSame({ ...was, id: '' }, { ...is, id: '' })) continue
    const rest = world.transactions.filter((t) => keyOf(t) !== key)
    world = { ...world, transactions: is ? [...rest, is] : rest }
    const change = !was ? 'late' : is ? 'corrected' : 'taken back'
    yield [{ kind: 'transaction', change, source, externalId }, world]
  }
  yield [{ kind: 'other' }, after]
}

const minorIn = ({ figures }: Ledger, key: string): bigint | null => {
  const figure = figures.get(key)
  return figure ? figure.minor : 0n
}

/**
 * The differences between figures as they were posted and as they follow from what is known now, per period and reason:
 * earnings, what became payable of them, what payout rules did, and payments. Periods that have only begun since are new,
 * not corrected: both worlds are read as far as the one before reaches.
 *
 * The reasons are taken over one after the other, so that for every figure they add up exactly to the difference; what
 * was posted of a figure without a value is 0. A figure that is open now is told once, without money, for the reason
 * that left it open. Which share falls on which of two reasons that work together depends on the order, which is fixed:
 * plan, people, quotas, parameters, figures, rates, calendar and ids, then transactions by source and external id, then
 * whatever else there is.
 */
export function trueUps(before: World, after: World): TrueUp[] {
  const posted = ledgerOf(before)
  const told: TrueUp[] = []
  /** What was posted of each figure, and what the reasons so far add to it. */
  const sums = new Map([...posted.figures].map(([key, { minor }]) => [key, minor ?? 0n]))
  const places = new Map<string, Place>(posted.figures)
  let known = posted
  for (const [reason, world] of steps(before, { ...after, through: before.through })) {
    const next = ledgerOf(world)
    for (const [key, figure] of next.figures) places.set(key, figure)
    for (const key of [...places.keys()].sort()) {
      const { participant, period, of } = places.get(key) as Place
      const figure = { participant, period, of }
      const minor = minorIn(next, key)
      if (minor === null || next.isOpen(figure)) {
        if (known.isOpen(figure) && minorIn(known, key) === minor) continue
        told.push({ ...figure, minor: null, reason })
      } else {
        const difference = minor - (sums.get(key) ?? 0n)
        if (difference === 0n) continue
        sums.set(key, minor)
        told.push({ ...figure, minor: difference, reason })
      }
    }
    known = next
  }
  return settled(told, posted, known)
}

/** Of a figure that ends open the last reason that left it so, without what was made of it on the way; of others the money. */
function settled(told: readonly TrueUp[], posted: Ledger, now: Ledger): TrueUp[] {
  const lastOpen = new Map(told.filter((t) => t.minor === null).map((t) => [placeKey(t), t]))
  return told.filter((t) => {
    const key = placeKey(t)
    if (!now.isOpen(t)) return t.minor !== null
    const isAsPosted = posted.isOpen(t) && minorIn(posted, key) === minorIn(now, key)
    return !isAsPosted && lastOpen.get(key) === t
  })
}
