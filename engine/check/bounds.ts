import { LIMITS } from '../plan/limits.ts'
import type { Diagnostic } from './diagnostic.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'])
/** Every value the walk may touch: enough for the largest allowed plan, too little for shared or cyclic structures to hurt. */
const VISITS = 100_000
/** Control characters but tab and line feed, and the characters that reorder text on screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to refuse
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/

const refuse = (code: string, path: string, message: string): Diagnostic => ({
  code,
  severity: 'error',
  at: null,
  path,
  message,
})

export const pointerStep = (key: string | number): string =>
  typeof key === 'number' || !(key.includes('~') || key.includes('/'))
    ? `/${key}`
    : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Nesting of JSON text, counted before it is parsed, since parsers and walkers fail late or by stack overflow. */
export function jsonDepth(text: string, limit: number): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === 92) i++
      else if (c === 34) inString = false
    } else if (c === 34) inString = true
    else if (c === 123 || c === 91) {
      deepest = Math.max(deepest, ++depth)
      if (deepest > limit) return deepest
    } else if (c === 125 || c === 93) depth--
  }
  return deepest
}

/**
 * Refuses what must not be walked: too deep, too large, cyclic or endlessly shared values, forbidden keys, unseen
 * characters. Iterative, so that no input can overflow the stack.
 *
 * @returns the first violation, or undefined.
 */
export function checkBounds(root: unknown): Diagnostic | undefined {
  const stack: { value: unknown; depth: number; expressions: number; path: string }[] = [
    { value: root, depth: 0, expressions: 0, path: '' },
  ]
  let visits = 0
  let nodes = 0
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, depth, path } = item
    if (++visits > VISITS) return refuse('plan-too-large', path, 'The plan is larger than any plan may be.')
    if (typeof value === 'string') {
      if (value.length > 4 * LIMITS.prose)
        return refuse('text-too-long', path, `A text has more than ${4 * LIMITS.prose} characters.`)
      if (UNSEEN.test(value))
        return refuse('text-unseen', path, 'A text holds control or direction characters that cannot be seen.')
      continue
    }
    if (typeof value !== 'object' || value === null) continue
    if (depth > LIMITS.depth * 2)
      return refuse('plan-too-deep', path, `The plan is nested more than ${LIMITS.depth * 2} deep.`)
    const isNode = !Array.isArray(value) && typeof (value as { kind?: unknown }).kind === 'string'
    const expressions = item.expressions + (isNode ? 1 : 0)
    if (isNode && ++nodes > LIMITS.nodes)
      return refuse('plan-too-large', path, `The plan has more than ${LIMITS.nodes} blocks.`)
    if (expressions > LIMITS.expressionDepth + 2) {
      return refuse('plan-too-deep', path, `Blocks are nested more than ${LIMITS.expressionDepth} deep.`)
    }
    if (Array.isArray(value) && value.length > VISITS) {
      return refuse('plan-too-large', path, 'The plan is larger than any plan may be.')
    }
    const keys = Object.keys(value)
    if (keys.length > VISITS) return refuse('plan-too-large', path, 'The plan is larger than any plan may be.')
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] as string
      if (FORBIDDEN.has(key))
        return refuse('forbidden-key', path + pointerStep(key), `The key "${key}" is not allowed.`)
      stack.push({
        value: (value as Record<string, unknown>)[key],
        depth: depth + 1,
        expressions,
        path: path + pointerStep(key),
      })
    }
  }
  return undefined
}
