const WIDTH = 118

/** JSON as a person writes it: on one line where that fits, otherwise as many entries on a line as fit. */
export function jsonLines(value: unknown, indent = ''): string {
  const flat = flatJson(value)
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const entries: [string, unknown][] = isList
    ? value.map((item) => ['', item])
    : Object.entries(value).map(([key, v]) => [`${JSON.stringify(key)}: `, v])
  const lines: string[] = []
  let line = ''
  const flush = () => {
    if (line !== '') lines.push(line)
    line = ''
  }
  entries.forEach(([name, v], i) => {
    const comma = i < entries.length - 1 ? ',' : ''
    const text = name + flatJson(v) + comma
    // A part of a plan, an example or another larger object begins a line of its own.
    const isLarge = isList && typeof v === 'object' && text.length > WIDTH / 2
    if (isLarge || inner.length + line.length + 1 + text.length > WIDTH) flush()
    if (inner.length + text.length <= WIDTH) line += (line === '' ? '' : ' ') + text
    else lines.push(name + jsonLines(v, inner) + comma)
    if (isLarge) flush()
  })
  flush()
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.map((l) => inner + l).join('\n')}\n${indent}${close}`
}

function flatJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, v]) => `${JSON.stringify(key)}: ${flatJson(v)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
