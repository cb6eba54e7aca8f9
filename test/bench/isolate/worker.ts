import { Hono } from 'hono'
import type { Plan } from '#engine'
import { parseExact } from '../../../engine/money/exact.ts'
import { assignCredits, calculate, compileChecked, FactIndex } from '../../../engine/run.ts'
import { compileDeal } from '../../../engine/run-fast.ts'
import { BATCH_CHECKSUMS, batchChecksum, batchOf } from '../workloads/batch.ts'
import { batchBlocks } from '../workloads/columns.ts'
import { engineBatch } from '../workloads/engine-batch.ts'
import { quoteInput } from '../workloads/facts.ts'
import { largePlan, nodesIn } from '../workloads/large-plan.ts'
import { quoteDeals } from '../workloads/quote.ts'

/** workerd runs this with --expose-gc. */
declare const gc: () => void

/** What a quote's body states: enough for W1. */
type Deal = { amount: string; share: string; product: string; margin: string }

/** A decimal text at a fixed number of places. */
function units(text: string, places: number): number {
  const { n, d } = parseExact(text)
  return Number((n * 10n ** BigInt(places)) / d)
}

/** The large plan, compiled on the first quote and kept: register code for each of its earnings. */
const cached = (() => {
  let codes: ReturnType<typeof compileDeal>[] | undefined
  return () => {
    if (codes) return codes
    const program = compileChecked(largePlan())
    const scales = { share: 4 }
    codes = program.plan.earnings.map(({ id }) => compileDeal(program, { rule: 'share', earning: id, scales }))
    return codes
  }
})()

function quoteCached(deal: Deal): string {
  let sum = 0
  for (const code of cached()) {
    code.write(code.slot('field amount'), units(deal.amount, 2))
    code.write(code.slot('share'), units(deal.share, 4))
    code.write(code.slot('field product'), code.texts.code(deal.product))
    code.write(code.slot('field margin'), units(deal.margin, 4))
    if (code.evaluate() !== 'numbers') throw new Error('a deal without a figure')
    sum += code.minor
  }
  return String(sum)
}

const { facts, deal: FRESH_DEAL } = quoteInput(quoteDeals(1), 0)
const index = new FactIndex(facts)

/** A plan that no isolate has seen: compiled, and one deal calculated. */
function quoteFresh(plan: Plan): number {
  const program = compileChecked(plan)
  const { periods } = calculate({
    plan: 'plan',
    versions: [{ program, effectiveFrom: '2026-01-01' }],
    facts: index,
    participant: 'p',
    credits: assignCredits(program.plain, 'plan', index, FRESH_DEAL).credits,
    through: FRESH_DEAL.creditedOn,
  })
  return periods[0]?.earnings.length ?? 0
}

let batch: { run: ReturnType<typeof engineBatch>; checksum: string | undefined } | undefined

/** Requests with and without the engine, on one Hono app: what they differ in is the engine's cost. */
export default new Hono()
  .get('/plan', (c) => c.json(largePlan()))
  .get('/blocks', (c) => c.json(nodesIn(largePlan())))
  .post('/bare', async (c) => {
    const { amount } = await c.req.json<Deal>()
    return c.json({ amount })
  })
  .post('/quote', async (c) => c.json({ amount: quoteCached(await c.req.json<Deal>()) }))
  .post('/parse', async (c) => {
    const { earnings } = await c.req.json<Plan>()
    return c.json({ earnings: earnings.length })
  })
  .post('/fresh', async (c) => c.json({ earnings: quoteFresh(await c.req.json<Plan>()) }))
  .post('/batch/load/:count', (c) => {
    const b = batchOf(Number(c.req.param('count')))
    batch = { run: engineBatch(b, true), checksum: BATCH_CHECKSUMS.get(b.count) }
    let input = 0
    for (const { columns, team } of batchBlocks(b)) {
      for (const column of columns.values())
        input += column.kind === 'number' ? column.values.byteLength : column.codes.byteLength
      for (const { participant, share } of team)
        input += participant.byteLength + (share === 'rest' ? 0 : share.values.byteLength)
    }
    return c.json({ input })
  })
  .post('/collect', (c) => {
    gc()
    return c.json({ ok: true })
  })
  .post('/batch/run', (c) => {
    if (!batch) return c.json({ error: 'nothing is loaded' }, 409)
    if (batchChecksum(batch.run()) !== batch.checksum) return c.json({ error: 'a wrong batch' }, 500)
    return c.json({ ok: true })
  })
