/** A node of a JSON Schema. */
export type Json = { readonly [key: string]: unknown }

/** An object of the plan's schema under the name that the reference calls it by. */
export type Shape = {
  readonly name: string
  readonly properties: Readonly<Record<string, Json>>
  readonly schema: Json
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Every object of the plan's JSON Schema, by name: an expression by its kind, anything else by its kind unless an
 * expression has that kind too, and what has no kind by where it stands ("Earning.rounding", "Example.deals[]").
 */
export function shapesOf(schema: Json): Shape[] {
  const shapes = new Map<string, Shape>()
  const definitions = Object.values((schema.$defs ?? {}) as Record<string, Json>)
  const expressionKinds = new Set(definitions.flatMap(alternatives).flatMap((s) => kindOf(s) ?? []))
  const walk = (node: unknown, place: string, isExpression: boolean): void => {
    if (!isJson(node)) return
    for (const option of alternatives(node)) walk(option, place, isExpression)
    if (isJson(node.items)) walk(node.items, `${place}[]`, false)
    if (node.type !== 'object' || !isJson(node.properties)) return
    const kind = kindOf(node)
    const name = kind === undefined ? place : !isExpression && expressionKinds.has(kind) ? `${place}.${kind}` : kind
    const properties = node.properties as Record<string, Json>
    if (!shapes.has(name)) shapes.set(name, { name, properties, schema: node })
    for (const [key, value] of Object.entries(properties)) walk(value, `${name}.${key}`, false)
  }
  walk(schema, 'Plan', false)
  for (const definition of definitions) walk(definition, 'Expression', true)
  return [...shapes.values()]
}

const alternatives = (node: Json): Json[] => [...((node.oneOf ?? []) as Json[]), ...((node.anyOf ?? []) as Json[])]

function kindOf(node: Json): string | undefined {
  const kind = (node.properties as Record<string, Json> | undefined)?.kind?.const
  return typeof kind === 'string' ? kind : undefined
}
