import type { Batch } from '../workloads/batch.ts'
import { decimalDeals } from './decimal-deals.ts'
import { Books, decimalRows, dollars } from './host.ts'
import { importPeer } from './import-peer.ts'
import { type Peer, toCents } from './peer.ts'

type Answer = { result: Record<string, unknown> }
type Decision = { evaluate(context: unknown, options?: { trace: boolean }): Promise<Answer> }
type Module = {
  ZenEngine: new () => { createDecision(content: object): Decision }
  evaluateExpressionSync(expression: string, context: unknown): unknown
}

const round2 = (x: string): string => `floor((${x}) * 100 + 0.5) / 100`
const tiers = (low: string, high: string, quota: string): string => {
  const over = (k: string) => `(max([0, ${high} - ${quota} * ${k}]) - max([0, ${low} - ${quota} * ${k}]))`
  return `((${high} - ${low}) * 0.03 + ${over('0.5')} * 0.02 + ${over('1')} * 0.03 + ${over('1.5')} * 0.02)`
}
const weights = '(product == "core" ? 1 : product == "addon" ? 1.25 : 0.8) * (margin < 0.2 ? 0.5 : 1)'
const credit = `(${round2('amount * split')})`
const single = `min([50000, ${round2(`${tiers('ytd', `(ytd + ${credit})`, 'quota')} * ${weights}`)}])`

const graph = (expressions: Record<string, string>, loop?: string): object => ({
  nodes: [
    { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 }, content: {} },
    {
      id: 'rules',
      type: 'expressionNode',
      name: 'rules',
      position: { x: 1, y: 0 },
      content: {
        expressions: Object.entries(expressions).map(([key, value], i) => ({ id: String(i), key, value })),
        passThrough: false,
        inputField: loop ?? null,
        outputPath: loop ?? null,
        executionMode: loop ? 'loop' : 'single',
      },
    },
    { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 }, content: {} },
  ],
  edges: [
    { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
    { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
  ],
})

const QUOTE = {
  credit: round2('amount * split'),
  high: 'ytd + $.credit',
  base: tiers('ytd', '$.high', 'quota'),
  pay: `min([50000, ${round2(`$.base * ${weights}`)}])`,
}

/** zen-engine: decision graphs over exact decimals; a graph per deal, the same traced, one expression, and its loop mode. */
export async function zen(): Promise<{ graph: Peer; traced: Peer; expression: Peer } | undefined> {
  const module = await importPeer<Module>('@gorules/zen-engine')
  if (!module) return undefined
  const decide = (content: object): Decision => new module.ZenEngine().createDecision(content)
  const quote = (name: string, trace: boolean): Peer => ({
    name,
    quotes: 500,
    most: 0,
    quote: async (d) => {
      const decision = decide(graph(QUOTE))
      const list = decimalDeals(d, 10_000)
      return async (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) {
          const { result } = await decision.evaluate(list[i], trace ? { trace } : undefined)
          pay[i] = toCents(Number(result.pay))
        }
        return pay
      }
    },
  })
  return {
    graph: { ...quote('zen-engine decision graph', false), most: 1_000_000, batch: async (b) => loopMode(decide, b) },
    traced: quote('zen-engine decision graph, traced', true),
    expression: {
      name: 'zen-engine single expression',
      quotes: 2_000,
      most: 0,
      quote: async (d) => {
        const list = decimalDeals(d, 10_000)
        return (count) =>
          Float64Array.from({ length: count }, (_, i) =>
            toCents(Number(module.evaluateExpressionSync(single, list[i]))),
          )
      },
    },
  }
}

type RowOut = { ok: boolean; c1: number; c2: number; claw1: number; claw2: number; spiff: boolean }

/** Loop mode, 1,000 rows a call, as its documentation has it for batches; grouping and roll-up in the host. */
function loopMode(decide: (content: object) => Decision, b: Batch) {
  const rows = decimalRows(b)
  const perRow = decide(
    graph(
      {
        ok: '(family in [0, 1, 2]) and (region in [0, 1, 3])',
        c1: round2('amount * s1'),
        c2: 'amount - $.c1',
        claw1: round2('$.c1 * 0.03'),
        claw2: round2('$.c2 * 0.03'),
        spiff: 'family == 1 and amount >= 10000',
      },
      'rows',
    ),
  )
  const perPayee = decide(
    graph(
      {
        gross: `${round2(`${tiers('0', 'total', 'quota')} * factor`)} + spiffs * 50 - claw`,
        pay: '$.gross < draw ? draw : $.gross - min([balance, $.gross - draw])',
        keep: '$.gross < draw ? balance + draw - $.gross : balance - min([balance, $.gross - draw])',
      },
      'rows',
    ),
  )
  const SIZE = 1_000
  return async () => {
    const books = new Books(b)
    for (let from = 0; from < rows.length; from += SIZE) {
      const part = rows.slice(from, from + SIZE)
      const { result } = await perRow.evaluate({ rows: part })
      ;(result.rows as RowOut[]).forEach((out, i) => {
        if (!out.ok) return
        const { p1, p2, kind } = part[i]!
        if (kind === 1) {
          books.claw[p1]! += out.claw1
          if (p2 >= 0) books.claw[p2]! += out.claw2
          return
        }
        books.direct[p1]! += out.c1
        if (p2 >= 0) books.direct[p2]! += out.c2
        if (out.spiff) books.spiffs[p1]! += 1
      })
    }
    const payees = books.payees()
    const pay: number[] = []
    const keep: number[] = []
    for (let from = 0; from < payees.length; from += SIZE) {
      const { result } = await perPayee.evaluate({ rows: payees.slice(from, from + SIZE) })
      for (const out of result.rows as { pay: number; keep: number }[]) {
        pay.push(Number(out.pay))
        keep.push(Number(out.keep))
      }
    }
    return dollars(pay, keep)
  }
}
