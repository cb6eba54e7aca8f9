import { createRoute, z } from '@hono/zod-openapi'
import { personsOf } from '../auth/principal.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotently } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { todayOf } from '../settings/settings-rows.ts'
import { Id } from '../values.ts'
import { readEvents } from '../workflow/events.ts'
import { personIn } from '../workflow/person-in.ts'
import { calculateRun } from './calculate-run.ts'
import { approveRun, rejectRun, submitRun, voidRun } from './change-run.ts'
import { differencesBetween, findRunBefore } from './differences.ts'
import { explainResult } from './explain-result.ts'
import { listPeriods } from './list-periods.ts'
import { postRun } from './post-run.ts'
import { resultOf, resultRows } from './result-rows.ts'
import { approveReversal, proposeReversal, withdrawReversal } from './reverse-run.ts'
import { RUN_STATES, readRun, runOf, runRows } from './run-rows.ts'
import {
  Changed,
  differenceJson,
  PlanPeriod,
  Posted,
  ReasonInput,
  Reversal,
  Run,
  RunDifferences,
  RunInput,
  RunResult,
  RunResultDetail,
  resultJson,
  runJson,
} from './run-schema.ts'
import { startRun } from './start-run.ts'

const tags = ['runs']
const id = z.string().max(100).optional()
const RunParams = z.object({ runId: Id })
const headers = IdempotencyHeaders

const periods = createRoute({
  method: 'get',
  path: '/periods',
  tags,
  summary: 'Periods of the plans: open, in review, locked, paid, reversed',
  ...secured('runs:read'),
  responses: { 200: json(z.object({ data: z.array(PlanPeriod) }), 'By plan, in order.'), ...REFUSALS },
})

const create = createRoute({
  method: 'post',
  path: '/runs',
  tags,
  summary: 'Calculate a period for review',
  description:
    'Names the moment whose data it reads, and calculates everybody from it. Sent again with its key, it goes on where it broke off.',
  ...secured('calculations:run'),
  request: { headers, body: jsonBody(RunInput) },
  responses: { 201: json(Run, 'Calculated.'), ...REFUSALS },
})

const list = createRoute({
  method: 'get',
  path: '/runs',
  tags,
  summary: 'List runs',
  ...secured('runs:read'),
  request: { query: PageQuery.extend({ periodId: id, planId: id, state: z.enum(RUN_STATES).optional() }) },
  responses: { 200: json(pageOf(Run), 'The oldest first.'), ...REFUSALS },
})

const read = createRoute({
  method: 'get',
  path: '/runs/{runId}',
  tags,
  summary: 'Read a run, with who did what',
  ...secured('runs:read'),
  request: { params: RunParams },
  responses: { 200: json(Run, 'The run.'), ...REFUSALS },
})

const results = createRoute({
  method: 'get',
  path: '/runs/{runId}/results',
  tags,
  summary: 'What a run found for each participant',
  ...secured('runs:read'),
  request: { params: RunParams, query: PageQuery.extend({ planId: id, participantId: id }) },
  responses: { 200: json(pageOf(RunResult), 'By plan and participant.'), ...REFUSALS },
})

const result = createRoute({
  method: 'get',
  path: '/runs/{runId}/results/{planId}/{participantId}',
  tags,
  summary: 'One result with its derivation, from the data that the run saw',
  ...secured('runs:read'),
  request: { params: RunParams.extend({ planId: Id, participantId: Id }) },
  responses: { 200: json(RunResultDetail, 'One derivation for each earning.'), ...REFUSALS },
})

const differences = createRoute({
  method: 'get',
  path: '/runs/{runId}/differences',
  tags,
  summary: 'Whose result is another one than in the run before',
  ...secured('runs:read'),
  request: {
    params: RunParams,
    query: z.object({
      against: Id.optional().openapi({
        description: 'Left out: the run before for this period, else the one that closed the period before.',
      }),
    }),
  },
  responses: { 200: json(RunDifferences, 'Only what differs.'), ...REFUSALS },
})

const stepOf = <P extends string>(path: P, summary: string, action: Parameters<typeof secured>[0]) =>
  createRoute({
    method: 'post',
    path,
    tags,
    summary,
    ...secured(action),
    request: { params: RunParams, headers },
    responses: { 200: json(Changed, 'Done.'), ...REFUSALS },
  })

const reasonedStepOf = <P extends string>(path: P, summary: string, action: Parameters<typeof secured>[0]) =>
  createRoute({
    method: 'post',
    path,
    tags,
    summary,
    ...secured(action),
    request: { params: RunParams, headers, body: jsonBody(ReasonInput) },
    responses: { 200: json(Changed, 'Done.'), ...REFUSALS },
  })

const submission = stepOf('/runs/{runId}/submission', 'Hand a run over for approval', 'calculations:run')
const approval = stepOf(
  '/runs/{runId}/approval',
  'Approve a run that others made, and that holds nothing of one’s own',
  'calculations:approve',
)
const rejection = reasonedStepOf('/runs/{runId}/rejection', 'Reject a run', 'calculations:approve')
const voiding = reasonedStepOf('/runs/{runId}/voiding', 'Give a run up before it is posted', 'calculations:run')

const posting = createRoute({
  method: 'post',
  path: '/runs/{runId}/posting',
  tags,
  summary: 'Post an approved run to the ledger and lock its period',
  description:
    'All of it or nothing. A locked period is never opened again: what comes later is a true-up of the next.',
  ...secured('runs:post'),
  request: { params: RunParams, headers },
  responses: { 200: json(Posted, 'Posted.'), ...REFUSALS },
})

const propose = createRoute({
  method: 'post',
  path: '/runs/{runId}/reversals',
  tags,
  summary: 'Propose to take back what a run posted',
  ...secured('reversals:propose'),
  request: { params: RunParams, headers, body: jsonBody(ReasonInput) },
  responses: { 201: json(Reversal, 'Proposed; two approvers post it.'), ...REFUSALS },
})

const ReversalParams = z.object({ reversalId: Id })
const approveIt = createRoute({
  method: 'post',
  path: '/reversals/{reversalId}/approval',
  tags,
  summary: 'Approve a reversal; the second of two approvers posts it',
  ...secured('calculations:approve'),
  request: { params: ReversalParams, headers },
  responses: { 200: json(Reversal, 'Approved.'), ...REFUSALS },
})
const withdraw = createRoute({
  method: 'post',
  path: '/reversals/{reversalId}/withdrawal',
  tags,
  summary: 'Give a proposed reversal up',
  ...secured('reversals:propose'),
  request: { params: ReversalParams, headers },
  responses: { 200: json(Reversal, 'Withdrawn.'), ...REFUSALS },
})

async function runIn(c: AppContext, runId: string) {
  const run = await readRun(c.var.organisation.client, runId)
  if (run === null) throw new RefusalError(notFound())
  return run
}

export const runRoutes = createRouter()
  .openapi(periods, async (c) => {
    const { organisation, deps } = c.var
    const data = await listPeriods(organisation.client, organisation.id, (s) => todayOf(s, deps.now()))
    return c.json({ data }, 200)
  })
  .openapi(create, async (c) => {
    const { client } = c.var.organisation
    const persons = personsOf(c.var.principal)
    const done = await idempotently(c, (key) => startRun(client, c.req.valid('json'), persons, actorIn(c), key))
    const { id: runId } = done.body as { id: string }
    await calculateRun(client, runId)
    return c.json(runJson(await runIn(c, runId)), 201)
  })
  .openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query')
    const rows = await runRows(c.var.organisation.client, filter, afterRow(cursor), limit)
    return c.json(
      toPage(rows, limit, (row) => runJson(runOf(row))),
      200,
    )
  })
  .openapi(read, async (c) => {
    const run = await runIn(c, c.req.valid('param').runId)
    return c.json(runJson(run, await readEvents(c.var.organisation.client, run.id)), 200)
  })
  .openapi(results, async (c) => {
    const run = await runIn(c, c.req.valid('param').runId)
    const { limit, cursor, ...filter } = c.req.valid('query')
    const rows = await resultRows(c.var.organisation.client, run.id, filter, afterRow(cursor), limit)
    return c.json(
      toPage(rows, limit, (row) => resultJson(resultOf(row))),
      200,
    )
  })
  .openapi(result, async (c) => {
    const { client } = c.var.organisation
    const { runId, planId, participantId } = c.req.valid('param')
    const run = await runIn(c, runId)
    const [row] = await resultRows(client, run.id, { planId, participantId }, 0n, 1)
    if (row === undefined) throw new RefusalError(notFound())
    const explained = await explainResult(client, run, planId, participantId)
    return c.json({ ...resultJson(resultOf(row)), derivations: [...(explained?.derivations ?? [])] }, 200)
  })
  .openapi(differences, async (c) => {
    const { client } = c.var.organisation
    const run = await runIn(c, c.req.valid('param').runId)
    const asked = c.req.valid('query').against
    const against = asked === undefined ? await findRunBefore(client, run) : (await runIn(c, asked)).id
    const found = against === null ? [] : await differencesBetween(client, against, run.id)
    return c.json({ against, data: found.map(differenceJson) }, 200)
  })
  .openapi(submission, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const done = await idempotently(c, (key) => submitRun(client, c.req.valid('param').runId, person, actorIn(c), key))
    return c.json(done.body as z.infer<typeof Changed>, 200)
  })
  .openapi(approval, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const done = await idempotently(c, (key) => approveRun(client, c.req.valid('param').runId, person, actorIn(c), key))
    return c.json(done.body as z.infer<typeof Changed>, 200)
  })
  .openapi(rejection, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const { reason } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      rejectRun(client, c.req.valid('param').runId, person, reason, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Changed>, 200)
  })
  .openapi(voiding, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const { reason } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      voidRun(client, c.req.valid('param').runId, person, reason, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Changed>, 200)
  })
  .openapi(posting, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const done = await idempotently(c, (key) => postRun(client, c.req.valid('param').runId, person, actorIn(c), key))
    return c.json(done.body as z.infer<typeof Posted>, 200)
  })
  .openapi(propose, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const { reason } = c.req.valid('json')
    const done = await idempotently(c, (key) =>
      proposeReversal(client, c.req.valid('param').runId, person, reason, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Reversal>, 201)
  })
  .openapi(approveIt, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const done = await idempotently(c, (key) =>
      approveReversal(client, c.req.valid('param').reversalId, person, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Reversal>, 200)
  })
  .openapi(withdraw, async (c) => {
    const person = await personIn(c)
    const { client } = c.var.organisation
    const done = await idempotently(c, (key) =>
      withdrawReversal(client, c.req.valid('param').reversalId, person, actorIn(c), key),
    )
    return c.json(done.body as z.infer<typeof Reversal>, 200)
  })
