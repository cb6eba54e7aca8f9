/** Plans at the practical speed limit: a deal by register code, a population by kernels over columns. Beside run.ts. */
export { BatchProgram, type BatchResult } from './fast/batch.ts'
export { NotFast } from './fast/build.ts'
export { blocksOf } from './fast/build-columns.ts'
export type { Block, Column, Member } from './fast/columns.ts'
export { compileDeal, type DealCode } from './fast/deal-code.ts'
export { DealWriter } from './fast/derive-deal.ts'
export type { Balances } from './fast/pay-columns.ts'
export { type Population, populationOf } from './fast/population.ts'
