import type { OrderKey } from '../facts/facts.ts'
import { type Exact, exactToText, textToExact, ZERO } from '../money/exact.ts'
import {
  NO_PAYOUTS,
  type PayoutState,
  restorePayouts,
  type StoredPayoutState,
  storePayouts,
} from '../payout/payout-state.ts'
import { restoreTally, type StoredTally, storeTally, type Tally } from './tally.ts'

/** A measure within a window: the period at hand, and the earlier periods of a trailing window, each for itself. */
export type MeasureState = {
  readonly windowFrom: string
  readonly tally: Tally
  readonly earlier: readonly (readonly [period: string, Tally])[]
}

/**
 * An earning per credit: the exact running sum of its rounding window, where the period began in it, and the minor units
 * that clawbacks have taken in the period.
 */
export type LineState = {
  readonly windowFrom: string
  readonly sum: Exact
  readonly opening: Exact
  readonly taken: bigint
}

/**
 * Where a participant stands under a plan after the credits so far: all that a further credit or the close of the period
 * needs. Small, and enough to quote from without rescanning history.
 */
export type ParticipantState = {
  readonly period: string
  readonly planFrom: string
  readonly last: OrderKey | null
  readonly measures: readonly MeasureState[]
  readonly lines: readonly LineState[]
  /** Payments as the period opened. */
  readonly payouts: PayoutState
}

type StoredState = {
  p: string
  f: string
  k: OrderKey | null
  m: { w: string; t: StoredTally; e?: [string, StoredTally][] }[]
  l: { w: string; s: string; o: string; t?: string }[]
  y?: StoredPayoutState
}

/** The state as JSON text, to store. Exact: figures are decimals or fractions. */
export function stateToJson(state: ParticipantState): string {
  const stored: StoredState = {
    p: state.period,
    f: state.planFrom,
    k: state.last,
    m: state.measures.map((m) => ({
      w: m.windowFrom,
      t: storeTally(m.tally),
      ...(m.earlier.length > 0 ? { e: m.earlier.map(([p, t]): [string, StoredTally] => [p, storeTally(t)]) } : {}),
    })),
    l: state.lines.map((l) => ({
      w: l.windowFrom,
      s: exactToText(l.sum),
      o: exactToText(l.opening),
      ...(l.taken === 0n ? {} : { t: String(l.taken) }),
    })),
    ...(state.payouts.periods > 0 ? { y: storePayouts(state.payouts) } : {}),
  }
  return JSON.stringify(stored)
}

/** Reads what stateToJson wrote. */
export function stateFromJson(json: string): ParticipantState {
  const stored = JSON.parse(json) as StoredState
  return {
    period: stored.p,
    planFrom: stored.f,
    last: stored.k,
    measures: stored.m.map((m) => ({
      windowFrom: m.w,
      tally: restoreTally(m.t),
      earlier: (m.e ?? []).map(([p, t]) => [p, restoreTally(t)] as const),
    })),
    lines: stored.l.map((l) => ({
      windowFrom: l.w,
      sum: textToExact(l.s),
      opening: textToExact(l.o),
      taken: BigInt(l.t ?? 0),
    })),
    payouts: stored.y ? restorePayouts(stored.y) : NO_PAYOUTS,
  }
}

export const NO_LINE = (windowFrom: string): LineState => ({
  windowFrom,
  sum: ZERO,
  opening: ZERO,
  taken: 0n,
})
