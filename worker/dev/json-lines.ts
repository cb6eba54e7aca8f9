const WIDTH = 110

/** JSON as a person writes it: on one line where that fits, otherwise a line for each entry. */
export function jsonLines(value: unknown, indent = ''): string {
  const flat = flatJson(value)
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + jsonLines(item, inner)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value).map(([key, v]) => `${inner}${JSON.stringify(key)}: ${jsonLines(v, inner)}`)
  return `{\n${entries.join(',\n')}\n${indent}}`
}

function flatJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, v]) => `${JSON.stringify(key)}: ${flatJson(v)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
