/** The engine's only door: plans, checking, calculation, quotes and explanations. Pure: no IO, clock, randomness or locale. */
export { findLoopholes } from './analyse/find-loopholes.ts'
export type { AnalysisOptions, Finding, Loophole, NotExcluded, Replay, Witness } from './analyse/finding.ts'
export { replayWitness } from './analyse/replay.ts'
export type { Situation, SituationDeal } from './analyse/situation.ts'
export {
  type Calculation,
  type CalculationInput,
  calculate,
  calculateAll,
  comparesParticipants,
  type PeriodResult,
  periodsUnder,
  populationOf,
  type Version,
  versionOn,
} from './calculate/calculate.ts'
export { derivationOf, explain } from './calculate/explain.ts'
export type { Place, PostedFigure } from './calculate/posted-figures.ts'
export {
  creditsOfDeal,
  type ParticipantQuote,
  type QuoteInput,
  quoteByReplay,
  quoteFromState,
  quoteTogether,
} from './calculate/quote.ts'
export { changed, type Simulation, simulate, type WhatIf } from './calculate/simulate.ts'
export { type ParticipantState, stateFromJson, stateToJson } from './calculate/state.ts'
export { titledSteps } from './calculate/titled-steps.ts'
export { type Reason, type TrueUp, trueUps } from './calculate/true-ups.ts'
export type { EarningResult, Line, MeasureResult } from './calculate/walk-period.ts'
export { calculateWorld, type Figure, figuresOf, type World, type WorldFigures } from './calculate/world.ts'
export { checkBounds, jsonDepth } from './check/bounds.ts'
export { BASE as EXAMPLE_BASE, type CatalogueEntry, planOf } from './check/catalogue/entry.ts'
export { EXCEPTIONS } from './check/catalogue/exceptions.ts'
export { FINDINGS, type FindingEntry, planOfFinding } from './check/catalogue/findings.ts'
export { DIAGNOSTICS } from './check/catalogue.ts'
export { checkPlan } from './check/check-plan.ts'
export type { Diagnostic, Fix } from './check/diagnostic.ts'
export { applyFix } from './check/fix.ts'
export { parsePlan } from './check/parse-plan.ts'
export { SYSTEM_FIELDS } from './check/types.ts'
export { compilePlan, type Program } from './compile/compile-plan.ts'
export type { DataException } from './compile/data-exception.ts'
export type { Credit } from './compile/frame.ts'
export type { Step, StepValue } from './compile/step.ts'
export type { Population } from './contest/population.ts'
export { assignCredits } from './credit/assign-credits.ts'
export { type Clause, LANGUAGES, type Language } from './document/clause.ts'
export { type Change, planDiff } from './document/plan-diff.ts'
export { expressionText, planDocument } from './document/plan-document.ts'
export { checkExamples, type ExampleFigure, type ExampleResult, runExamples } from './example/run-examples.ts'
export { FactIndex } from './facts/fact-index.ts'
export * from './facts/facts.ts'
export {
  ACCOUNTS,
  type Account,
  addedUp,
  correction,
  type Movement,
  reversed,
  sumOn,
} from './ledger/account.ts'
export { type Correction, corrections, earnedIn, OPENING } from './ledger/corrections.ts'
export {
  faultOf,
  GENESIS,
  type Head,
  imbalances,
  JOURNAL_KINDS,
  type Journal,
  type JournalFault,
  type JournalKind,
  type Posting,
  type SealedJournal,
  seal,
} from './ledger/journal.ts'
export { type ParticipantMovements, participantMovements, payoutBalances } from './ledger/period-movements.ts'
export { canonicalText } from './lib/canonical-json.ts'
export { minorDigits } from './money/currency.ts'
export { type Exact, exactToText, parseExact, scaledToText } from './money/exact.ts'
export { roundForEye } from './money/rounding.ts'
export type { Payment, PayoutEntry } from './payout/apply-payout-rules.ts'
export * from './plan/ast.ts'
export * from './plan/contest.ts'
export * from './plan/example.ts'
export * from './plan/expression.ts'
export { canonicalPlan, hashPlan } from './plan/hash-plan.ts'
export { LIMITS } from './plan/limits.ts'
export * from './plan/payout.ts'
export { type Calendar, type Period, periodAt, periodsOf } from './time/calendar.ts'
export { addDays, daysBetween } from './time/calendar-date.ts'
export { ENGINE_VERSION } from './version.ts'
export { type Sentence, type Shown, sentenceText } from './words/sentence.ts'
