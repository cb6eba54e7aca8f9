import type { Client } from '@libsql/client/web'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { drizzle } from 'drizzle-orm/libsql/web'
import { accounts, rateLimits, sessions, users, verifications } from '../db/schema/directory.ts'
import type { Deps } from '../env.ts'
import { hashedSessions } from './hashed-sessions.ts'
import { hashPassword, verifyPassword } from './password.ts'

const MINUTE = 60

/**
 * The sign-in library on the directory database, for one request: clients may not be shared between requests.
 * Nobody signs up: users are created by an administrator.
 */
export function openAuth(deps: Deps, directory: Client, origin: string) {
  const schema = {
    user: users,
    session: sessions,
    account: accounts,
    verification: verifications,
    rateLimit: rateLimits,
  }
  return betterAuth({
    appName: 'Dreizack',
    baseURL: origin,
    basePath: '/api/auth',
    secret: deps.authSecret,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { level: 'error' },
    database: hashedSessions(
      drizzleAdapter(drizzle(directory, { casing: 'snake_case', schema }), {
        provider: 'sqlite',
        schema,
        transaction: false,
      }),
    ),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    // Half an hour without a call ends it; what ends it in any case stands in authenticate.ts.
    session: { expiresIn: 30 * MINUTE, updateAge: MINUTE, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 120,
      // The library counts on while calls come less than a minute apart, and an office shares one address. Guessing is held
      // back for each account (sign-in-limit.ts).
      customRules: { '/sign-in/email': { window: 60, max: 100 } },
    },
    advanced: {
      cookiePrefix: 'dreizack',
      useSecureCookies: origin.startsWith('https:'),
      database: { generateId: () => crypto.randomUUID() },
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
    },
  })
}
