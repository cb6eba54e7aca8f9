import type { Finding, NotExcluded, Plan } from '#engine'

export type Asked = { readonly asked: number; readonly plan: Plan }
export type Looked = { readonly asked: number; readonly found: readonly (Finding | NotExcluded)[] }

/** Nobody types a plan's last block and the next one within this time. */
const QUIET_MS = 400

/** What a plan can be gamed by, looked for in the background while it is edited. */
export class Loopholes {
  #worker: Worker | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #plan = ''
  #looked = $state.raw<Looked['found']>()
  #isLooking = $state(false)
  #hasFailed = $state(false)

  /** What was found; undefined as long as nothing is known of the plan as it stands. */
  get findings(): readonly Finding[] | undefined {
    // Checking has said already which bands decide nothing.
    return this.#looked?.flatMap((f) => (f.code === 'not-excluded' || f.code === 'dead-band' ? [] : [f]))
  }
  get notExcluded(): readonly NotExcluded[] {
    return this.#looked?.flatMap((f) => (f.code === 'not-excluded' ? [f] : [])) ?? []
  }
  get isLooking(): boolean {
    return this.#isLooking
  }
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Looks at a plan once it has stood still for a moment; a plan with errors, or none, is not looked at. */
  look(plan: Plan | undefined): void {
    const text = plan ? JSON.stringify(plan) : ''
    // Blocks that only move leave the plan as it is.
    if (text === this.#plan) return
    this.#plan = text
    // What is still on its way is about another plan.
    this.#asked++
    clearTimeout(this.#timer)
    this.#looked = undefined
    this.#isLooking = plan !== undefined
    if (plan) this.#timer = setTimeout(() => this.#ask(JSON.parse(text)), QUIET_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#worker?.terminate()
    this.#worker = undefined
  }

  #ask(plan: Plan): void {
    this.#worker ??= this.#start()
    const asked: Asked = { asked: this.#asked, plan }
    this.#worker.postMessage(asked)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./look.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Looked>) => {
      if (data.asked !== this.#asked) return
      this.#looked = data.found
      this.#isLooking = false
      this.#hasFailed = false
    })
    worker.addEventListener('error', () => {
      this.#isLooking = false
      this.#hasFailed = true
      this.#worker?.terminate()
      this.#worker = undefined
    })
    return worker
  }
}
