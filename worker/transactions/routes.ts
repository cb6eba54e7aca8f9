import { createRoute, z } from '@hono/zod-openapi'
import { describe } from '../http/answer-error.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { mediaType } from '../http/gate.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { Fault, invalid, notFound, RefusalError } from '../http/problem.ts'
import { countedStream } from '../http/read-body.ts'
import { createRouter, json, REFUSALS, secured } from '../http/routes.ts'
import { CalendarDate, ExternalId, Id } from '../values.ts'
import { importCsv } from './import-csv.ts'
import { readImportGround } from './import-lines.ts'
import { importNdjson } from './import-ndjson.ts'
import { ORDERS, readCurrent, readVersions, Transaction } from './read-transactions.ts'
import { type LineAnswer, storeTransactions } from './store-transactions.ts'
import { LineTooLong } from './text-lines.ts'
import { TransactionInput } from './transaction-input.ts'

const tags = ['transactions']
const MOST_STREAMED = 100 * 1024 * 1024

const List = z.strictObject({ data: z.array(TransactionInput).min(1).max(1_000) }).openapi('TransactionList')
const Line = z
  .object({
    line: z.int(),
    status: z.enum(['stored', 'unchanged', 'rejected']),
    version: z.int().optional(),
    errors: z.array(Fault).optional(),
  })
  .openapi('TransactionLine')
const Summary = z
  .object({ lines: z.int(), stored: z.int(), unchanged: z.int(), data: z.array(Line).optional() })
  .openapi('TransactionImport')

function streamOf(c: AppContext): ReadableStream<Uint8Array> {
  const body = c.req.raw.body
  if (body === null) throw new RefusalError({ status: 400, kind: 'malformed-body', detail: 'The body is empty.' })
  return countedStream(body, MOST_STREAMED)
}

function summaryOf(data: LineAnswer[]) {
  const count = (status: LineAnswer['status']) => data.filter((line) => line.status === status).length
  return { lines: data.length, stored: count('stored'), unchanged: count('unchanged'), data }
}

function whyBroken(error: unknown, requestId: string): string {
  if (error instanceof RefusalError) return error.refusal.detail
  if (error instanceof LineTooLong) return 'A line is longer than 64 KiB.'
  if (error instanceof TypeError) return 'The stream is not in UTF-8, or broke off.'
  // biome-ignore lint/suspicious/noConsole: the platform's log is the console.
  console.error(requestId, error instanceof Error ? describe(error) : error)
  return 'The stream broke off here; send the rest again.'
}

function ndjsonAnswer(answers: AsyncGenerator<LineAnswer>, requestId: string): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await answers.next()
        if (next.done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`))
      } catch (error) {
        // The status is long sent; a last line says that what follows was not read.
        const detail = whyBroken(error, requestId)
        controller.enqueue(
          encoder.encode(
            `${JSON.stringify({ line: 0, status: 'rejected', errors: [{ pointer: '', code: 'broken-off', detail }] })}\n`,
          ),
        )
        controller.close()
      }
    },
  })
  return new Response(body, { status: 200, headers: { 'content-type': 'application/x-ndjson' } })
}

export const transactionRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'List transactions as they count now',
      ...secured('transactions:read'),
      request: {
        query: PageQuery.extend({
          owner: Id.optional(),
          source: z.string().max(60).optional(),
          externalId: ExternalId.optional(),
          from: CalendarDate.optional(),
          to: CalendarDate.optional(),
          order: z.enum(ORDERS).default('oldest'),
        }),
      },
      responses: { 200: json(pageOf(Transaction), 'A page.'), ...REFUSALS },
    }),
    async (c) => {
      const { limit, cursor, owner, order, ...filter } = c.req.valid('query')
      const page = { order, after: afterRow(cursor), limit }
      const rows = await readCurrent(c.var.organisation.client, { ...filter, ownerId: owner }, page)
      return c.json(
        toPage(rows, limit, ({ value }) => value),
        200,
      )
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/',
      tags,
      summary: 'Report transactions: JSON and CSV whole or not at all, NDJSON line by line',
      description:
        'Naturally idempotent: the same content under the same source, external id and version is stored once. ' +
        'JSON takes up to 1,000; text/csv and application/x-ndjson are streamed, up to 100 MiB.',
      ...secured('transactions:write'),
      request: {
        body: {
          content: {
            'application/json': { schema: List },
            'text/csv': { schema: z.string().openapi('TransactionCsv') },
            'application/x-ndjson': { schema: z.string().openapi('TransactionNdjson') },
          },
        },
      },
      responses: { 200: json(Summary, 'What was stored.'), ...REFUSALS },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const ground = await readImportGround(client)
      const type = mediaType(c.req.header('content-type'))
      if (type === 'text/csv') return c.json(orRefuse(await importCsv(client, streamOf(c), ground, actorIn(c))), 200)
      if (type === 'application/x-ndjson') {
        // Typed as the JSON answer: what a line says is the same.
        return ndjsonAnswer(importNdjson(client, streamOf(c), ground, actorIn(c)), c.var.requestId) as never
      }
      const body: unknown = await c.req.json()
      if (body === null)
        throw new RefusalError(invalid([{ pointer: '', code: 'missing', detail: 'The body is missing.' }]))
      // The validator has parsed it: streams were answered above.
      const { data } = c.req.valid('json') as z.output<typeof List>
      const lines = data.map((input) => ({ ok: true as const, input }))
      return c.json(summaryOf(orRefuse(await storeTransactions(client, lines, ground, actorIn(c)))), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{source}/{externalId}',
      tags,
      summary: 'Read every version of a transaction',
      ...secured('transactions:read'),
      request: { params: z.object({ source: z.string().max(60), externalId: ExternalId }) },
      responses: { 200: json(z.object({ data: z.array(Transaction) }), 'Oldest first.'), ...REFUSALS },
    }),
    async (c) => {
      const { source, externalId } = c.req.valid('param')
      const data = await readVersions(c.var.organisation.client, source, externalId)
      if (data.length === 0) throw new RefusalError(notFound())
      return c.json({ data }, 200)
    },
  )
