/** The engine's only door: plans, checking, calculation, quotes and explanations. Pure: no IO, clock, randomness or locale. */
export {
  type Calculation,
  type CalculationInput,
  calculate,
  type PeriodResult,
  periodsUnder,
  type Version,
  versionOn,
} from './calculate/calculate.ts'
export { derivationOf, explain } from './calculate/explain.ts'
export {
  creditsOfDeal,
  type ParticipantQuote,
  type QuoteInput,
  quoteByReplay,
  quoteFromState,
} from './calculate/quote.ts'
export { type ParticipantState, stateFromJson, stateToJson } from './calculate/state.ts'
export { titledSteps } from './calculate/titled-steps.ts'
export type { EarningResult, Line, MeasureResult } from './calculate/walk-period.ts'
export { checkBounds, jsonDepth } from './check/bounds.ts'
export { checkPlan } from './check/check-plan.ts'
export type { Diagnostic } from './check/diagnostic.ts'
export { parsePlan } from './check/parse-plan.ts'
export { SYSTEM_FIELDS } from './check/types.ts'
export { compilePlan, type Program } from './compile/compile-plan.ts'
export type { DataException } from './compile/data-exception.ts'
export type { Credit } from './compile/frame.ts'
export type { Step, StepValue } from './compile/step.ts'
export { assignCredits } from './credit/assign-credits.ts'
export { FactIndex } from './facts/fact-index.ts'
export * from './facts/facts.ts'
export { minorDigits } from './money/currency.ts'
export { type Exact, exactToText, parseExact, scaledToText } from './money/exact.ts'
export { roundForEye } from './money/rounding.ts'
export * from './plan/ast.ts'
export * from './plan/expression.ts'
export { canonicalPlan, hashPlan } from './plan/hash-plan.ts'
export { LIMITS } from './plan/limits.ts'
export { type Calendar, type Period, periodAt, periodsOf } from './time/calendar.ts'
export { addDays, daysBetween } from './time/calendar-date.ts'
export { ENGINE_VERSION } from './version.ts'
