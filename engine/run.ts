/**
 * The calculation alone, as an own entry: compile, calculate, quote, explain, and the fast forms, for plans that were
 * checked where they came in. No schema library, no documents: small enough to start in any isolate.
 */
export { calculate, calculateAll, type Version } from './calculate/calculate.ts'
export { explain } from './calculate/explain.ts'
export { creditsOfDeal, quoteFromState } from './calculate/quote.ts'
export { stateFromJson, stateToJson } from './calculate/state.ts'
export { compilePlan, type Program } from './compile/compile-plan.ts'
export { assignCredits } from './credit/assign-credits.ts'
export { FactIndex } from './facts/fact-index.ts'
export { BatchProgram, type BatchResult } from './fast/batch.ts'
export { NotFast } from './fast/build.ts'
export { blocksOf } from './fast/build-columns.ts'
export type { Block, Column, Member } from './fast/columns.ts'
export { compileDeal, type DealCode } from './fast/deal-code.ts'
export type { Balances } from './fast/pay-columns.ts'
export { type Population, populationOf } from './fast/population.ts'
