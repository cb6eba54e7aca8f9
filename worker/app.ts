import { OpenAPIHono } from '@hono/zod-openapi'
import { authenticate } from './auth/authenticate.ts'
import { signInRoutes } from './auth/sign-in-routes.ts'
import { calendarKind } from './calendars/calendar-kind.ts'
import {
  exchangeRateKind,
  inputFigureKind,
  overlayTeamMemberKind,
  parameterKind,
  participantTitleKind,
  planAssignmentKind,
  quotaKind,
  reportingLineKind,
  territoryOwnerKind,
} from './dated/dated-kind.ts'
import { datedRoutes } from './dated/routes.ts'
import { openClient } from './db/client.ts'
import { docsPage } from './docs/docs-page.ts'
import { planSchema } from './docs/plan-schema.ts'
import { earningsRoutes } from './earnings/routes.ts'
import { accountKind, participantKind, productKind, territoryKind, titleKind } from './entities/entity-kind.ts'
import { entityRoutes } from './entities/routes.ts'
import type { Deps } from './env.ts'
import { dataExceptionRoutes } from './exceptions/routes.ts'
import { transactionFieldRoutes } from './fields/routes.ts'
import { allowedMethods } from './http/allowed-methods.ts'
import { answerError } from './http/answer-error.ts'
import type { AppEnv } from './http/app-env.ts'
import { referencePolicy } from './http/content-security.ts'
import { guardAnswers, prepare, readJsonBody } from './http/gate.ts'
import { problemResponse } from './http/problem.ts'
import { createRouter } from './http/routes.ts'
import { importMappingRoutes } from './imports/mapping-routes.ts'
import { fileImportRoutes } from './imports/routes.ts'
import { apiKeyRoutes } from './keys/routes.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { meRoutes } from './me/routes.ts'
import { memberRoutes } from './organisations/routes.ts'
import { paymentRoutes } from './payments/routes.ts'
import { planAnalysisRoutes } from './plans/analysis-routes.ts'
import { planRoutes } from './plans/routes.ts'
import { quotesRoutes } from './quotes/routes.ts'
import { runRoutes } from './runs/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { statementPages } from './statements/pages.ts'
import { statementLinksRoutes } from './statements/routes.ts'
import { transactionRoutes } from './transactions/routes.ts'

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Dreizack',
    version: '1',
    description:
      'Sales performance management. Money and rates are decimal text, dates are YYYY-MM-DD, and `to` is exclusive everywhere.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
}

/** Everything below /api/v1, chained so that the typed client knows every route. */
function apiV1() {
  return createRouter()
    .route('/me', meRoutes)
    .route('/settings', settingsRoutes)
    .route('/transaction-fields', transactionFieldRoutes)
    .route('/titles', entityRoutes(titleKind))
    .route('/participants', entityRoutes(participantKind))
    .route('/accounts', entityRoutes(accountKind))
    .route('/products', entityRoutes(productKind))
    .route('/territories', entityRoutes(territoryKind))
    .route('/calendars', entityRoutes(calendarKind))
    .route('/participant-titles', datedRoutes(participantTitleKind))
    .route('/reporting-lines', datedRoutes(reportingLineKind))
    .route('/territory-owners', datedRoutes(territoryOwnerKind))
    .route('/quotas', datedRoutes(quotaKind))
    .route('/parameters', datedRoutes(parameterKind))
    .route('/plan-assignments', datedRoutes(planAssignmentKind))
    .route('/overlay-team-members', datedRoutes(overlayTeamMemberKind))
    .route('/input-figures', datedRoutes(inputFigureKind))
    .route('/exchange-rates', datedRoutes(exchangeRateKind))
    .route('/transactions', transactionRoutes)
    .route('/plans', planAnalysisRoutes)
    .route('/import-mappings', importMappingRoutes)
    .route('/', fileImportRoutes)
    .route('/data-exceptions', dataExceptionRoutes)
    .route('/members', memberRoutes)
    .route('/plans', planRoutes)
    .route('/api-keys', apiKeyRoutes)
    .route('/', quotesRoutes)
    .route('/', earningsRoutes)
    .route('/', runRoutes)
    .route('/', ledgerRoutes)
    .route('/', paymentRoutes)
    .route('/', statementLinksRoutes)
}

/** The whole HTTP surface. */
export function createApp(deps: Deps) {
  const app = new OpenAPIHono<AppEnv>()
  app.onError(answerError)
  app.notFound((c) => {
    const request = { path: c.req.path, requestId: c.var.requestId }
    const allowed = methodsAt(c.req.path)
    if (allowed.length === 0)
      return problemResponse({ status: 404, kind: 'not-found', detail: `There is nothing at ${c.req.path}.` }, request)
    const Allow = allowed.join(', ')
    const detail = `${c.req.path} answers ${Allow}, not ${c.req.method}.`
    return problemResponse({ status: 405, kind: 'method-not-allowed', detail, headers: { Allow } }, request)
  })
  app.use(prepare(deps))

  app.get('/api/health', async (c) => {
    await openClient(deps.directory).execute('SELECT 1')
    return c.json({ status: 'ok' }, 200)
  })
  app.route('/api/auth', signInRoutes)
  app.get('/docs', (c) => {
    const nonce = crypto.randomUUID()
    c.header('Content-Security-Policy', referencePolicy(nonce))
    return c.html(docsPage(nonce))
  })
  app.get('/plan-schema.json', (c) => c.json(planSchema(), 200))
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n', 200))

  app.route('/', statementPages)

  app.use('/api/v1/*', guardAnswers, authenticate(), readJsonBody)
  const api = app.route('/api/v1', apiV1())

  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'dreizack.session_token',
  })
  app.doc31('/openapi.json', DOCUMENT)
  const methodsAt = allowedMethods(app.routes)
  return api
}

/**
 * The routes as the typed client sees them.
 *
 * @public
 */
export type Api = ReturnType<typeof createApp>
