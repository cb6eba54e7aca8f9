import { median } from '../measure.ts'
import { type Isolate, startIsolate } from './start-isolate.ts'

const REQUESTS = 400
const ROUNDS = 9
const COUNT = 1_000_000
const MIB = 2 ** 20
const DEAL = JSON.stringify({ amount: '12500.00', share: '0.6', product: 'core', margin: '0.1875' })

export type IsolateFigures = {
  /** CPU microseconds of a request, medians of interleaved rounds; undefined where the system does not say. */
  readonly requests: Record<'bare' | 'quote' | 'parse' | 'fresh', number> | undefined
  readonly blocks: number
  readonly memory: { readonly inputBytesPerTransaction: number; readonly elseMiB: number; readonly wholeMiB: number }
}

async function post(url: string, body?: string): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body ?? null,
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** CPU microseconds of one request: of the whole process over many, one after the other. */
async function perRequest({ origin, cpu }: Isolate, path: string, body: string): Promise<number> {
  const before = cpu() ?? Number.NaN
  for (let i = 0; i < REQUESTS; i++) await (await post(`${origin}${path}`, body)).text()
  return ((cpu() ?? Number.NaN) - before) / REQUESTS
}

async function requestFigures(isolate: Isolate): Promise<IsolateFigures['requests']> {
  if (isolate.cpu() === undefined) return undefined
  const plan = await (await fetch(`${isolate.origin}/plan`)).text()
  const bodies = { bare: DEAL, quote: DEAL, parse: plan, fresh: plan }
  const names = Object.keys(bodies) as (keyof typeof bodies)[]
  const times = { bare: [], quote: [], parse: [], fresh: [] } as Record<(typeof names)[number], number[]>
  // The first round warms up the isolate and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const spent = await perRequest(isolate, `/${name}`, bodies[name])
      if (round > 0) times[name].push(spent)
    }
  }
  return {
    bare: median(times.bare),
    quote: median(times.quote),
    parse: median(times.parse),
    fresh: median(times.fresh),
  }
}

/** What a batch of a million transactions holds besides its input, sampled while it runs five times. */
async function memoryFigures(isolate: Isolate): Promise<IsolateFigures['memory']> {
  const heldAfterCollection = async () => {
    await (await post(`${isolate.origin}/collect`)).text()
    return isolate.held()
  }
  const empty = await heldAfterCollection()
  const loaded = await post(`${isolate.origin}/batch/load/${COUNT}`)
  const { input } = (await loaded.json()) as { input: number }
  // What building the population left behind is swept once, as before a batch begins; what runs leave is not.
  let peak = await heldAfterCollection()
  for (let i = 0; i < 5; i++) {
    await (await post(`${isolate.origin}/batch/run`)).text()
    peak = Math.max(peak, await isolate.held())
  }
  return {
    inputBytesPerTransaction: input / COUNT,
    elseMiB: (peak - empty - input) / MIB,
    wholeMiB: peak / MIB,
  }
}

/** The engine inside workerd: CPU of requests with and without it, and the memory of a batch. */
export async function isolateFigures(): Promise<IsolateFigures> {
  const first = await startIsolate()
  try {
    const blocks = (await (await fetch(`${first.origin}/blocks`)).json()) as number
    const requests = await requestFigures(first)
    // In an isolate of its own, where nothing else ran.
    const second = await startIsolate()
    try {
      return { requests, blocks, memory: await memoryFigures(second) }
    } finally {
      second.stop()
    }
  } finally {
    first.stop()
  }
}

if (import.meta.main) console.log(JSON.stringify(await isolateFigures(), null, 1))
