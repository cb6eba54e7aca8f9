import type { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { digestOf } from './directory-lookups.ts'

type AdapterFactory = ReturnType<typeof drizzleAdapter>
type Adapter = ReturnType<AdapterFactory>
type Where = { field: string; value: unknown }

const isToken = (model: string, where: Where): boolean => model === 'session' && where.field === 'token'

/** The condition on what is stored, and the tokens by which answers get their own back. */
function hashed<W extends Where>(model: string, where: readonly W[]): { where: W[]; raw: Map<string, string> } {
  const raw = new Map<string, string>()
  const digest = (token: unknown): string => {
    const stored = digestOf(String(token))
    raw.set(stored, String(token))
    return stored
  }
  const changed = where.map((one): W => {
    if (!isToken(model, one)) return one
    return { ...one, value: Array.isArray(one.value) ? one.value.map(digest) : digest(one.value) }
  })
  return { where: changed, raw }
}

/** Gives a session found by its token that token back; one found otherwise shows only the digest, which opens nothing. */
function restored<T>(found: T, raw: ReadonlyMap<string, string>): T {
  if (typeof found !== 'object' || found === null || !('token' in found)) return found
  return { ...found, token: raw.get(String(found.token)) ?? found.token }
}

/**
 * The library stores session tokens as they are. This stores their SHA-256 instead, so that a copy of the directory
 * signs nobody in: tokens are hashed on their way into conditions and rows.
 */
export function hashedSessions(factory: AdapterFactory): AdapterFactory {
  return (options) => {
    const inner = factory(options)
    const outer: Adapter = {
      ...inner,
      create: async (data) => {
        const token = data.model === 'session' && 'token' in data.data ? String(data.data.token) : undefined
        if (token === undefined) return inner.create(data)
        const stored = digestOf(token)
        const created = await inner.create({ ...data, data: { ...data.data, token: stored } })
        return restored(created, new Map([[stored, token]])) as never
      },
      findOne: async (data) => {
        const { where, raw } = hashed(data.model, data.where)
        return restored(await inner.findOne({ ...data, where }), raw) as never
      },
      findMany: async (data) => {
        const { where, raw } = hashed(data.model, data.where ?? [])
        const found = await inner.findMany({ ...data, where })
        return found.map((one) => restored(one, raw)) as never
      },
      update: async (data) => {
        const { where, raw } = hashed(data.model, data.where)
        return restored(await inner.update({ ...data, where }), raw) as never
      },
      updateMany: (data) => inner.updateMany({ ...data, where: hashed(data.model, data.where).where }),
      delete: (data) => inner.delete({ ...data, where: hashed(data.model, data.where).where }),
      deleteMany: (data) => inner.deleteMany({ ...data, where: hashed(data.model, data.where).where }),
      count: (data) => inner.count({ ...data, where: hashed(data.model, data.where ?? []).where }),
      transaction: (run) => run(outer),
    }
    return outer
  }
}
