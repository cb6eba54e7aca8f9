import { z } from '@hono/zod-openapi'
import { Plan } from '#engine'
import { COMMON, MEANINGS } from './meanings.ts'
import { type Json, shapesOf } from './name-shapes.ts'

let schema: Json | undefined

/**
 * JSON Schema of a plan's AST, made from the schema that parses it, with what each object and property means. Fields that
 * hold `$ref` are described beside it, as draft 2020-12 allows.
 */
export function planSchema(): Json {
  schema ??= described(z.toJSONSchema(Plan, { target: 'draft-2020-12', unrepresentable: 'any' }) as Json)
  return schema
}

type Writable = { description?: string }

function described(bare: Json): Json {
  const whole = structuredClone(bare)
  for (const { name, properties, schema: node } of shapesOf(whole)) {
    const meaning = MEANINGS[name]
    if (meaning) (node as Writable).description = meaning.is
    for (const [key, property] of Object.entries(properties)) {
      const text = meaning?.properties[key] ?? COMMON[key]
      if (text !== undefined) (property as Writable).description = text
    }
  }
  return {
    ...named(whole),
    $id: '/plan-schema.json',
    title: 'A plan of the language dreizack/1',
  }
}

/** The one definition that others refer to has a name that a person can read. */
const named = (schema: Json): Json => JSON.parse(JSON.stringify(schema).replaceAll('__schema0', 'Expression')) as Json
