import { createRoute, z } from '@hono/zod-openapi'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { CalendarDate, Id, Identifier } from '../values.ts'
import type { DatedKind } from './dated-kind.ts'
import { readFactRows } from './read-facts.ts'
import { storeFacts } from './store-facts.ts'

const Stored = z.object({ status: z.enum(['stored', 'unchanged']), lines: z.int() })

/** Routes of one kind of dated fact: list, and upsert in bulk. */
export function datedRoutes<I extends z.ZodType, O extends z.ZodType>(kind: DatedKind<I, O>) {
  const tags = [kind.path]
  const Line = kind.input.openapi(`${kind.name}Input`) as I
  const Shown = kind.shown.openapi(kind.name) as O

  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        tags,
        summary: `List ${kind.path}`,
        ...secured('configuration:read'),
        request: {
          query: PageQuery.extend({
            subject: Id.optional().openapi({ description: 'Only those that mention this id.' }),
            on: CalendarDate.optional().openapi({ description: 'Only those that hold on this day.' }),
            name: Identifier.optional().openapi({ description: 'Only those of this name, where they have names.' }),
          }),
        },
        responses: { 200: json(pageOf(Shown), 'A page.'), ...REFUSALS },
      }),
      async (c) => {
        const { limit, cursor, subject, on, name } = c.req.valid('query')
        const filter = { after: afterRow(cursor), limit, subjectId: subject, on, name }
        const rows = await readFactRows(c.var.organisation.client, kind as unknown as DatedKind, filter)
        // Every column of a dated fact is text.
        const page = toPage(rows, limit, (row) => kind.show(row as unknown as Record<string, string | null>))
        return c.json(page as never, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/',
        tags,
        summary: `State ${kind.path}, all or none`,
        ...secured('configuration:write'),
        request: { body: jsonBody(z.strictObject({ data: z.array(Line).min(1).max(1_000) })) },
        responses: { 200: json(Stored, 'What was done.'), ...REFUSALS },
      }),
      async (c) => {
        const lines = (c.req.valid('json') as { data: z.output<I>[] }).data.map((line) => kind.open(line))
        const stored = await storeFacts(c.var.organisation.client, kind as unknown as DatedKind, lines, actorIn(c))
        return c.json(orRefuse(stored), 200)
      },
    )
}
