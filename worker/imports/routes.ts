import { createRoute, z } from '@hono/zod-openapi'
import { actorOf } from '../auth/principal.ts'
import { findEarlier, fingerprintOf } from '../db/command.ts'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotencyIn, orRefuse, refusalOf } from '../http/command-context.ts'
import { mediaType } from '../http/gate.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, REFUSALS, secured } from '../http/routes.ts'
import { readSettings } from '../settings/settings-rows.ts'
import { readImportGround } from '../transactions/import-lines.ts'
import { Id, Identifier, TextLine } from '../values.ts'
import { checkFile, FileCheck } from './check-file.ts'
import { readImport, readImports, readRejects, toImport, toReject } from './import-rows.ts'
import { Import, ImportAnswer, MODES, RejectedRow } from './import-schema.ts'
import { ImportMapping } from './mapping/import-mapping.ts'
import { PRESETS } from './mapping/presets.ts'
import { presetMapping } from './mapping/suggest-mapping.ts'
import { readMapping } from './mapping-rows.ts'
import { FILE_TYPES, type FileType, fingerprintBody, unreadable } from './open-file.ts'
import { rejectedCsv } from './rejected-csv.ts'
import { runImport } from './run-import.ts'

const tags = ['imports']
const FILE_BODY = {
  required: true,
  content: {
    'text/csv': { schema: z.string().openapi('ImportCsv') },
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
      schema: z.string().openapi('ImportXlsx', { format: 'binary' }),
    },
  },
} as const
const FileName = TextLine.refine((name) => name.length <= 200, 'It is longer than 200 characters.')
const ImportQuery = z.object({
  mapping: Identifier.openapi({ description: 'Id of a stored mapping.' }),
  mode: z.enum(MODES).default('whole').openapi({
    description: 'whole: a rejected row holds up all others. good: the others are stored.',
  }),
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: 'true reads and checks the whole file, and stores nothing.' }),
  fileName: FileName.default('import'),
})
const Preset = z.object({ id: z.string(), title: z.string(), mapping: ImportMapping }).openapi('ImportPreset')
const Params = z.object({ id: Id })

function fileIn(c: AppContext): { body: ReadableStream<Uint8Array>; type: FileType } {
  const { body } = c.req.raw
  const type = FILE_TYPES.find((one) => one === mediaType(c.req.header('content-type')))
  if (body === null || type === undefined)
    throw new RefusalError({
      status: 415,
      kind: 'unsupported-media-type',
      detail: `Send a file: ${FILE_TYPES.join(' or ')}.`,
      errors: [{ pointer: '/header/Content-Type', code: 'unsupported', detail: `Send ${FILE_TYPES.join(' or ')}.` }],
    })
  return { body, type }
}

async function importNamed(c: AppContext, id: string): Promise<Import> {
  const found = await readImport(c.var.organisation.client, id)
  if (found === null) throw new RefusalError(notFound())
  return found
}

/** The answer that a command with this key got, where there was one: its file is only hashed, to compare. */
async function findReplay(c: AppContext, key: string, fingerprint: (sha256: string) => string) {
  const { client } = c.var.organisation
  const actor = actorOf(c.var.principal)
  if ((await findEarlier(client, actor, { key, fingerprint: '' })) === null) return null
  const { body, type } = fileIn(c)
  const { sha256 } = await fingerprintBody(body, type)
  const earlier = await findEarlier(client, actor, { key, fingerprint: fingerprint(sha256) })
  if (earlier === null) return null
  if (!earlier.ok) throw new RefusalError(refusalOf(earlier.error))
  return earlier.value.body as z.infer<typeof ImportAnswer>
}

export const fileImportRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/import-presets',
      tags,
      summary: 'List mappings of well-known systems to start from',
      ...secured('transactions:read'),
      responses: { 200: json(z.object({ data: z.array(Preset) }), 'All of them.'), ...REFUSALS },
    }),
    (c) => c.json({ data: PRESETS.map((one) => ({ id: one.id, title: one.title, mapping: presetMapping(one) })) }, 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/import-checks',
      tags,
      summary: 'Look at the beginning of a file: its columns, and mappings that may fit',
      description: 'Stores nothing. The first megabyte of a CSV file is enough.',
      ...secured('transactions:write'),
      request: { query: z.object({ fileName: FileName.default('import') }), body: FILE_BODY },
      responses: { 200: json(FileCheck, 'The likeliest mapping first.'), ...REFUSALS },
    }),
    async (c) => {
      const { body, type } = fileIn(c)
      const fields = await readTransactionFields(c.var.organisation.client)
      try {
        return c.json(await checkFile(body, type, fields, c.req.valid('query').fileName), 200)
      } catch (error) {
        const refusal = unreadable(error)
        throw refusal === null ? error : new RefusalError(refusal)
      }
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/imports',
      tags,
      summary: 'Import a file of transactions through a mapping',
      description:
        'CSV up to 100 MiB is streamed, Excel (.xlsx, its first sheet) up to 20 MiB is read whole. Rows come in together at the end, or not at all.',
      ...secured('transactions:write'),
      request: { headers: IdempotencyHeaders, query: ImportQuery, body: FILE_BODY },
      responses: {
        200: json(ImportAnswer, 'Of a dry run: what would become of it.'),
        201: json(ImportAnswer, 'Recorded: what became of it.'),
        ...REFUSALS,
      },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const query = c.req.valid('query')
      const { mapping: mappingId, mode, fileName } = query
      const isDryRun = query.dryRun === 'true'
      const stored = await readMapping(client, mappingId)
      if (stored === null) throw new RefusalError(notFound(`There is no mapping "${mappingId}".`))
      const fingerprint = (sha256: string) =>
        fingerprintOf('POST', c.req.path, JSON.stringify([mappingId, mode, fileName, sha256]))
      const key = isDryRun ? null : idempotencyIn(c).key
      const replay = key === null ? null : await findReplay(c, key, fingerprint)
      if (replay !== null) {
        c.header('Idempotent-Replayed', 'true')
        return c.json(replay, 201)
      }
      const { body, type } = fileIn(c)
      const [ground, { timeZone }] = await Promise.all([readImportGround(client), readSettings(client)])
      const request = { body, fileType: type, fileName, mappingId, mapping: stored.mapping, mode, ground, timeZone }
      const idempotency = key === null ? null : (sha256: string) => ({ key, fingerprint: fingerprint(sha256) })
      const done = orRefuse(await runImport(client, { ...request, idempotency }, actorIn(c)))
      if (done.replayed) c.header('Idempotent-Replayed', 'true')
      return isDryRun ? c.json(done.answer, 200) : c.json(done.answer, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/imports',
      tags,
      summary: 'List imports, the latest first',
      ...secured('transactions:read'),
      request: { query: PageQuery },
      responses: { 200: json(pageOf(Import), 'A page.'), ...REFUSALS },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const rows = await readImports(c.var.organisation.client, afterRow(cursor), limit)
      return c.json(toPage(rows, limit, toImport), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/imports/{id}',
      tags,
      summary: 'Read an import',
      ...secured('transactions:read'),
      request: { params: Params },
      responses: { 200: json(Import, 'The import.'), ...REFUSALS },
    }),
    async (c) => c.json(await importNamed(c, c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/imports/{id}/rejects',
      tags,
      summary: 'List the rejected rows of an import, in the order of the file',
      ...secured('transactions:read'),
      request: { params: Params, query: PageQuery },
      responses: { 200: json(pageOf(RejectedRow), 'A page.'), ...REFUSALS },
    }),
    async (c) => {
      const { id } = await importNamed(c, c.req.valid('param').id)
      const { limit, cursor } = c.req.valid('query')
      const rows = await readRejects(c.var.organisation.client, id, afterRow(cursor), limit)
      return c.json(toPage(rows, limit, toReject), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/imports/{id}/rejected.csv',
      tags,
      summary: 'The rejected rows as a file to mend and send again',
      description:
        'The columns of the file, and behind them what is wrong. Cells that a spreadsheet would take for formulas have an apostrophe before them, which is taken away when the file comes back.',
      ...secured('transactions:read'),
      request: { params: Params },
      responses: {
        200: { description: 'CSV in UTF-8.', content: { 'text/csv': { schema: z.string().openapi('RejectedCsv') } } },
        ...REFUSALS,
      },
    }),
    async (c) => {
      const found = await importNamed(c, c.req.valid('param').id)
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="rejected.csv"',
      }
      return new Response(rejectedCsv(c.var.organisation.client, found), { status: 200, headers })
    },
  )
