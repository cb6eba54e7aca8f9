import { createHash, createHmac, randomBytes } from 'node:crypto'

const TOKEN = /^stl_([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)_([A-Za-z0-9_-]{43})$/

/** SHA-256 in hex: what is stored of a token, and what is looked up. */
export const linkDigest = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * A link's token: 256 bits that nobody without the secret can guess, made from the command's key, so that the command
 * sent again is answered with the same link although only its digest is stored.
 */
export const makeToken = (secret: string, slug: string, actor: string, idempotencyKey: string): string =>
  `stl_${slug}_${createHmac('sha256', secret).update(`statement-link\n${slug}\n${actor}\n${idempotencyKey}`).digest('base64url')}`

/** The organisation that a token names, or undefined. Punctuation that a mail program glued to it is forgiven. */
export function readToken(raw: string): { token: string; slug: string } | undefined {
  const token = raw.replace(/[).,;>\]]+$/, '')
  const slug = TOKEN.exec(token)?.[1]
  return slug === undefined ? undefined : { token, slug }
}

/** The cookie's value for one opened statement: the organisation, and 256 random bits. */
export const makeSession = (slug: string): string => `${slug}.${randomBytes(32).toString('base64url')}`

export function readSession(cookie: string | undefined): { session: string; slug: string } | undefined {
  const slug = cookie === undefined ? undefined : /^([a-z0-9-]{1,40})\.[A-Za-z0-9_-]{43}$/.exec(cookie)?.[1]
  return slug === undefined || cookie === undefined ? undefined : { session: cookie, slug }
}
