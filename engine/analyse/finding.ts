import type { Plan } from '../plan/ast.ts'
import type { Sentence } from '../words/sentence.ts'
import type { Situation } from './situation.ts'

/** What a plan can be gamed by, or costs. The codes are stable. */
export type Loophole =
  | 'cliff'
  | 'non-monotone'
  | 'marginal-rate'
  | 'dead-band'
  | 'flat-zone'
  | 'timing-gain'
  | 'splitting-gain'
  | 'double-pay'
  | 'exposure'

/** Which figures of a side count: what an earning of one of the plans at hand earned; left out, what all of it pays in the end. */
export type Counted = { readonly plan: number; readonly earning: string }

export type WitnessSide = { readonly situation: Situation; readonly counted?: readonly Counted[] }

/** Two situations that the engine pays differently, or alike where one would expect a difference. */
export type Witness = { readonly before: WitnessSide; readonly after: WitnessSide }

/** What the engine pays in both situations, and the difference, as decimal text. */
export type Replay = { readonly before: string; readonly after: string; readonly gain: string }

export type Finding = {
  readonly code: Loophole
  readonly severity: 'warning' | 'info'
  /** The block to mark, and the JSON pointer to what causes it. */
  readonly at: string | null
  readonly path: string
  /** The sentence in English, and as it can be said in any language. */
  readonly message: string
  readonly sentence: Sentence
  readonly witness: Witness
  readonly replay: Replay
}

/** What could not be excluded, though no situation was found that shows it. Never a finding. */
export type NotExcluded = {
  readonly code: 'not-excluded'
  readonly of: Loophole
  readonly severity: 'info'
  readonly at: string | null
  readonly path: string
  readonly message: string
  readonly sentence: Sentence
}

export type AnalysisOptions = {
  /** The share of a deal beyond which a marginal rate is reported; 0.5 unless stated. */
  readonly marginalLimit?: string
  /** Gains below this many units of money count as rounding; 1 unless stated. */
  readonly least?: string
  /** Quotas by name, for a period; 100000 of money or 10 of a number unless stated. */
  readonly quotas?: Readonly<Record<string, string>>
  /** Values of parameters without a default, or instead of it. */
  readonly parameters?: Readonly<Record<string, string>>
  /** How attainment is distributed, as quantiles: at most this attainment with that probability. Asks for exposure. */
  readonly attainment?: {
    readonly quota: string
    readonly quantiles: readonly { readonly probability: string; readonly attainment: string }[]
    /** How many participants; 1 unless stated. */
    readonly participants?: number
  }
  /** Other plans that the same people are under. */
  readonly together?: readonly Plan[]
  /** The steps that the analysis may do. */
  readonly steps?: number
}
