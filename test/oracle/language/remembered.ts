import type { World } from './world.ts'

/**
 * The same question about the same world has the same answer; it is worked out once. Whatever else is asked with is told
 * apart by its id, or as it is.
 */
export function remembered<A extends readonly unknown[], R>(
  ask: (w: World, ...args: A) => R,
): (w: World, ...args: A) => R {
  const known = new WeakMap<World, Map<string, R>>()
  return (w, ...args) => {
    const answers = known.get(w) ?? new Map<string, R>()
    known.set(w, answers)
    const key = JSON.stringify(args.map((x) => (typeof x === 'object' && x !== null && 'id' in x ? x.id : x)))
    if (!answers.has(key)) answers.set(key, ask(w, ...args))
    return answers.get(key)!
  }
}
