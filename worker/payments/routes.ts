import { createRoute, z } from '@hono/zod-openapi'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotently, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { moneyText } from '../runs/run-schema.ts'
import { Currency, DecimalText, ExternalId, Id } from '../values.ts'
import { readEvents } from '../workflow/events.ts'
import { personIn } from '../workflow/person-in.ts'
import { BATCH_STATES, batchOf, batchRows, readBatch, readLines, type StoredBatch } from './batch-rows.ts'
import { approveBatch, cancelBatch, createBatch } from './change-batch.ts'
import { exportBatch, readExport } from './export-batch.ts'
import { payBatch, settleBatch } from './pay-batch.ts'
import { LayoutInput, readLayouts, replaceLayout, StoredLayout } from './payroll-layout.ts'
import { reconcile, reportPayroll } from './reconcile.ts'

const tags = ['payment-batches']
const headers = IdempotencyHeaders
const params = z.object({ batchId: Id })

const Batch = z
  .object({
    id: z.string(),
    currency: z.string(),
    state: z.enum(BATCH_STATES),
    participants: z.int(),
    total: z.string(),
    createdAt: z.string(),
  })
  .openapi('PaymentBatch')
const BatchDetail = Batch.extend({
  lines: z.array(
    z.object({ participantId: z.string(), externalId: z.string().nullable(), name: z.string(), amount: z.string() }),
  ),
  events: z.array(
    z.object({ what: z.string(), persons: z.array(z.string()), reason: z.string().nullable(), at: z.string() }),
  ),
}).openapi('PaymentBatchDetail')
const Changed = z.object({ id: z.string(), state: z.enum(BATCH_STATES) }).openapi('PaymentBatchChanged')
const Exported = z
  .object({ id: z.string(), batchId: z.string(), sha256: z.string(), lines: z.int() })
  .openapi('PayrollExport')
const ReportInput = z
  .strictObject({
    lines: z
      .array(z.strictObject({ reference: ExternalId, amount: DecimalText }))
      .min(1)
      .max(10_000)
      .openapi({ description: 'By external id, or by our id of the participant.' }),
  })
  .openapi('PayrollReportInput')
const Reported = z.object({ id: z.string(), batchId: z.string(), lines: z.int() }).openapi('PayrollReport')
const Reconciliation = z
  .object({
    currency: z.string(),
    difference: z.string().openapi({ description: 'What was paid less what payroll reports of it.' }),
    data: z.array(
      z.object({
        reference: z.string(),
        participantId: z.string().nullable(),
        paid: z.string(),
        reported: z.string(),
        status: z.enum(['matched', 'short', 'over', 'missing', 'unknown']),
      }),
    ),
  })
  .openapi('Reconciliation')

const batchJson = (batch: StoredBatch): z.infer<typeof Batch> => ({
  id: batch.id,
  currency: batch.currency,
  state: batch.state,
  participants: batch.participants,
  total: moneyText(batch.total, batch.currency),
  createdAt: new Date(batch.createdAt).toISOString(),
})

const list = createRoute({
  method: 'get',
  path: '/payment-batches',
  tags,
  summary: 'List batches of payments',
  ...secured('payments:read'),
  request: { query: PageQuery },
  responses: { 200: json(pageOf(Batch), 'The oldest first.'), ...REFUSALS },
})
const create = createRoute({
  method: 'post',
  path: '/payment-batches',
  tags,
  summary: 'Make a batch of everything that the ledger owes in a currency',
  ...secured('payments:prepare'),
  request: { headers, body: jsonBody(z.strictObject({ currency: Currency }).openapi('PaymentBatchInput')) },
  responses: { 201: json(Batch, 'A draft.'), ...REFUSALS },
})
const read = createRoute({
  method: 'get',
  path: '/payment-batches/{batchId}',
  tags,
  summary: 'Read a batch with its payments',
  ...secured('payments:read'),
  request: { params },
  responses: { 200: json(BatchDetail, 'The batch.'), ...REFUSALS },
})
const step = <P extends string>(path: P, summary: string, action: Parameters<typeof secured>[0]) =>
  createRoute({
    method: 'post',
    path,
    tags,
    summary,
    ...secured(action),
    request: { params, headers },
    responses: { 200: json(Changed, 'Done.'), ...REFUSALS },
  })
const approve = step(
  '/payment-batches/{batchId}/approval',
  'Approve a batch that somebody else made',
  'payments:approve',
)
const cancel = step('/payment-batches/{batchId}/cancellation', 'Give a batch up before it is paid', 'payments:prepare')
const pay = step('/payment-batches/{batchId}/payment', 'Mark a batch as paid, once and only once', 'payments:prepare')
const settle = step(
  '/payment-batches/{batchId}/settlement',
  'Close a paid batch: what payroll paid otherwise is owed again, or owed back',
  'payments:prepare',
)
const exporting = createRoute({
  method: 'post',
  path: '/payment-batches/{batchId}/exports',
  tags,
  summary: 'Write an approved batch as a file for payroll',
  ...secured('payments:prepare'),
  request: {
    params,
    headers,
    body: jsonBody(
      z
        .strictObject({
          layout: ExternalId.nullable().default(null).openapi({ description: 'null is the plain one.' }),
        })
        .openapi('PayrollExportInput'),
    ),
  },
  responses: { 201: json(Exported, 'Written and kept.'), ...REFUSALS },
})
const file = createRoute({
  method: 'get',
  path: '/payment-batches/{batchId}/exports/{exportId}',
  tags,
  summary: 'The file, as it was written',
  ...secured('payments:read'),
  request: { params: params.extend({ exportId: Id }) },
  responses: { 200: { description: 'CSV.', content: { 'text/csv': { schema: z.string() } } }, ...REFUSALS },
})
const report = createRoute({
  method: 'post',
  path: '/payment-batches/{batchId}/payroll-reports',
  tags,
  summary: 'Say what payroll reports as paid',
  ...secured('payments:prepare'),
  request: { params, headers, body: jsonBody(ReportInput) },
  responses: { 201: json(Reported, 'Taken in.'), ...REFUSALS },
})
const reconciliation = createRoute({
  method: 'get',
  path: '/payment-batches/{batchId}/reconciliation',
  tags,
  summary: 'Compare a batch with what payroll reported of it',
  ...secured('payments:read'),
  request: { params },
  responses: { 200: json(Reconciliation, 'Every payment, and what is none of ours.'), ...REFUSALS },
})
const layouts = createRoute({
  method: 'get',
  path: '/payroll-layouts',
  tags,
  summary: 'Layouts of payroll files',
  ...secured('payments:read'),
  responses: { 200: json(z.object({ data: z.array(StoredLayout) }), 'By external id.'), ...REFUSALS },
})
const putLayout = createRoute({
  method: 'put',
  path: '/payroll-layouts',
  tags,
  summary: 'State a layout of payroll files',
  ...secured('accounting:write'),
  request: { body: jsonBody(LayoutInput) },
  responses: { 200: json(LayoutInput, 'As it is now.'), ...REFUSALS },
})

async function batchIn(c: AppContext, id: string): Promise<StoredBatch> {
  const batch = await readBatch(c.var.organisation.client, id)
  if (batch === null) throw new RefusalError(notFound())
  return batch
}

type Verb = typeof approveBatch
async function take(c: AppContext, id: string, verb: Verb) {
  const person = await personIn(c)
  const done = await idempotently(c, (key) => verb(c.var.organisation.client, id, person, actorIn(c), key))
  return done.body as z.infer<typeof Changed>
}

export const paymentRoutes = createRouter()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const rows = await batchRows(c.var.organisation.client, afterRow(cursor), limit)
    return c.json(
      toPage(rows, limit, (row) => batchJson(batchOf(row))),
      200,
    )
  })
  .openapi(create, async (c) => {
    const person = await personIn(c)
    const { currency } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      createBatch(c.var.organisation.client, currency, person, actorIn(c), key),
    )
    return c.json(batchJson(await batchIn(c, (done.body as { id: string }).id)), 201)
  })
  .openapi(read, async (c) => {
    const { client } = c.var.organisation
    const batch = await batchIn(c, c.req.valid('param').batchId)
    const [lines, events] = await Promise.all([readLines(client, batch.id), readEvents(client, batch.id)])
    const shown = lines.map(({ participant, externalId, name, amount }) => ({
      participantId: participant,
      externalId,
      name,
      amount: moneyText(amount, batch.currency),
    }))
    return c.json({ ...batchJson(batch), lines: shown, events }, 200)
  })
  .openapi(approve, async (c) => c.json(await take(c, c.req.valid('param').batchId, approveBatch), 200))
  .openapi(cancel, async (c) => c.json(await take(c, c.req.valid('param').batchId, cancelBatch), 200))
  .openapi(pay, async (c) => c.json(await take(c, c.req.valid('param').batchId, payBatch), 200))
  .openapi(settle, async (c) => c.json(await take(c, c.req.valid('param').batchId, settleBatch), 200))
  .openapi(exporting, async (c) => {
    const person = await personIn(c)
    const { batchId } = c.req.valid('param')
    const { layout } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      exportBatch(c.var.organisation.client, batchId, layout, person, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Exported>, 201)
  })
  .openapi(file, async (c) => {
    const { batchId, exportId } = c.req.valid('param')
    const content = await readExport(c.var.organisation.client, batchId, exportId)
    if (content === null) throw new RefusalError(notFound())
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${exportId}.csv"`,
    }
    return c.body(content, 200, headers)
  })
  .openapi(report, async (c) => {
    const person = await personIn(c)
    const { batchId } = c.req.valid('param')
    const { lines } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      reportPayroll(c.var.organisation.client, batchId, lines, person, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Reported>, 201)
  })
  .openapi(reconciliation, async (c) => {
    const batch = await batchIn(c, c.req.valid('param').batchId)
    const found = await reconcile(c.var.organisation.client, batch.id)
    const money = (minor: bigint) => moneyText(minor, batch.currency)
    const difference = found
      .filter(({ status }) => status !== 'unknown')
      .reduce((sum, { paid, reported }) => sum + paid - reported, 0n)
    const data = found.map(({ reference, participant, paid, reported, status }) => ({
      reference,
      participantId: participant,
      paid: money(paid),
      reported: money(reported),
      status,
    }))
    return c.json({ currency: batch.currency, difference: money(difference), data }, 200)
  })
  .openapi(layouts, async (c) => c.json({ data: await readLayouts(c.var.organisation.client) }, 200))
  .openapi(putLayout, async (c) => {
    const input = c.req.valid('json')
    orRefuse(await replaceLayout(c.var.organisation.client, input, actorIn(c)))
    return c.json(input, 200)
  })
