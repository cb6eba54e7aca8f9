/** Our own code broke a promise: never caught by feature code, always a bug. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

/** @throws InvariantError if the condition does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

/** Ends a switch over a closed union, so that a new kind is a compile error here. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`)
}
