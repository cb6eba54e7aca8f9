import { decimalDeals } from './decimal-deals.ts'
import { Books, type DecimalDeal, decimalRows, dollars } from './host.ts'
import { importPeer } from './import-peer.ts'
import { type Peer, toCents } from './peer.ts'

type Logic = unknown
type Engine = {
  addMethod(name: string, f: (args: number[] | number) => number): void
  build(l: Logic): (data: unknown) => unknown
}
type Module = { LogicEngine: new () => Engine }

const v = (name: string): Logic => ({ var: name })
const op = (name: string, ...args: Logic[]): Logic => ({ [name]: args })
const tiers = (low: Logic | 0, high: Logic, quota: Logic): Logic => {
  const over = (k: number, step: number) => {
    const edge = op('*', quota, k)
    const above = (x: Logic) => op('max', 0, op('-', x, edge))
    return op('*', low === 0 ? above(high) : op('-', above(high), above(low)), step)
  }
  const base = op('*', low === 0 ? high : op('-', high, low), 0.03)
  return op('+', base, over(0.5, 0.02), over(1, 0.03), over(1.5, 0.02))
}
const round2 = (x: Logic): Logic => ({ round2: x })
const CREDIT = round2(op('*', v('amount'), v('split')))
const QUOTE = op(
  'min',
  50_000,
  round2(
    op(
      '*',
      tiers(v('ytd'), op('+', v('ytd'), CREDIT), v('quota')),
      op('if', op('===', v('product'), 'core'), 1, op('===', v('product'), 'addon'), 1.25, 0.8),
      op('if', op('<', v('margin'), 0.2), 0.5, 1),
    ),
  ),
)

/** json-logic-engine, compiled (needs eval, so not in a Worker): JSON rules over float64. */
export async function jsonLogic(): Promise<Peer | undefined> {
  const module = await importPeer<Module>('json-logic-engine')
  if (!module) return undefined
  const make = (): Engine => {
    const engine = new module.LogicEngine()
    engine.addMethod('round2', (x) => Math.round((Array.isArray(x) ? x[0]! : x) * 100) / 100)
    return engine
  }
  return {
    name: 'json-logic-engine compiled',
    quotes: 10_000,
    most: 1_000_000,
    quote: async (d) => {
      const pays = make().build(QUOTE)
      const list: DecimalDeal[] = decimalDeals(d, 10_000)
      return (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) pay[i] = toCents(pays(list[i]) as number)
        return pay
      }
    },
    batch: async (b) => {
      const rows = decimalRows(b)
      const engine = make()
      const picks = engine.build(op('and', op('in', v('family'), [0, 1, 2]), op('in', v('region'), [0, 1, 3])))
      const first = engine.build(round2(op('*', v('amount'), v('s1'))))
      const claw = engine.build(round2(op('*', v(''), 0.03)))
      const spiff = engine.build(op('and', op('===', v('family'), 1), op('>=', v('amount'), 10_000)))
      const commission = round2(op('*', tiers(0, v('total'), v('quota')), v('factor')))
      const gross = engine.build(op('-', op('+', commission, op('*', v('spiffs'), 50)), v('claw')))
      const pays = engine.build(
        op(
          'if',
          op('<', v('gross'), v('draw')),
          v('draw'),
          op('-', v('gross'), op('min', v('balance'), op('-', v('gross'), v('draw')))),
        ),
      )
      const keeps = engine.build(
        op(
          'if',
          op('<', v('gross'), v('draw')),
          op('-', op('+', v('balance'), v('draw')), v('gross')),
          op('-', v('balance'), op('min', v('balance'), op('-', v('gross'), v('draw')))),
        ),
      )
      return () => {
        const books = new Books(b)
        for (const row of rows) {
          if (!picks(row)) continue
          const c1 = first(row) as number
          const c2 = Math.round((row.amount - c1) * 100) / 100
          if (row.kind === 1) {
            books.claw[row.p1]! += claw(c1) as number
            if (row.p2 >= 0) books.claw[row.p2]! += claw(c2) as number
            continue
          }
          books.direct[row.p1]! += c1
          if (row.p2 >= 0) books.direct[row.p2]! += c2
          if (spiff(row)) books.spiffs[row.p1]! += 1
        }
        const payees = books.payees().map((p) => ({ ...p, gross: gross(p) as number }))
        return dollars(
          payees.map((p) => pays(p) as number),
          payees.map((p) => keeps(p) as number),
        )
      }
    },
  }
}
