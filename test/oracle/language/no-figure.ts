/** A data exception: something that a figure needs is not there, or cannot be. */
export class NoFigure extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** The value, or the code of the exception in its way. */
export function attempt<T>(make: () => T): { value: T } | { code: string } {
  try {
    return { value: make() }
  } catch (error) {
    if (error instanceof NoFigure) return { code: error.code }
    throw error
  }
}
