import { createRoute, z } from '@hono/zod-openapi'
import { addDays, ENGINE_VERSION } from '#engine'
import { payScope } from '../auth/pay-scope.ts'
import { bringUpToDate } from '../calculation/catch-up.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, json, REFUSALS, secured } from '../http/routes.ts'
import { exceptionJson } from '../quotes/quote-deals.ts'
import { CreditRow, EarningRow, Explanation, PaymentRow } from './earning-schema.ts'
import { explainLocked } from './explain-locked.ts'
import { explainPeriod } from './explain-period.ts'
import { creditOf, creditRows, earningOf, earningRows, paymentOf, paymentRows } from './list-earnings.ts'

const id = z.string().max(100).optional()

const list = createRoute({
  method: 'get',
  path: '/earnings',
  tags: ['earnings'],
  summary: 'What participants earned, by plan, period and earning',
  ...secured('earnings:read'),
  request: { query: PageQuery.extend({ planId: id, participantId: id, periodId: id }) },
  responses: { 200: json(pageOf(EarningRow), 'Earnings that the caller may see.'), ...REFUSALS },
})

const explanation = createRoute({
  method: 'get',
  path: '/earnings/{planId}/{participantId}/{periodId}/explanation',
  tags: ['earnings'],
  summary: 'The derivation of a participant’s period, down to transactions and clauses',
  ...secured('earnings:read'),
  request: {
    params: z.object({
      planId: z.string().max(100),
      participantId: z.string().max(100),
      periodId: z.string().max(100),
    }),
  },
  responses: { 200: json(Explanation, 'One derivation for each earning; its value is the earning.'), ...REFUSALS },
})

const credits = createRoute({
  method: 'get',
  path: '/credits',
  tags: ['earnings'],
  summary: 'Which deal credited whom, by which rule',
  ...secured('earnings:read'),
  request: { query: PageQuery.extend({ planId: id, participantId: id }) },
  responses: { 200: json(pageOf(CreditRow), 'Credits that the caller may see.'), ...REFUSALS },
})

const payments = createRoute({
  method: 'get',
  path: '/payments',
  tags: ['Earnings'],
  summary: 'What participants are paid by the payout rules, with draws, holds and balances',
  ...secured('earnings:read'),
  request: { query: PageQuery.extend({ planId: id, participantId: id, periodId: id }) },
  responses: { 200: json(pageOf(PaymentRow), 'Payments that the caller may see.'), ...REFUSALS },
})

const calculate = createRoute({
  method: 'post',
  path: '/calculations',
  tags: ['earnings'],
  summary: 'Bring all figures up to the last transaction now',
  description: 'Reads do this by themselves. It is a pure function of what is stored, so it needs no idempotency key.',
  ...secured('calculations:run'),
  responses: {
    200: json(
      z.object({ configurationRevision: z.int(), throughSeq: z.int(), asOf: z.string(), plans: z.int() }),
      'How far the figures go.',
    ),
    ...REFUSALS,
  },
})

export const earningsRoutes = createRouter()
  .openapi(list, async (c) => {
    const { organisation, principal, deps } = c.var
    const { limit, cursor, planId, participantId, periodId } = c.req.valid('query')
    const { snapshot } = await bringUpToDate(organisation.client, organisation.id, deps.now())
    const pay = payScope(principal, 'earnings:read', snapshot, deps.now())
    const rows = await earningRows(
      organisation.client,
      { planId, participantId, periodId },
      pay.participants(),
      afterRow(cursor),
      limit,
    )
    const page = toPage(rows, limit, (row) => earningOf(row, snapshot))
    const data = page.data.filter((e) => pay.sees(e.participantId, addDays(e.periodTo, -1)))
    return c.json({ ...page, data }, 200)
  })
  .openapi(explanation, async (c) => {
    const { organisation, principal, deps } = c.var
    const { planId, participantId, periodId } = c.req.valid('param')
    const { snapshot, day, marks } = await bringUpToDate(organisation.client, organisation.id, deps.now())
    const pay = payScope(principal, 'earnings:read', snapshot, deps.now())
    const plan = snapshot.plans.find((p) => p.id === planId)
    const period = snapshot.calendar.find((p) => p.id === periodId)
    if (!plan || !period || !pay.sees(participantId, addDays(period.to, -1))) throw new RefusalError(notFound())
    const locked = snapshot.locked.get(planId)?.find((l) => l.period === periodId)
    const asked = { plan, participant: participantId, period: periodId, day }
    const explained = locked
      ? await explainLocked(organisation.client, locked, participantId)
      : await explainPeriod(organisation.client, snapshot, asked)
    if (!explained) throw new RefusalError(notFound())
    const seen = explained.posted ?? {
      revision: marks.revision,
      throughSeq: marks.lastSeq,
      engineVersion: ENGINE_VERSION,
    }
    return c.json(
      {
        plan: { id: plan.id, name: plan.name, version: explained.version, hash: explained.hash },
        participantId,
        periodId,
        derivations: [...explained.derivations],
        measures: explained.result.measures.map((m) => ({
          measure: m.measure,
          title: m.title,
          value: m.value?.text ?? null,
        })),
        exceptions: explained.result.exceptions.map(exceptionJson),
        engineVersion: seen.engineVersion,
        configurationRevision: seen.revision,
        throughSeq: seen.throughSeq,
      },
      200,
    )
  })
  .openapi(credits, async (c) => {
    const { organisation, principal, deps } = c.var
    const { limit, cursor, planId, participantId } = c.req.valid('query')
    const { snapshot } = await bringUpToDate(organisation.client, organisation.id, deps.now())
    const pay = payScope(principal, 'earnings:read', snapshot, deps.now())
    const rows = await creditRows(
      organisation.client,
      { planId, participantId },
      pay.participants(),
      afterRow(cursor),
      limit,
    )
    const page = toPage(rows, limit, (row) => creditOf(row, snapshot))
    const data = page.data.filter((e) => pay.sees(e.participantId, e.transaction.creditedOn))
    return c.json({ ...page, data }, 200)
  })
  .openapi(payments, async (c) => {
    const { organisation, principal, deps } = c.var
    const { limit, cursor, planId, participantId, periodId } = c.req.valid('query')
    const { snapshot } = await bringUpToDate(organisation.client, organisation.id, deps.now())
    const pay = payScope(principal, 'earnings:read', snapshot, deps.now())
    const filter = { planId, participantId, periodId }
    const rows = await paymentRows(organisation.client, filter, pay.participants(), afterRow(cursor), limit)
    const page = toPage(rows, limit, paymentOf)
    const data = page.data.filter((p) => pay.sees(p.participantId, addDays(p.periodTo, -1)))
    return c.json({ ...page, data }, 200)
  })
  .openapi(calculate, async (c) => {
    const { organisation, deps } = c.var
    const { snapshot, day, marks } = await bringUpToDate(organisation.client, organisation.id, deps.now())
    return c.json(
      { configurationRevision: marks.revision, throughSeq: marks.lastSeq, asOf: day, plans: snapshot.plans.length },
      200,
    )
  })
