import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Times } from './measure.ts'
import type { Goal } from './report.ts'

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))

/** Puts a table in its place on docs/performance.md, which no hand writes. */
function place(name: 'W1' | 'W2' | 'goals', table: string): void {
  const text = readFileSync(page, 'utf8')
  const [open, close] = [`<!-- ${name}: written by the bench -->`, `<!-- end of ${name} -->`]
  const from = text.indexOf(open)
  const to = text.indexOf(close)
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}`)
  writeFileSync(page, `${text.slice(0, from)}${open}\n\n${table}\n${text.slice(to)}`)
}

const figure = (n: number): string => Number(n.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 6 })
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const rows = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n')

/** W1: microseconds of one deal by name, and how many of the checked ones were wrong. */
export function writeQuotes(times: ReadonlyMap<string, Times>, wrong: ReadonlyMap<string, string>): void {
  const limit = times.values().next().value?.best ?? Number.NaN
  const body = [...times].map(([name, { best, median }]) => [
    name,
    figure(best),
    figure(median),
    figure(best / limit),
    wrong.get(name) ?? '',
  ])
  place('W1', rows(['W1: one deal', 'CPU µs, best', 'median', '× by hand', 'wrong cents'], body))
}

/** W2: microseconds of a batch, by size and name, and how many payees of the largest size were wrong. */
export function writeBatches(
  bySize: ReadonlyMap<number, ReadonlyMap<string, Times>>,
  wrong: ReadonlyMap<string, string>,
): void {
  const sizes = [...bySize.keys()]
  const names = [...new Set([...bySize.values()].flatMap((times) => [...times.keys()]))]
  const body = names.map((name) => {
    const best = sizes.map((size) => bySize.get(size)?.get(name)?.best)
    const largest = sizes.findLast((size) => bySize.get(size)?.has(name))
    const limit = largest === undefined ? undefined : bySize.get(largest)?.values().next().value?.best
    const own = largest === undefined ? undefined : bySize.get(largest)?.get(name)
    return [
      name,
      ...best.map((us) => (us === undefined ? '—' : figure(us / 1_000))),
      own ? figure(own.median / 1_000) : '',
      own && limit ? figure(own.best / limit) : '',
      wrong.get(name) ?? '',
    ]
  })
  const head = ['W2: CPU ms a batch, best', ...sizes.map((s) => s.toLocaleString('en'))]
  place('W2', rows([...head, 'median at the largest', '× by hand there', 'wrong payees'], body))
}

/** Every goal with its latest figure. */
export function writeGoals(goals: Readonly<Record<string, Goal>>): void {
  const said = (value: Goal['value']): string =>
    typeof value === 'number'
      ? figure(value)
      : Object.entries(value)
          .map(([name, n]) => `${name} ${figure(n)}`)
          .join(', ')
  const body = Object.entries(goals).map(([name, g]) => [
    name,
    said(g.value),
    g.must ?? '—',
    g.stretch ?? '—',
    g.holds ? 'yes' : 'NO',
    `${g.commit}, ${g.date}`,
  ])
  place('goals', rows(['goal', 'figure', 'must', 'stretch', 'must holds', 'measured on'], body))
}
