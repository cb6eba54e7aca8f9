import type { Refusal } from './problem.ts'

const MOST_NESTING = 64
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

const QUOTE = 34
const BACKSLASH = 92

/** Index just after the string that begins at `start`, or -1 where it does not end. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === BACKSLASH) i += 1
    else if (code === QUOTE) return i + 1
  }
  return -1
}

function isKey(text: string, end: number): boolean {
  let i = end
  while (i < text.length && (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t')) i += 1
  return text[i] === ':'
}

function keyOf(text: string, start: number, end: number): string | null {
  const raw = text.slice(start + 1, end - 1)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(text.slice(start, end))
  } catch {
    return null
  }
}

function faulty(kind: string, detail: string, code: string, pointer: string): Refusal {
  return { status: 400, kind, detail, errors: [{ pointer, code, detail }] }
}

/**
 * Looks through JSON before it is parsed: JSON.parse takes any depth, keeps the last of two equal keys, and makes an
 * own `__proto__`. One pass, no recursion.
 *
 * @returns what to refuse it with, or null.
 */
export function findJsonFault(text: string): Refusal | null {
  // One set of keys for each open object, null for each open array.
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (character === '{' || character === '[') {
      if (open.length === MOST_NESTING) {
        return faulty('json-too-deep', `The JSON is nested deeper than ${MOST_NESTING} levels.`, 'too-deep', '')
      }
      open.push(character === '{' ? new Set() : null)
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === '"') {
      const end = stringEnd(text, i)
      if (end < 0) return null // JSON.parse says where.
      const keys = open.at(-1)
      if (keys && isKey(text, end)) {
        const key = keyOf(text, i, end)
        if (key !== null && FORBIDDEN_KEYS.has(key)) {
          return {
            ...faulty('forbidden-key', `The key "${key}" is not allowed.`, 'forbidden-key', `/${key}`),
            status: 422,
          }
        }
        if (key !== null && keys.has(key)) {
          return faulty('duplicate-key', `The key "${key}" stands twice in one object.`, 'duplicate-key', `/${key}`)
        }
        if (key !== null) keys.add(key)
      }
      i = end - 1
    }
  }
  return null
}
