import type { DataException } from '../compile/data-exception.ts'
import type { Facts, Transaction } from '../facts/facts.ts'
import type { Version } from './calculate.ts'
import { calculateWorld, type Figure, figuresOf, type World, type WorldFigures } from './world.ts'

/** What a what-if changes; whatever is left out stays as it is. */
export type WhatIf = {
  readonly versions?: readonly Version[]
  readonly facts?: Partial<Facts>
  /** Deals in place of the world's: changed ones, or a sampled future. */
  readonly transactions?: (transactions: readonly Transaction[]) => readonly Transaction[]
}

/** What everybody earns in a simulated world, and against the world as it is. In minor units. */
export type Simulation = {
  readonly total: bigint
  readonly before: bigint
  readonly byParticipant: ReadonlyMap<string, { readonly before: bigint; readonly after: bigint }>
  readonly figures: readonly Figure[]
  /** How much a data exception leaves open: figures without a value, deals left out. It counts nothing in the totals. */
  readonly open: number
  /** What is open: exceptions of crediting, then those of periods, each once. */
  readonly exceptions: readonly DataException[]
  /** The simulated world as it was calculated: measures, payments and states too. */
  readonly calculated: WorldFigures
}

export const changed = (world: World, change: WhatIf): World => ({
  ...world,
  versions: change.versions ?? world.versions,
  facts: { ...world.facts, ...change.facts },
  transactions: change.transactions ? change.transactions(world.transactions) : world.transactions,
})

const sum = (figures: readonly Figure[]): bigint => figures.reduce((total, f) => total + (f.minor ?? 0n), 0n)

function exceptionsOf({ calculations, exceptions }: WorldFigures): DataException[] {
  const all = [...exceptions, ...[...calculations.values()].flatMap((c) => c.periods.flatMap((p) => p.exceptions))]
  return [...new Map(all.map((x) => [JSON.stringify(x), x])).values()]
}

/**
 * Simulate: calculate over a changed plan, quotas, population or deals, and compare. The same calculation as any other;
 * what is sampled is sampled by the caller, who keeps the seed.
 */
export function simulate(world: World, change: WhatIf): Simulation {
  const before = figuresOf(calculateWorld(world))
  const calculated = calculateWorld(changed(world, change))
  const after = figuresOf(calculated)
  const exceptions = exceptionsOf(calculated)
  const [was, is] = [before, after].map((figures) => Map.groupBy(figures, (f) => f.participant))
  const everybody = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort()
  return {
    total: sum(after),
    before: sum(before),
    byParticipant: new Map(
      everybody.map((id) => [id, { before: sum(was?.get(id) ?? []), after: sum(is?.get(id) ?? []) }]),
    ),
    figures: after,
    open: exceptions.length,
    exceptions,
    calculated,
  }
}
