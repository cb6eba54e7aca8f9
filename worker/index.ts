import type { ExecutionContext, ScheduledController } from '@cloudflare/workers-types'
import { createApp } from './app.ts'
import { bringAllUpToDate } from './calculation/bring-all-up-to-date.ts'
import { type Bindings, depsFrom } from './env.ts'
import { sweep } from './sweep.ts'

let app: { bindings: Bindings; fetch: ReturnType<typeof createApp>['fetch'] } | undefined

/** One app per isolate: it holds no connection, only routes and the dependencies of this deployment. */
function appFor(bindings: Bindings) {
  if (app?.bindings.LIBSQL_URL !== bindings.LIBSQL_URL) {
    app = { bindings, fetch: createApp(depsFrom(bindings)).fetch }
  }
  return app.fetch
}

export default {
  fetch(request: Request, bindings: Bindings, context: ExecutionContext) {
    return appFor(bindings)(request, bindings, context)
  },
  async scheduled(_controller: ScheduledController, bindings: Bindings, _context: ExecutionContext) {
    const deps = depsFrom(bindings)
    await sweep(deps)
    await bringAllUpToDate(deps)
  },
}
