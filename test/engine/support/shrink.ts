/** Smaller JSON values to try in place of one, the boldest first. */
function* smaller(value: unknown, path: readonly (string | number)[]): Generator<unknown> {
  if (path.at(-1) === 'calendar' || path.at(-1) === 'participants') return
  if (Array.isArray(value)) {
    if (value.length > 1) {
      yield value.slice(0, value.length >> 1)
      yield value.slice(value.length >> 1)
    }
    for (let i = value.length - 1; i >= 0; i--) yield value.filter((_, j) => j !== i)
  } else if (typeof value === 'object' && value !== null) {
    const node = value as Record<string, unknown>
    if (typeof node.kind === 'string') {
      for (const child of Object.values(node)) {
        for (const one of Array.isArray(child) ? child : [child]) {
          if (typeof one === 'object' && one !== null && 'kind' in one) yield one
        }
      }
      yield* LITERALS.filter((literal) => JSON.stringify(literal).length < JSON.stringify(node).length)
    }
    for (const key of Object.keys(node)) {
      if (!mayGo(path, key)) continue
      const { [key]: _, ...rest } = node
      yield rest
    }
  } else if (typeof value === 'string' && path.at(-1) !== 'kind') {
    if (/^-?\d+(\.\d+)?$/.test(value)) {
      for (const text of [
        '0',
        '1',
        '10',
        '100',
        value.replace(/\.\d+$/, ''),
        value.replace('-', ''),
        value.slice(0, -1),
      ])
        if (text.length < value.length || (text.length === value.length && text < value)) yield text
    }
    if (/^2026-\d\d-\d\d$/.test(value))
      for (const text of ['2026-01-01', '2026-01-15', '2026-02-01']) if (text < value) yield text
  }
}

/** Facts and deals keep their shape, which nothing checks; a plan's is checked. */
const mayGo = (path: readonly (string | number)[], key: string): boolean =>
  path.includes('plan') || path.at(-1) === 'fields' || key === 'reverses' || key === 'reversed'

const LITERALS: readonly object[] = [
  { kind: 'YesNo', value: true },
  { kind: 'YesNo', value: false },
  { kind: 'Number', value: '1' },
  { kind: 'Money', value: '1', currency: 'USD' },
  { kind: 'CreditAmount' },
  { kind: 'Field', field: 'amount' },
  { kind: 'Text', value: '' },
  { kind: 'Owner' },
]

function* everywhere(value: unknown, path: readonly (string | number)[] = []): Generator<unknown> {
  for (const one of smaller(value, path)) yield one
  if (typeof value !== 'object' || value === null || path.at(-1) === 'calendar') return
  for (const [key, child] of Object.entries(value)) {
    for (const changed of everywhere(child, [...path, key])) {
      if (Array.isArray(value)) yield value.map((x, i) => (String(i) === key ? changed : x))
      else yield { ...value, [key]: changed }
    }
  }
}

/**
 * The smallest value that this finds which still fails: one reduction after another, anywhere in the JSON. `fails` says
 * no to values that are no case any more.
 */
export function shrink<T>(start: T, fails: (value: T) => boolean, milliseconds = 20_000): T {
  const end = performance.now() + milliseconds
  let best = start
  for (let found = true; found && performance.now() < end; ) {
    found = false
    for (const candidate of everywhere(best)) {
      if (performance.now() > end) break
      let stillFails = false
      try {
        stillFails = fails(candidate as T)
      } catch {}
      if (!stillFails) continue
      best = candidate as T
      found = true
      break
    }
  }
  return best
}
