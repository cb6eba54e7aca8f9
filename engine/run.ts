/**
 * The calculation alone, as an own entry: compile, calculate, quote, explain, for plans that were checked where they came
 * in. No schema library, checker or documents: small enough to start in any isolate. The fast forms are in run-fast.
 */
export { calculate, calculateAll, type Version } from './calculate/calculate.ts'
export { explain } from './calculate/explain.ts'
export { creditsOfDeal, quoteFromState } from './calculate/quote.ts'
export { stateFromJson, stateToJson } from './calculate/state.ts'
export { compileChecked, type Program } from './compile/compile-plan.ts'
export { assignCredits } from './credit/assign-credits.ts'
export { FactIndex } from './facts/fact-index.ts'
