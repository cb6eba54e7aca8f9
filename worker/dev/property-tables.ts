import { COMMON, MEANINGS } from '../docs/meanings.ts'
import type { Json, Shape } from '../docs/name-shapes.ts'

/** The form of a value, in a few words. */
export function formOf(schema: Json): string {
  if (typeof schema.$ref === 'string') return 'expression'
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => `\`${String(word)}\``).join(', ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  const options = (schema.oneOf ?? schema.anyOf) as Json[] | undefined
  if (options) return [...new Set(options.map(formOf))].join(' or ')
  switch (schema.type) {
    case 'array':
      return `list of ${formOf(schema.items as Json)}`
    case 'object':
      return objectForm(schema)
    case 'integer':
      return `${String(schema.minimum)} to ${String(schema.maximum)}`
    case 'boolean':
      return '`true`, `false`'
    case 'null':
      return 'null'
    default:
      return textForm(schema)
  }
}

function objectForm(schema: Json): string {
  const properties = schema.properties as Record<string, Json> | undefined
  const kind = properties?.kind?.const
  return typeof kind === 'string' ? `**${kind}**` : 'object'
}

function textForm({ pattern, format, maxLength }: Json): string {
  if (format === 'date') return 'date'
  const text = typeof pattern === 'string' ? pattern : ''
  if (text.startsWith('^-?')) return 'decimal'
  if (text.startsWith('^[A-Z]')) return 'currency'
  if (text.startsWith('^[a-z]')) return 'id'
  return maxLength === undefined ? 'text' : `text, ${String(maxLength)} at most`
}

/** `title`, `id` and the like are told once for all parts. */
const isCommon = (name: string, key: string): boolean => key in COMMON && !(key in (MEANINGS[name]?.properties ?? {}))

/** A table of objects with their properties, forms and meanings. */
export function propertyTable(shapes: readonly Shape[]): string {
  const rows = shapes.flatMap(({ name, properties, schema }) => {
    const required = new Set((schema.required ?? []) as string[])
    const common = Object.keys(properties).filter((key) => isCommon(name, key) && key !== 'kind' && key !== 'at')
    const also = common.length === 0 ? '' : ` Also: ${common.map((key) => `\`${key}\``).join(', ')}.`
    return [
      `| **${label(name)}** | | ${MEANINGS[name]?.is ?? ''}${also} |`,
      ...Object.entries(properties)
        .filter(([key]) => !isCommon(name, key))
        .map(([key, property]) => {
          const mark = required.has(key) ? '' : '?'
          return `| \`${key}\`${mark} | ${formOf(property)} | ${MEANINGS[name]?.properties[key] ?? ''} |`
        }),
    ]
  })
  return ['| | form | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** "Earning.rounding" stays; "Plan.measures[].Measure" is the part that is called Measure. */
const label = (name: string): string => name.replace(/^.*\]\.(?=[A-Z])/, '').replace('[]', '')
