import { createRoute } from '@hono/zod-openapi'
import { payScope } from '../auth/pay-scope.ts'
import { RefusalError } from '../http/problem.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { quoteDeals } from './quote-deals.ts'
import { overQuoteLimit } from './quote-limit.ts'
import { QuoteAnswer, QuoteRequest } from './quote-schema.ts'

/** Characters of a request for one deal. */
const MOST_OF_ONE = 65_536

const quote = createRoute({
  method: 'post',
  path: '/quotes',
  tags: ['quotes'],
  summary: 'What would this deal pay, to everybody whom it credits?',
  description:
    'Exact and at once: the calculation with the deal minus the calculation without it, under every published plan. Nothing is stored. One deal, or up to 1,000, each quoted on its own.',
  ...secured('quotes:participant'),
  request: { body: jsonBody(QuoteRequest) },
  responses: { 200: json(QuoteAnswer, 'A quote for each deal, in order.'), ...REFUSALS },
})

export const quotesRoutes = createRouter().openapi(quote, async (c) => {
  const { deps, organisation, principal } = c.var
  const body = c.req.valid('json')
  const one = 'deal' in body
  if (one && c.var.bodyText.length > MOST_OF_ONE) {
    throw new RefusalError({ status: 413, kind: 'body-too-large', detail: 'A quote of one deal takes at most 64 KiB.' })
  }
  const deals = one
    ? [{ deal: body.deal, pointer: '/deal' }]
    : body.deals.map((deal, i) => ({ deal, pointer: `/deals/${i}` }))
  const answer = await quoteDeals({
    client: organisation.client,
    organisation: organisation.id,
    now: deps.now(),
    deals,
    explain: body.explain === 'full',
    sightIn: (snapshot) => {
      const amounts = payScope(principal, 'quotes:participant', snapshot, deps.now())
      const everything = payScope(principal, 'earnings:read', snapshot, deps.now())
      return (participant, on) => {
        if (!amounts.sees(participant, on)) return 'nothing'
        return everything.sees(participant, on) ? 'everything' : 'amount'
      }
    },
  })
  const [first] = answer.data
  if (one && first?.status === 'refused') {
    throw new RefusalError({
      status: 422,
      kind: 'invalid-request',
      detail: 'The deal names what is not there.',
      errors: first.errors,
    })
  }
  if (principal.kind === 'key') {
    const wait = overQuoteLimit(principal.keyId, principal.quotesPerMinute, answer, deps.now().getTime())
    if (wait !== null) {
      throw new RefusalError({
        status: 429,
        kind: 'too-many-quotes',
        detail: `This key may quote ${principal.quotesPerMinute} deals a minute for one participant.`,
        headers: { 'Retry-After': String(wait) },
      })
    }
  }
  return c.json(answer, 200)
})
