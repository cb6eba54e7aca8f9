import { NumberOverflow } from '../money/exact.ts'

/** Something a figure needs is not there, or cannot be: tied to its transaction and block, it stops only what needs it. */
export type DataException = {
  readonly code: string
  readonly message: string
  readonly at: string | null
  readonly path: string
  readonly participant: string | null
  readonly transaction: string | null
  readonly period: string | null
}

/** How an evaluation leaves a block that has no value; caught where a part is evaluated, never beyond. */
export class NoValue extends Error {
  override name = 'NoValue'
  readonly code: string
  readonly at: string | null
  readonly path: string

  constructor(code: string, message: string, place: { at: string | null; path: string }) {
    super(message)
    this.code = code
    this.at = place.at
    this.path = place.path
  }
}

/** The error as a missing value at a place of the plan, if it is one or a figure that grew too large; anything else is a bug and is thrown on. */
export function asNoValue(error: unknown, place: { at: string | null; path: string }): NoValue {
  if (error instanceof NoValue) return error
  if (error instanceof NumberOverflow) return new NoValue('number-overflow', 'A figure grew beyond 512 bits.', place)
  throw error
}
