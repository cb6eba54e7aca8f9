import { createRoute, z } from '@hono/zod-openapi'
import { ACCOUNTS, JOURNAL_KINDS } from '#engine'
import { authorize } from '../auth/authorize.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { moneyText } from '../runs/run-schema.ts'
import { AccountCode, exportJournals, readAccountCodes, replaceAccountCodes } from './account-codes.ts'
import { readBalances } from './balances.ts'
import { journalOf, journalRows } from './read-journals.ts'
import { verifyLedger } from './verify.ts'

const tags = ['ledger']
const id = z.string().max(100).optional()
const account = z.enum(Object.keys(ACCOUNTS) as [string, ...string[]])

const Journal = z
  .object({
    seq: z.int(),
    previousHash: z.string(),
    hash: z.string(),
    kind: z.enum(JOURNAL_KINDS),
    source: z.string(),
    participantId: z.string(),
    planId: z.string().nullable(),
    periodId: z.string().nullable(),
    postedIn: z.string().nullable(),
    corrects: z.int().nullable(),
    reason: z.string().nullable(),
    evidence: z.string().nullable(),
    at: z.string(),
    postings: z.array(
      z.object({
        account,
        item: z.string(),
        amount: z.string().openapi({ description: 'A debit is positive, a credit negative.' }),
        currency: z.string(),
      }),
    ),
  })
  .openapi('Journal')

const Balance = z
  .object({
    participantId: z.string(),
    account,
    planId: z.string().nullable(),
    item: z.string(),
    amount: z.string(),
    currency: z.string(),
  })
  .openapi('LedgerBalance')

const Verified = z
  .object({
    ok: z.boolean(),
    journals: z.int(),
    runs: z.int().openapi({ description: 'Posted runs, of which every figure was calculated again.' }),
    head: z.object({ seq: z.int(), hash: z.string() }),
    faults: z.array(
      z.object({
        check: z.enum(['schema', 'chain', 'anchor', 'run', 'reversal', 'payment', 'event']),
        seq: z.int().nullable(),
        object: z.string().nullable(),
        detail: z.string(),
      }),
    ),
  })
  .openapi('LedgerVerification')

const journals = createRoute({
  method: 'get',
  path: '/ledger/journals',
  tags,
  summary: 'Journals, in their chain',
  ...secured('ledger:read'),
  request: { query: PageQuery.extend({ participantId: id, planId: id, periodId: id, source: id }) },
  responses: { 200: json(pageOf(Journal), 'In their order.'), ...REFUSALS },
})
const balances = createRoute({
  method: 'get',
  path: '/ledger/balances',
  tags,
  summary: 'What stands on the accounts, by participant',
  ...secured('ledger:read'),
  request: { query: z.object({ participantId: id }) },
  responses: { 200: json(z.object({ data: z.array(Balance) }), 'What is not 0.'), ...REFUSALS },
})
const verification = createRoute({
  method: 'get',
  path: '/ledger/verification',
  tags,
  summary: 'Prove the ledger: chain, balances, triggers, and every posted figure calculated again',
  ...secured('ledger:verify'),
  responses: { 200: json(Verified, 'What was found.'), ...REFUSALS },
})
const codes = createRoute({
  method: 'get',
  path: '/account-codes',
  tags,
  summary: 'What finance calls the accounts',
  ...secured('ledger:read'),
  responses: { 200: json(z.object({ data: z.array(AccountCode) }), 'By account.'), ...REFUSALS },
})
const CodesInput = z.strictObject({ data: z.array(AccountCode).max(5_000) }).openapi('AccountCodes')
const putCodes = createRoute({
  method: 'put',
  path: '/account-codes',
  tags,
  summary: 'State what finance calls the accounts: all of them at once',
  ...secured('accounting:write'),
  request: { body: jsonBody(CodesInput) },
  responses: { 200: json(CodesInput, 'As they are now.'), ...REFUSALS },
})
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const exported = createRoute({
  method: 'get',
  path: '/ledger/export',
  tags,
  summary: 'Journals as CSV for finance',
  description: 'Up to 20,000 journals; the header Ledger-Through says which was the last.',
  ...secured('ledger:read'),
  request: {
    query: z.object({ after: number.default(0), through: number.default(Number.MAX_SAFE_INTEGER) }),
  },
  responses: { 200: { description: 'CSV.', content: { 'text/csv': { schema: z.string() } } }, ...REFUSALS },
})

/** Whether the caller may see everybody's accounts. */
const seesAll = (c: AppContext): boolean =>
  authorize(c.var.principal, 'ledger:read', { participantId: '', managerIds: new Set() })

/** Whose accounts are asked for: somebody's, everybody's (null), or nobody's that the caller may see (undefined). */
function whose(c: AppContext, asked: string | undefined): string | null | undefined {
  if (seesAll(c)) return asked ?? null
  const { principal } = c.var
  const own = principal.kind === 'user' ? principal.participantId : null
  return own !== null && (asked ?? own) === own ? own : undefined
}

export const ledgerRoutes = createRouter()
  .openapi(journals, async (c) => {
    const { limit, cursor, participantId, ...filter } = c.req.valid('query')
    const whom = whose(c, participantId)
    if (whom === undefined) return c.json({ data: [], nextCursor: null }, 200)
    const asked = { ...filter, participantId: whom ?? undefined }
    const rows = await journalRows(c.var.organisation.client, asked, afterRow(cursor), limit)
    const page = toPage(rows, limit, (row) => {
      const { participant, plan, period, at, actor: _, postings, ...rest } = journalOf(row)
      return {
        ...rest,
        participantId: participant,
        planId: plan,
        periodId: period,
        at: new Date(at).toISOString(),
        postings: postings.map(({ minor, ...p }) => ({ ...p, amount: moneyText(minor, p.currency) })),
      }
    })
    return c.json(page, 200)
  })
  .openapi(balances, async (c) => {
    const whom = whose(c, c.req.valid('query').participantId)
    const found = whom === undefined ? [] : await readBalances(c.var.organisation.client, whom)
    const data = found.map(({ participant, plan, minor, ...b }) => ({
      ...b,
      participantId: participant,
      planId: plan,
      amount: moneyText(minor, b.currency),
    }))
    return c.json({ data }, 200)
  })
  .openapi(verification, async (c) => {
    const { faults, ...rest } = await verifyLedger(c.var.organisation.client)
    return c.json({ ...rest, faults: faults.slice(0, 100) }, 200)
  })
  .openapi(codes, async (c) => c.json({ data: await readAccountCodes(c.var.organisation.client) }, 200))
  .openapi(putCodes, async (c) => {
    const { data } = c.req.valid('json')
    orRefuse(await replaceAccountCodes(c.var.organisation.client, data, actorIn(c)))
    return c.json({ data }, 200)
  })
  .openapi(exported, async (c) => {
    if (!seesAll(c)) throw new RefusalError(notFound())
    const { csv, throughSeq } = orRefuse(await exportJournals(c.var.organisation.client, c.req.valid('query')))
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="journals.csv"',
      'Ledger-Through': String(throughSeq),
    }
    return c.body(csv, 200, headers)
  })
