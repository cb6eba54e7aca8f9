/** CPU time of this process, threads, garbage collection and compilation included, in microseconds. */
export async function cpuOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return user + system
}

export type Contestant = {
  readonly name: string
  /** How many operations one call does. */
  readonly operations: number
  readonly work: () => unknown
  /** Rounds that it takes part in; all, unless it is slow. */
  readonly rounds?: number
}

export type Times = { readonly best: number; readonly median: number }

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * Times of one operation in microseconds, by name. Rounds are interleaved, so that what else the machine does meets all
 * alike; a call is repeated until a round lasts some milliseconds.
 */
export async function interleaved(contestants: readonly Contestant[], rounds: number): Promise<Map<string, Times>> {
  const repeats = new Map<string, number>()
  for (const c of contestants) {
    const once = await cpuOf(c.work)
    repeats.set(c.name, Math.max(1, Math.ceil(5_000 / Math.max(1, once))))
  }
  const times = new Map<string, number[]>(contestants.map((c) => [c.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const c of contestants) {
      if (round >= (c.rounds ?? rounds)) continue
      const n = repeats.get(c.name) ?? 1
      const spent = await cpuOf(async () => {
        for (let i = 0; i < n; i++) await c.work()
      })
      times.get(c.name)?.push(spent / n / c.operations)
    }
  }
  return new Map([...times].map(([name, list]) => [name, { best: Math.min(...list), median: median(list) }]))
}

const figure = (n: number): string => (n === 0 ? '0' : n.toPrecision(3))

/** A table on the screen: each one's best and median, and how many times the first's best its own is. */
export function show(
  title: string,
  unit: string,
  times: ReadonlyMap<string, Times>,
  wrong: ReadonlyMap<string, string>,
): void {
  console.log(`\n${title}`)
  const first = [...times.values()][0]?.best ?? Number.NaN
  for (const [name, t] of times) {
    const ratio = figure(t.best / first)
    console.log(
      `  ${name.padEnd(46)} ${figure(t.best).padStart(9)} ${figure(t.median).padStart(9)} ${unit}  ${ratio.padStart(8)}x  ${wrong.get(name) ?? ''}`,
    )
  }
}
