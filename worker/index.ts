import type { ExecutionContext, ScheduledController } from '@cloudflare/workers-types'
import { createApp } from './app.ts'
import { eachMinute } from './each-minute.ts'
import { type Bindings, depsFrom, requireBindings } from './env.ts'

let app: { bindings: Bindings; fetch: ReturnType<typeof createApp>['fetch'] } | undefined

/** One app per isolate: it holds no connection, only routes and the dependencies of this deployment. */
function appFor(bindings: Bindings) {
  if (app?.bindings.LIBSQL_URL !== bindings.LIBSQL_URL) {
    requireBindings(bindings)
    app = { bindings, fetch: createApp(depsFrom(bindings)).fetch }
  }
  return app.fetch
}

export default {
  fetch(request: Request, bindings: Bindings, context: ExecutionContext) {
    return appFor(bindings)(request, bindings, context)
  },
  async scheduled(_controller: ScheduledController, bindings: Bindings, _context: ExecutionContext) {
    await eachMinute(depsFrom(bindings))
  },
}
