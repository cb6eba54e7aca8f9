import { type BatchTimes, benchBatches } from './batches.ts'
import { bundle } from './bundle.ts'
import { isolateFigures } from './isolate/figures.ts'
import type { Times } from './measure.ts'
import { benchQuotes } from './quotes.ts'
import { type Goal, report } from './report.ts'

type Entry = Pick<Goal, 'value' | 'must' | 'stretch' | 'holds'>

/** Thresholds in words, and whether the figures hold them; a figure that is not there was left out. */
function entry(
  value: Record<string, number>,
  op: '≤' | '≥',
  must: Record<string, number>,
  stretch: Record<string, number>,
): Entry {
  const words = (limits: Record<string, number>): string =>
    Object.entries(limits)
      .map(([name, limit]) => `${name} ${op} ${limit}`)
      .join(', ')
  const holds = Object.entries(must).every(([name, limit]) => {
    const figure = value[name]
    return figure === undefined || (op === '≤' ? figure <= limit : figure >= limit)
  })
  return { value, must: words(must), stretch: words(stretch), holds }
}

const some = (values: Record<string, number | undefined>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).filter((e): e is [string, number] => e[1] !== undefined && !Number.isNaN(e[1])),
  )

const PEERS = {
  zenGraph: 'zen-engine decision graph',
  zenExpression: 'zen-engine single expression',
  hyperFormula: 'HyperFormula',
  cel: 'cel-js, parsed once',
  sqlite: 'SQLite (node:sqlite)',
  jsonLogic: 'json-logic-engine compiled',
  duckdb: 'DuckDB, 1 thread',
} as const

function quoteGoals(times: ReadonlyMap<string, Times>): Record<string, Entry> {
  const best = (name: string): number => times.get(name)?.best ?? Number.NaN
  const own = best('this engine')
  const faster = (name: string): number => best(name) / own
  const { zenGraph, zenExpression, hyperFormula, cel, sqlite, jsonLogic, duckdb } = PEERS
  return {
    G1: entry({ ratio: own / best('by hand, scaled integers'), microseconds: own }, '≤', { ratio: 5 }, { ratio: 3 }),
    G2: entry(
      some({
        zenGraph: faster(zenGraph),
        zenExpression: faster(zenExpression),
        hyperFormula: faster(hyperFormula),
        cel: faster(cel),
        sqlite: faster(sqlite),
        jsonLogic: faster(jsonLogic),
        libsql: faster('libsql'),
        duckdb: faster(duckdb),
      }),
      '≥',
      { zenGraph: 250, zenExpression: 60, hyperFormula: 80, cel: 8, sqlite: 5, jsonLogic: 2 },
      { zenGraph: 500, zenExpression: 100, hyperFormula: 120, cel: 12, sqlite: 9, jsonLogic: 3 },
    ),
    'G4-kept': entry({ ratio: best('this engine, trace kept') / own }, '≤', { ratio: 2 }, { ratio: 1.2 }),
    'G4-written': entry(
      some({
        fasterThanZen: best('zen-engine decision graph, traced') / best('this engine, trace written as JSON'),
      }),
      '≥',
      { fasterThanZen: 10 },
      { fasterThanZen: 20 },
    ),
    G12: entry({ slowdown: best('this engine, amounts × 10^6') / own }, '≤', { slowdown: 10 }, { slowdown: 5 }),
  }
}

function batchGoals({ bySize, ratios }: BatchTimes): Record<string, Entry> {
  const at = (size: number, name: string): number => bySize.get(size)?.get(name)?.best ?? Number.NaN
  const own = (size: number): number => at(size, 'this engine')
  const limit = at(1_000_000, 'by hand, columns')
  const { zenGraph, hyperFormula, cel, sqlite, jsonLogic, duckdb } = PEERS
  return {
    G5: entry(
      {
        kernels: own(1_000_000) / limit,
        general: at(1_000_000, 'this engine, formulas by general code') / limit,
        milliseconds: own(1_000_000) / 1000,
      },
      '≤',
      { kernels: 2, general: 4 },
      { kernels: 1.5, general: 3 },
    ),
    G6: entry(
      some({
        duckdb: ratios.get(duckdb),
        jsonLogic: ratios.get(jsonLogic),
        cel: ratios.get(cel),
        sqlite: ratios.get(sqlite),
        zenLoop: ratios.get(zenGraph),
        libsql: ratios.get('libsql'),
      }),
      '≥',
      { duckdb: 2.5, jsonLogic: 4, cel: 15, sqlite: 25, zenLoop: 500 },
      { duckdb: 3.5, jsonLogic: 6, cel: 20, sqlite: 33, zenLoop: 1000 },
    ),
    G7: entry(some({ hyperFormula: ratios.get(hyperFormula) }), '≥', { hyperFormula: 2000 }, { hyperFormula: 10_000 }),
    G8: entry(
      { tenToHundredThousand: own(100_000) / own(10_000), hundredThousandToMillion: own(1_000_000) / own(100_000) },
      '≤',
      { tenToHundredThousand: 12, hundredThousandToMillion: 12 },
      { tenToHundredThousand: 10.5, hundredThousandToMillion: 10.5 },
    ),
  }
}

/** The engine's own goals (performance.md, G1 to G13) in one run on one machine. */
export async function benchEngine(): Promise<void> {
  const quotes = await benchQuotes()
  const batches = await benchBatches()
  const { requests, blocks, memory } = await isolateFigures()
  const size = await bundle()
  const isOurs = (name: string): boolean => name.startsWith('this engine')
  const wrong = (all: ReadonlyMap<string, number>): number =>
    [...all].filter(([name]) => isOurs(name)).reduce((sum, [, n]) => sum + n, 0)
  report({
    ...quoteGoals(quotes.times),
    ...batchGoals(batches),
    G3: entry(
      { quotes: wrong(quotes.wrong), payees: wrong(batches.wrong) },
      '≤',
      { quotes: 0, payees: 0 },
      { quotes: 0, payees: 0 },
    ),
    G9: entry(
      { ...memory },
      '≤',
      { inputBytesPerTransaction: 32, elseMiB: 32, wholeMiB: 128 },
      { inputBytesPerTransaction: 32, elseMiB: 16 },
    ),
    ...(requests && {
      G10: entry(
        { ratio: requests.quote / requests.bare, quoteMicroseconds: requests.quote, blocks },
        '≤',
        { ratio: 1.3 },
        { ratio: 1.1 },
      ),
      G11: entry(
        {
          ratio: requests.fresh / requests.parse,
          milliseconds: requests.fresh / 1_000,
          blocks,
        },
        '≤',
        { ratio: 2, milliseconds: 1 },
        { ratio: 1.3 },
      ),
    }),
    G13: entry({ ...size }, '≤', { kB: 35, startMs: 10 }, { kB: 20, startMs: 3 }),
  })
}

if (import.meta.main) await benchEngine()
