import { z } from '@hono/zod-openapi'
import { Plan } from '#engine'

let schema: object | undefined

/** JSON Schema of a plan's AST, made from the schema that parses it. */
export function planSchema(): object {
  schema ??= z.toJSONSchema(Plan, { target: 'draft-2020-12', unrepresentable: 'any' })
  return schema
}
