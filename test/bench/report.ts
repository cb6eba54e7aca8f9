import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { writeGoals } from './performance-page.ts'

/** One goal's latest figure. `value` is a number, or an object of named numbers. */
export type Goal = {
  value: number | Record<string, number>
  must: string | null
  stretch: string | null
  holds: boolean
  commit: string
  date: string
  machine: string
}

const file = fileURLToPath(new URL('../../docs/bench.json', import.meta.url))

const round = (n: number): number => Number(n.toPrecision(4))

/** Enters figures into docs/bench.json, which only the benchmark writes, and says them on the screen. */
export function report(goals: Record<string, Pick<Goal, 'value' | 'must' | 'stretch' | 'holds'>>): void {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Goal>) : {}
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  for (const [name, goal] of Object.entries(goals)) {
    const value =
      typeof goal.value === 'number'
        ? round(goal.value)
        : Object.fromEntries(Object.entries(goal.value).map(([k, v]) => [k, round(v)]))
    known[name] = { ...goal, value, commit, date: new Date().toISOString().slice(0, 10), machine }
    console.log(
      `${name.padEnd(14)} ${JSON.stringify(value)}  must ${goal.must ?? '—'}  stretch ${goal.stretch ?? '—'}  ${goal.holds ? 'holds' : 'DOES NOT HOLD'}`,
    )
  }
  const sorted = Object.fromEntries(
    Object.entries(known).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  )
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)
  writeGoals(sorted)
}
