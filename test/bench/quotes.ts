import { compileChecked } from '../../engine/run.ts'
import { compileDeal, type DealCode, DealWriter } from '../../engine/run-fast.ts'
import { type Contestant, interleaved, show, type Times } from './measure.ts'
import { allPeers } from './peers/all.ts'
import { quotePlan } from './workloads/plans.ts'
import { PRODUCTS, type QuoteDeals, quoteByHand, quoteByOracle, quoteChecksum, quoteDeals } from './workloads/quote.ts'

const COUNT = 10_000
const CHECKSUM = 15_240_082_715_632n
const FACTOR = 1_000_000
const KEYS = ['field amount', 'share', 'field product', 'field margin', 'quota revenue {"kind":"Year"}', 'measure ytd']

/** W1 in this engine: the plan compiled, each deal's inputs written and its line read. */
function engineQuotes(d: QuoteDeals, cap: string, traced: boolean) {
  const program = compileChecked(quotePlan(undefined, cap))
  const code: DealCode = compileDeal(program, { rule: 'share', earning: 'commission', scales: { share: 4 }, traced })
  const [amount, share, product, margin, quota, ytd] = KEYS.map((key) => code.slot(key)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const products = PRODUCTS.map((p) => code.texts.code(p))
  const evaluate = (i: number): void => {
    code.write(amount, d.amount[i] as number)
    code.write(share, d.split[i] as number)
    code.write(product, products[d.product[i] as number] as number)
    code.write(margin, d.margin[i] as number)
    code.write(quota, d.quota[i] as number)
    code.write(ytd, d.ytd[i] as number)
    if (code.evaluate() === 'none') throw new Error(`deal ${i} has no figure`)
  }
  return { code, program, evaluate }
}

/** One contestant's function for each run: a shared one would be compiled for all of them and favour none. */
function paying(d: QuoteDeals, cap = '50000.00') {
  const { code, evaluate } = engineQuotes(d, cap, false)
  const pay = new Float64Array(COUNT)
  return () => {
    for (let i = 0; i < COUNT; i++) {
      evaluate(i)
      pay[i] = code.minor
    }
    return pay
  }
}

function wrongOf(pay: ArrayLike<number>, d: QuoteDeals, cap?: bigint): number {
  let wrong = 0
  for (let i = 0; i < pay.length; i++) if (BigInt(Math.round(pay[i] as number)) !== quoteByOracle(d, i, cap)) wrong++
  return wrong
}

/** W1: this engine, its limit by hand, and the alternatives, all checked against the oracle before they are timed. */
export async function benchQuotes(): Promise<{
  times: ReadonlyMap<string, Times>
  wrong: ReadonlyMap<string, number>
}> {
  const d = quoteDeals(COUNT)
  const large = quoteDeals(COUNT, 42, FACTOR)
  const wrong = new Map<string, number>()
  const note = new Map<string, string>()
  const contestants: Contestant[] = []
  const byHand = new Float64Array(COUNT)
  const hand = () => {
    for (let i = 0; i < COUNT; i++)
      byHand[i] = quoteByHand(d.amount[i]!, d.split[i]!, d.product[i]!, d.margin[i]!, d.quota[i]!, d.ytd[i]!)
    return byHand
  }
  if (quoteChecksum(hand()) !== CHECKSUM) throw new Error('the first workload is not the one that is defined')
  const enter = (name: string, work: () => unknown, pay: ArrayLike<number>, rounds?: number, cap?: bigint): void => {
    wrong.set(name, wrongOf(pay, cap === undefined ? d : large, cap))
    note.set(name, `${wrong.get(name)} of ${pay.length} wrong`)
    contestants.push({ name, operations: pay.length, work, ...(rounds === undefined ? {} : { rounds }) })
  }
  enter('by hand, scaled integers', hand, byHand)
  const plain = paying(d)
  enter('this engine', plain, plain())
  const traced = engineQuotes(d, '50000.00', true)
  const arena = new Float64Array(traced.code.traceLength * COUNT)
  const tracedPay = new Float64Array(COUNT)
  const keep = () => {
    for (let i = 0; i < COUNT; i++) {
      traced.evaluate(i)
      tracedPay[i] = traced.code.minor
      traced.code.keepTrace(arena, i * traced.code.traceLength)
    }
  }
  keep()
  enter('this engine, trace kept', keep, tracedPay)
  const rendered = engineQuotes(d, '50000.00', true)
  const one = new Float64Array(rendered.code.traceLength)
  const renderedPay = new Float64Array(1_000)
  const writer = new DealWriter(rendered.code, rendered.program.types)
  let characters = 0
  const render = () => {
    for (let i = 0; i < 1_000; i++) {
      rendered.evaluate(i)
      renderedPay[i] = rendered.code.minor
      rendered.code.keepTrace(one, 0)
      characters += writer.write(one, 0).length
    }
  }
  render()
  enter('this engine, trace written as JSON', render, renderedPay)
  const cap = 5_000_000n * BigInt(FACTOR)
  const way = paying(large, `${50_000 * FACTOR}.00`)
  enter('this engine, amounts × 10^6', way, way().slice(), undefined, cap)
  for (const peer of await allPeers()) {
    if (!peer.quote) continue
    const run = await peer.quote(d)
    const pay = await run(peer.quotes)
    enter(peer.name, () => run(peer.quotes), pay, 7)
  }
  const times = await interleaved(contestants, 21)
  show(`W1, one deal at a time (CPU µs, best and median)`, 'µs', times, note)
  if (characters === 0) throw new Error('nothing was written')
  return { times, wrong }
}
