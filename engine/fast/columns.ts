import type { CalendarDate } from '../time/calendar-date.ts'

/** Integers of any width; the narrower, the less memory a batch holds. */
export type Units = Float64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array
export type Codes = Int32Array | Uint16Array | Uint8Array

/** Integers counted in 10^-scale, with the least and largest: amounts, quantities, dates as day numbers, yes/no as 1/0. */
export type NumberColumn = {
  readonly kind: 'number'
  readonly values: Units
  readonly scale: number
  readonly lo: number
  readonly hi: number
}

/** Texts by their place in a dictionary, which blocks of one data set share. */
export type TextColumn = { readonly kind: 'text'; readonly codes: Codes; readonly dictionary: readonly string[] }
export type Column = NumberColumn | TextColumn

/**
 * One place in the deal teams of a block: who stands there, by number (-1: nobody), and with what share. `rest` is what
 * the other shares leave of 1.
 */
export type Member = {
  readonly role: string | TextColumn
  readonly participant: Int32Array
  readonly share: NumberColumn | 'rest'
}

/**
 * Transactions of one period as typed columns, at most 65,536 of them, so that a block fits a stored value. A field that
 * some transaction lacks has no column; the plan that reads it is calculated exactly.
 */
export type Block = {
  readonly count: number
  /** By field, system fields included. */
  readonly columns: ReadonlyMap<string, Column>
  readonly owner: Int32Array | undefined
  readonly team: readonly Member[]
  /** Whether the shares of every transaction that has a team add up to exactly 1. */
  readonly sharesAreWhole: boolean
  /** First and last credit date. */
  readonly credited: { readonly from: CalendarDate; readonly to: CalendarDate }
  readonly currencies: readonly string[]
  /** Whether some transaction refers to another. */
  readonly refers: boolean
  /** Whether somebody stands twice in one team. */
  readonly repeats: boolean
}

export const BLOCK_ROWS = 65_536
