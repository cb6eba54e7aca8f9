import type { Codes, Units } from './columns.ts'

/** Rows that a kernel works on at once: its lists stay in the first caches. */
export const CHUNK = 2_048

/**
 * Which rows belong to which streams: bits by the texts of up to any number of columns, all streams at once and without a
 * branch. Row numbers of the rows that belong to some stream go to `rows`, their bits to `bits`.
 *
 * @param allowed by column and text: the streams that allow it.
 * @returns how many rows were taken.
 */
export function selectRows(
  columns: readonly Codes[],
  allowed: readonly Int32Array[],
  all: number,
  span: { readonly from: number; readonly to: number },
  rows: Int32Array,
  bits: Int32Array,
): number {
  const { from, to } = span
  const [a, b, c] = columns
  const [la, lb, lc] = allowed
  let n = 0
  if (!a || !la) {
    for (let i = from; i < to; i++) {
      rows[n] = i
      bits[n++] = all
    }
    return n
  }
  if (!b || !lb) {
    for (let i = from; i < to; i++) {
      const mask = la[a[i] as number] as number
      rows[n] = i
      bits[n] = mask
      n += (mask | -mask) >>> 31
    }
    return n
  }
  if (!c || !lc) {
    for (let i = from; i < to; i++) {
      const mask = (la[a[i] as number] as number) & (lb[b[i] as number] as number)
      rows[n] = i
      bits[n] = mask
      n += (mask | -mask) >>> 31
    }
    return n
  }
  for (let i = from; i < to; i++) {
    const mask = (la[a[i] as number] as number) & (lb[b[i] as number] as number) & (lc[c[i] as number] as number)
    rows[n] = i
    bits[n] = mask
    n += (mask | -mask) >>> 31
  }
  for (let k = 3; k < columns.length; k++) n = narrow(columns[k] as Codes, allowed[k] as Int32Array, rows, bits, n)
  return n
}

function narrow(column: Codes, allowed: Int32Array, rows: Int32Array, bits: Int32Array, n: number): number {
  let kept = 0
  for (let j = 0; j < n; j++) {
    const mask = (bits[j] as number) & (allowed[column[rows[j] as number] as number] as number)
    rows[kept] = rows[j] as number
    bits[kept] = mask
    kept += (mask | -mask) >>> 31
  }
  return kept
}

/**
 * Takes streams from the rows whose figure is not at least (or above) an edge, or not at most (or below) it. Between
 * figures of less than 30 bits the sign of a difference says so, without a branch.
 */
export function compareColumn(
  values: Units,
  edge: number,
  how: 'least' | 'above' | 'most' | 'below',
  isNarrow: boolean,
  streams: number,
  rows: Int32Array,
  bits: Int32Array,
  n: number,
): void {
  const without = ~streams
  if (isNarrow) {
    // All four as: sign × figure >= least.
    const sign = how === 'least' || how === 'above' ? 1 : -1
    const least = sign * edge + (how === 'above' || how === 'below' ? 1 : 0)
    for (let j = 0; j < n; j++) {
      const left = sign * (values[rows[j] as number] as number) - least
      bits[j] = (bits[j] as number) & (without | ~(left >> 31))
    }
    return
  }
  for (let j = 0; j < n; j++) {
    const x = values[rows[j] as number] as number
    const holds = how === 'least' ? x >= edge : how === 'above' ? x > edge : how === 'most' ? x <= edge : x < edge
    if (!holds) bits[j] = (bits[j] as number) & without
  }
}

/** A column's figures for the taken rows. */
export function gather(values: Units | Codes, rows: Int32Array, n: number, to: Float64Array): void {
  for (let j = 0; j < n; j++) to[j] = values[rows[j] as number] as number
}

/** A participant's figure for the taken rows; 0 where nobody stands. */
export function gatherOf(
  of: Float64Array,
  participant: Int32Array,
  rows: Int32Array,
  n: number,
  to: Float64Array,
): void {
  for (let j = 0; j < n; j++) {
    const p = participant[rows[j] as number] as number
    to[j] = p < 0 ? 0 : (of[p] as number)
  }
}

/**
 * Two shares of a whole, in units of the credit: the first at the nearest unit (a tie goes up), the second the rest.
 *
 * @param by what amount × share is divided by (one) or multiplied with (more), and what the amount is multiplied with.
 */
export function cutPair(
  amounts: Units,
  isByRow: boolean,
  shares: Units,
  by: { readonly one: number; readonly more: number; readonly up: number },
  rows: Int32Array,
  n: number,
  first: Float64Array,
  second: Float64Array,
): void {
  const { one, more, up } = by
  const half = one / 2
  if (one === 1) {
    for (let j = 0; j < n; j++) {
      const i = rows[j] as number
      const whole = amounts[isByRow ? i : j] as number
      const part = whole * (shares[i] as number) * more
      first[j] = part
      second[j] = whole * up - part
    }
    return
  }
  for (let j = 0; j < n; j++) {
    const i = rows[j] as number
    const whole = amounts[isByRow ? i : j] as number
    const part = Math.floor((whole * (shares[i] as number) + half) / one)
    first[j] = part
    second[j] = whole * up - part
  }
}

/** Adds credits to their participants; place 0 of `sums` takes what belongs to nobody. */
export function scatter(
  sums: Float64Array,
  participant: Int32Array,
  credits: Float64Array,
  stream: number,
  rows: Int32Array,
  bits: Int32Array,
  n: number,
): void {
  for (let j = 0; j < n; j++) {
    if (((bits[j] as number) & stream) !== 0) {
      const p = (participant[rows[j] as number] as number) + 1
      sums[p] = (sums[p] as number) + (credits[j] as number)
    }
  }
}

/** Counts the rows of a stream for their participants. */
export function scatterCount(
  sums: Float64Array,
  participant: Int32Array,
  stream: number,
  rows: Int32Array,
  bits: Int32Array,
  n: number,
): void {
  for (let j = 0; j < n; j++) {
    if (((bits[j] as number) & stream) !== 0) {
      const p = (participant[rows[j] as number] as number) + 1
      sums[p] = (sums[p] as number) + 1
    }
  }
}

/** The taken rows of one stream, packed: their numbers, and their places among the taken rows. */
export function pack(
  stream: number,
  rows: Int32Array,
  bits: Int32Array,
  n: number,
  packedRows: Int32Array,
  places: Int32Array,
): number {
  let m = 0
  for (let j = 0; j < n; j++) {
    packedRows[m] = rows[j] as number
    places[m] = j
    const bit = (bits[j] as number) & stream
    m += (bit | -bit) >>> 31
  }
  return m
}

/** Adds values of packed rows to their participants. */
export function scatterPacked(
  sums: Float64Array,
  participant: Int32Array,
  values: Float64Array,
  when: Float64Array | undefined,
  rows: Int32Array,
  n: number,
): void {
  for (let j = 0; j < n; j++) {
    if (when !== undefined && when[j] === 0) continue
    const p = (participant[rows[j] as number] as number) + 1
    sums[p] = (sums[p] as number) + (values[j] as number)
  }
}

/** What stands below each participant, level by level: the sums of one level move to the managers of the next. */
export function rollUp(
  of: Float64Array,
  manager: Int32Array,
  levels: readonly [number, number],
  to: Float64Array,
): void {
  let level = of
  for (let k = 1; k <= levels[1]; k++) {
    const next = new Float64Array(of.length)
    for (let p = 0; p < manager.length; p++) {
      const m = (manager[p] as number) + 1
      next[m] = (next[m] as number) + (level[p + 1] as number)
    }
    next[0] = 0
    if (k >= levels[0]) for (let p = 0; p < to.length; p++) to[p] = (to[p] as number) + (next[p + 1] as number)
    level = next
  }
}
