import { createRoute, z } from '@hono/zod-openapi'
import { orRefuse } from '../http/command-context.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { Id } from '../values.ts'
import { analysePlan } from './analyse-plan.ts'
import { AnalysisQuestion, PlanAnalysis } from './analysis-schema.ts'
import { readPlan } from './plan-rows.ts'

const tags = ['plans']
const answer = json(PlanAnalysis, 'What was found, and what could not be excluded.')
const AskedAst = AnalysisQuestion.extend({ ast: z.record(z.string(), z.unknown()) }).openapi('PlanAnalysisRequest')

/** What a plan can be gamed by, and what it may cost. */
export const planAnalysisRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'post',
      path: '/analysis',
      tags,
      summary: 'Analyse a plan that is not stored',
      ...secured('plans:read'),
      request: { body: jsonBody(AskedAst) },
      responses: { 200: answer, ...REFUSALS },
    }),
    async (c) => {
      const { ast, ...question } = c.req.valid('json')
      return c.json(orRefuse(await analysePlan(c.var.organisation.client, ast, question)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/{planId}/analysis',
      tags,
      summary: 'Analyse the stored draft',
      ...secured('plans:read'),
      request: { params: z.object({ planId: Id }), body: jsonBody(AnalysisQuestion) },
      responses: { 200: answer, ...REFUSALS },
    }),
    async (c) => {
      const { client } = c.var.organisation
      const stored = await readPlan(client, c.req.valid('param').planId)
      if (stored === null) throw new RefusalError(notFound())
      return c.json(orRefuse(await analysePlan(client, JSON.parse(stored.ast), c.req.valid('json'))), 200)
    },
  )
