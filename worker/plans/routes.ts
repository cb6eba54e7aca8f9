import { createRoute, z } from '@hono/zod-openapi'
import { personsOf } from '../auth/principal.ts'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotently, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { Id } from '../values.ts'
import { diagnose } from './diagnose.ts'
import { readPlan, readPlanRows, readVersion, readVersions, toSummary } from './plan-rows.ts'
import {
  Diagnostic,
  DraftInput,
  etagOf,
  Language,
  PlanDiff,
  PlanDocument,
  PlanDraft,
  PlanInput,
  PlanSummary,
  PlanVersion,
  PublishInput,
} from './plan-schema.ts'
import { publishPlan } from './publish-plan.ts'
import { readDiff, readDocument } from './read-document.ts'
import { createPlan, saveDraft, showDraft } from './save-draft.ts'

const tags = ['plans']
const PlanParams = z.object({ planId: Id })
const VersionNumber = z.coerce.number().int().min(1)
const VersionParams = PlanParams.extend({ version: VersionNumber })
const IfMatch = z.object({
  'if-match': z.string().optional().openapi({ description: 'Required. The ETag of the draft that was read.' }),
})
const CheckBody = z.strictObject({ ast: z.record(z.string(), z.unknown()) }).openapi('PlanCheck')
const Checked = z.object({ ok: z.boolean(), diagnostics: z.array(Diagnostic) }).openapi('PlanChecked')

function revisionIn(c: AppContext): number {
  const header = c.req.header('if-match')
  const detail = 'This request needs the header If-Match with the ETag of the draft that you read.'
  if (header === undefined) {
    const errors = [{ pointer: '/header/If-Match', code: 'missing', detail }]
    throw new RefusalError({ status: 428, kind: 'if-match-missing', detail, errors })
  }
  const revision = /^"r(\d{1,9})"$/.exec(header)?.[1]
  // An ETag that we never gave out matches nothing.
  return revision === undefined ? -1 : Number(revision)
}

const checked = (diagnostics: z.infer<typeof Diagnostic>[]) => ({
  ok: diagnostics.every(({ severity }) => severity !== 'error'),
  diagnostics: diagnostics.slice(0, 100),
})

export const planRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'List plans',
      ...secured('plans:read'),
      request: { query: PageQuery },
      responses: { 200: json(pageOf(PlanSummary), 'A page.'), ...REFUSALS },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const rows = await readPlanRows(c.var.organisation.client, { after: afterRow(cursor), limit })
      return c.json(toPage(rows, limit, toSummary), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Start a plan with a draft',
      ...secured('plans:write'),
      request: { headers: IdempotencyHeaders, body: jsonBody(PlanInput) },
      responses: { 201: json(PlanDraft, 'Created.'), ...REFUSALS },
    }),
    async (c) => {
      const authors = personsOf(c.var.principal)
      const done = await idempotently(c, (key) =>
        createPlan(c.var.organisation.client, c.req.valid('json'), authors, actorIn(c), key),
      )
      const draft = done.body as z.infer<typeof PlanDraft>
      c.header('ETag', etagOf(draft.revision))
      return c.json(draft, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/check',
      tags,
      summary: 'Check a plan that is not stored',
      ...secured('plans:read'),
      request: { query: z.object({ language: Language }), body: jsonBody(CheckBody) },
      responses: { 200: json(Checked, 'What checking says; the plan need not be right.'), ...REFUSALS },
    }),
    async (c) => {
      const fields = await readTransactionFields(c.var.organisation.client)
      const { diagnostics } = diagnose(c.req.valid('json').ast, fields, c.req.valid('query').language)
      return c.json(checked(diagnostics), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{planId}',
      tags,
      summary: 'Read a plan and its draft',
      ...secured('plans:read'),
      request: { params: PlanParams },
      responses: { 200: json(PlanDraft, 'The draft; its ETag is for saving.'), ...REFUSALS },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const stored = await readPlan(client, c.req.valid('param').planId)
      if (stored === null) throw new RefusalError(notFound())
      c.header('ETag', etagOf(stored.revision))
      return c.json(await showDraft(client, stored), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/{planId}/draft',
      tags,
      summary: 'Save the draft',
      ...secured('plans:write'),
      request: { params: PlanParams, headers: IfMatch, body: jsonBody(DraftInput) },
      responses: {
        200: json(PlanDraft, 'As it is now.'),
        ...REFUSALS,
        412: { description: 'The draft was changed since it was read; the answer holds it.' },
        428: { description: 'If-Match is missing.' },
      },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const authors = personsOf(c.var.principal)
      const saved = orRefuse(
        await saveDraft(client, c.req.valid('param').planId, c.req.valid('json'), revisionIn(c), authors, actorIn(c)),
      )
      c.header('ETag', etagOf(saved.revision))
      return c.json(saved, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/{planId}/check',
      tags,
      summary: 'Check the stored draft',
      ...secured('plans:read'),
      request: { params: PlanParams },
      responses: { 200: json(Checked, 'What checking says.'), ...REFUSALS },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const stored = await readPlan(client, c.req.valid('param').planId)
      if (stored === null) throw new RefusalError(notFound())
      return c.json(checked((await showDraft(client, stored)).diagnostics), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/{planId}/versions',
      tags,
      summary: 'Publish the draft',
      ...secured('plans:publish'),
      request: { params: PlanParams, headers: IfMatch.extend(IdempotencyHeaders.shape), body: jsonBody(PublishInput) },
      responses: {
        201: json(PlanVersion, 'Published; it never changes.'),
        ...REFUSALS,
        412: { description: 'The draft was changed since it was read; the answer holds it.' },
        428: { description: 'If-Match is missing.' },
      },
    }),
    async (c) => {
      const { effectiveFrom } = c.req.valid('json')
      const [person = ''] = personsOf(c.var.principal)
      const done = await idempotently(c, (key) => {
        const draft = { effectiveFrom, revision: revisionIn(c) }
        return publishPlan(c.var.organisation.client, c.req.valid('param').planId, draft, person, actorIn(c), key)
      })
      return c.json(done.body as z.infer<typeof PlanVersion>, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{planId}/versions',
      tags,
      summary: 'List published versions',
      ...secured('plans:read'),
      request: { params: PlanParams },
      responses: { 200: json(z.object({ data: z.array(PlanVersion) }), 'Oldest first.'), ...REFUSALS },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const { planId } = c.req.valid('param')
      if ((await readPlan(client, planId)) === null) throw new RefusalError(notFound())
      return c.json({ data: await readVersions(client, planId) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{planId}/versions/{version}',
      tags,
      summary: 'Read a published version',
      ...secured('plans:read'),
      request: { params: VersionParams },
      responses: { 200: json(PlanVersion, 'The version.'), ...REFUSALS },
    }),
    async (c) => {
      const { planId, version } = c.req.valid('param')
      const found = await readVersion(c.var.organisation.client, planId, version)
      if (found === null) throw new RefusalError(notFound())
      return c.json(found, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{planId}/versions/{version}/document',
      tags,
      summary: 'Read a published version in plain language',
      ...secured('plans:read'),
      request: { params: VersionParams, query: z.object({ language: Language }) },
      responses: { 200: json(PlanDocument, 'Clause by clause, each with its node of the AST.'), ...REFUSALS },
    }),
    async (c) => {
      const { planId, version } = c.req.valid('param')
      const { language } = c.req.valid('query')
      const found = await readDocument(c.var.organisation.client, planId, version, language)
      if (found === null) throw new RefusalError(notFound())
      return c.json(found, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{planId}/versions/{version}/diff',
      tags,
      summary: 'Compare a published version with another one',
      ...secured('plans:read'),
      request: {
        params: VersionParams,
        query: z.object({
          against: VersionNumber.optional().openapi({ description: 'Left out: the version before.' }),
          language: Language,
        }),
      },
      responses: { 200: json(PlanDiff, 'What the version changes, in the words of the document.'), ...REFUSALS },
    }),
    async (c) => {
      const { planId, version } = c.req.valid('param')
      const { against = version - 1, language } = c.req.valid('query')
      const found = await readDiff(c.var.organisation.client, planId, { version, against }, language)
      if (found === null) throw new RefusalError(notFound())
      return c.json(found, 200)
    },
  )
