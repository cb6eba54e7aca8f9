import type { Client } from '@libsql/client/web'
import type { Context } from 'hono'
import type { Principal } from '../auth/principal.ts'
import type { Deps } from '../env.ts'

/** The organisation in whose database this request works. */
export type Organisation = { id: string; slug: string; client: Client }

/** What handlers find in `c.var`. */
export type AppEnv = {
  Variables: {
    deps: Deps
    requestId: string
    /** Who asks; only set below /api/v1. */
    principal: Principal
    organisation: Organisation
    /** Set by `requires`: an answer of a route that forgot it never leaves. */
    authorized: boolean
    /** The JSON body as it arrived, for fingerprints. */
    bodyText: string
  }
}

export type AppContext = Context<AppEnv>
