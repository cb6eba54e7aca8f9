import { mulberry32 } from './prng.ts'

/**
 * W2: a population and its transactions in typed columns. Money in cents, shares in 1/10000, payees by number; -1: nobody.
 * Payees: directors first, then managers, then reps.
 */
export type Batch = {
  readonly payees: number
  readonly directors: number
  readonly managers: number
  readonly manager: Int32Array
  readonly quota: Float64Array
  readonly draw: Float64Array
  readonly balance: Float64Array
  readonly count: number
  readonly amount: Int32Array
  readonly family: Uint8Array
  readonly region: Uint8Array
  /** 1: a cancellation. */
  readonly kind: Uint8Array
  readonly p1: Int32Array
  readonly p2: Int32Array
  readonly s1: Uint16Array
}

export const payeesFor = (transactions: number): number => Math.max(10, Math.floor(transactions / 100))

/** The workload by its definition, for any number of transactions and any seed. */
export function batchOf(count: number, payees = payeesFor(count), seed = 7): Batch {
  const r = mulberry32(seed)
  const n = payees
  const directors = Math.max(1, Math.floor(n / 100))
  const managers = Math.max(1, Math.floor(n / 10))
  const expected = Math.floor((count * 1_090_000) / n)
  const first = directors + managers
  const spans = [1 + Math.floor((n - directors) / directors), 1 + Math.floor((n - first) / managers), 1]
  const manager = new Int32Array(n).fill(-1)
  const quota = new Float64Array(n)
  const draw = new Float64Array(n)
  const balance = new Float64Array(n)
  for (let p = 0; p < n; p++) {
    const level = p < directors ? 0 : p < first ? 1 : 2
    if (level === 1) manager[p] = Math.floor(r() * directors)
    if (level === 2) manager[p] = directors + Math.floor(r() * managers)
    const k = 400 + Math.floor(r() * 2001)
    quota[p] =
      Math.max(1, Math.floor((Math.floor((expected * (spans[level] as number)) / 1000) * k) / 100_000)) * 100_000
    draw[p] = Math.floor(r() * 8) * 1_000_000
    balance[p] = r() < 0.3 ? Math.floor(r() * 2_000_000) : 0
  }
  const amount = new Int32Array(count)
  const family = new Uint8Array(count)
  const region = new Uint8Array(count)
  const kind = new Uint8Array(count)
  const p1 = new Int32Array(count)
  const p2 = new Int32Array(count).fill(-1)
  const s1 = new Uint16Array(count).fill(10000)
  for (let i = 0; i < count; i++) {
    amount[i] = 1000 + Math.floor(r() * 4_999_001)
    family[i] = Math.floor(r() * 5)
    region[i] = Math.floor(r() * 4)
    kind[i] = r() < 0.03 ? 1 : 0
    const one = Math.floor(r() * n)
    p1[i] = one
    if (r() >= 0.7) continue
    p2[i] = (one + 1 + Math.floor(r() * (n - 1))) % n
    s1[i] = [5000, 6000, 7000, 3333][Math.floor(r() * 4)] as number
  }
  return {
    payees: n,
    directors,
    managers,
    manager,
    quota,
    draw,
    balance,
    count,
    amount,
    family,
    region,
    kind,
    p1,
    p2,
    s1,
  }
}

export type BatchPay = { readonly pay: Float64Array; readonly balance: Float64Array }

/** What both ends of the workload share: from per-payee sums to payments. Hand-written. */
function payoutsByHand(b: Batch, direct: Float64Array, spiff: Float64Array, claw: Float64Array): BatchPay {
  const n = b.payees
  const one = new Float64Array(n)
  const total = Float64Array.from(direct)
  const first = b.directors + b.managers
  for (let p = first; p < n; p++) one[b.manager[p] as number]! += direct[p] as number
  for (let p = 0; p < n; p++) total[p]! += one[p] as number
  for (let p = b.directors; p < first; p++) {
    const m = b.manager[p] as number
    total[m]! += (direct[p] as number) + (one[p] as number)
  }
  const pay = new Float64Array(n)
  const balance = new Float64Array(n)
  for (let p = 0; p < n; p++) {
    const t = total[p] as number
    const q = b.quota[p] as number
    const a = q / 2
    const c = a * 3
    let sum = (t < a ? t : a) * 3
    if (t > a) sum += ((t < q ? t : q) - a) * 5
    if (t > q) sum += ((t < c ? t : c) - q) * 8
    if (t > c) sum += (t - c) * 10
    const commission = Math.floor((sum * (p < b.directors ? 1 : p < first ? 4 : 20) + 1000) / 2000)
    const gross = commission + (spiff[p] as number) * 5000 - (claw[p] as number)
    const draw = b.draw[p] as number
    const owed = b.balance[p] as number
    if (gross < draw) {
      pay[p] = draw
      balance[p] = owed + draw - gross
    } else {
      const over = gross - draw
      const recovered = owed < over ? owed : over
      pay[p] = gross - recovered
      balance[p] = owed - recovered
    }
  }
  return { pay, balance }
}

/** The practical limit over typed columns. */
export function batchByHand(b: Batch): BatchPay {
  const direct = new Float64Array(b.payees)
  const spiff = new Float64Array(b.payees)
  const claw = new Float64Array(b.payees)
  const { amount, family, region, kind, p1, p2, s1 } = b
  for (let i = 0; i < b.count; i++) {
    const f = family[i] as number
    if (f > 2 || region[i] === 2) continue
    const a = amount[i] as number
    const c1 = Math.floor((a * (s1[i] as number) + 5000) / 10000)
    const one = p1[i] as number
    const two = p2[i] as number
    if (kind[i] === 1) {
      claw[one]! += Math.floor((c1 * 3 + 50) / 100)
      if (two >= 0) claw[two]! += Math.floor(((a - c1) * 3 + 50) / 100)
    } else {
      direct[one]! += c1
      if (two >= 0) direct[two]! += a - c1
      if (f === 1 && a >= 1_000_000) spiff[one]! += 1
    }
  }
  return payoutsByHand(b, direct, spiff, claw)
}

export type BatchRow = {
  amount: number
  family: number
  region: number
  kind: number
  p1: number
  p2: number
  s1: number
}

export const batchRows = (b: Batch): BatchRow[] =>
  Array.from({ length: b.count }, (_, i) => ({
    amount: b.amount[i] as number,
    family: b.family[i] as number,
    region: b.region[i] as number,
    kind: b.kind[i] as number,
    p1: b.p1[i] as number,
    p2: b.p2[i] as number,
    s1: b.s1[i] as number,
  }))

/** The same by hand over an array of row objects. */
export function batchRowsByHand(b: Batch, rows: readonly BatchRow[]): BatchPay {
  const direct = new Float64Array(b.payees)
  const spiff = new Float64Array(b.payees)
  const claw = new Float64Array(b.payees)
  for (const t of rows) {
    if (t.family > 2 || t.region === 2) continue
    const c1 = Math.floor((t.amount * t.s1 + 5000) / 10000)
    if (t.kind === 1) {
      claw[t.p1]! += Math.floor((c1 * 3 + 50) / 100)
      if (t.p2 >= 0) claw[t.p2]! += Math.floor(((t.amount - c1) * 3 + 50) / 100)
    } else {
      direct[t.p1]! += c1
      if (t.p2 >= 0) direct[t.p2]! += t.amount - c1
      if (t.family === 1 && t.amount >= 1_000_000) spiff[t.p1]! += 1
    }
  }
  return payoutsByHand(b, direct, spiff, claw)
}

/** The oracle: straight from the definition, in BigInt, managers found anew for every credit. */
export function batchByOracle(b: Batch): { pay: bigint[]; balance: bigint[] } {
  const n = b.payees
  const total = new Array<bigint>(n).fill(0n)
  const spiff = new Array<bigint>(n).fill(0n)
  const claw = new Array<bigint>(n).fill(0n)
  const book = (payee: number, credit: bigint): void => {
    for (let p = payee, level = 0; p >= 0 && level <= 2; p = b.manager[p] as number, level++) total[p]! += credit
  }
  for (let i = 0; i < b.count; i++) {
    const f = b.family[i] as number
    const g = b.region[i] as number
    if (![0, 1, 2].includes(f) || ![0, 1, 3].includes(g)) continue
    const amount = BigInt(b.amount[i] as number)
    const c1 = (amount * BigInt(b.s1[i] as number) * 2n + 10000n) / 20000n
    const shares: [number, bigint][] = [[b.p1[i] as number, c1]]
    if ((b.p2[i] as number) >= 0) shares.push([b.p2[i] as number, amount - c1])
    if (b.kind[i] === 1) for (const [p, c] of shares) claw[p]! += (c * 600n + 10000n) / 20000n
    else {
      for (const [p, c] of shares) book(p, c)
      if (f === 1 && amount >= 1_000_000n) spiff[b.p1[i] as number]! += 1n
    }
  }
  const pay: bigint[] = []
  const balance: bigint[] = []
  for (let p = 0; p < n; p++) {
    const q = BigInt(b.quota[p] as number) * 10n
    const t = (total[p] as bigint) * 10n
    const edges = [0n, q / 2n, q, (q * 3n) / 2n]
    let sum = 0n
    for (const [k, rate] of [3n, 5n, 8n, 10n].entries()) {
      const from = edges[k] as bigint
      const end = edges[k + 1]
      const to = end !== undefined && end < t ? end : t
      if (to > from) sum += (to - from) * rate
    }
    const factor = p < b.directors ? 5n : p < b.directors + b.managers ? 20n : 100n
    const commission = (sum * factor * 2n + 100_000n) / 200_000n
    const gross = commission + (spiff[p] as bigint) * 5000n - (claw[p] as bigint)
    const draw = BigInt(b.draw[p] as number)
    const owed = BigInt(b.balance[p] as number)
    if (gross < draw) {
      pay.push(draw)
      balance.push(owed + draw - gross)
    } else {
      const recovered = owed < gross - draw ? owed : gross - draw
      pay.push(gross - recovered)
      balance.push(owed - recovered)
    }
  }
  return { pay, balance }
}

const weighted = (values: ArrayLike<number | bigint>, modulus: number): bigint => {
  let sum = 0n
  for (let i = 0; i < values.length; i++) sum += BigInt(values[i] as number) * BigInt((i % modulus) + 1)
  return sum
}

/** "sum of pay / sum of balances", both weighted by position. */
export const batchChecksum = (result: {
  pay: ArrayLike<number | bigint>
  balance: ArrayLike<number | bigint>
}): string => `${weighted(result.pay, 997)}/${weighted(result.balance, 991)}`

export const BATCH_CHECKSUMS: ReadonlyMap<number, string> = new Map([
  [1_000, '251873627/83383354'],
  [10_000, '26479606184/5504030931'],
  [100_000, '2547729725104/450187597724'],
  [1_000_000, '26846450440733/3941409934833'],
])
