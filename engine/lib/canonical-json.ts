import { assert } from './assert.ts'

/**
 * A value as canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no spaces, ECMAScript's own escapes. Members that
 * are undefined are left out. Amounts are text: a number has to be a safe integer, of which there is one way to write it.
 *
 * @throws InvariantError for what has no canonical form: fractions, big integers, lone surrogates.
 */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'a lone surrogate has no canonical form')
    return JSON.stringify(value)
  }
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `no safe integer: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  assert(typeof value === 'object', `no canonical form for a ${typeof value}`)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${canonicalText(key)}:${canonicalText(member)}`).join(',')}}`
}
