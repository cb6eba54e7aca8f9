import { type Contestant, interleaved, show, type Times } from './measure.ts'
import { allPeers } from './peers/all.ts'
import {
  BATCH_CHECKSUMS,
  batchByHand,
  batchByOracle,
  batchChecksum,
  batchOf,
  batchRows,
  batchRowsByHand,
} from './workloads/batch.ts'
import { engineBatch } from './workloads/engine-batch.ts'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]

type Paid = { pay: ArrayLike<number>; balance: ArrayLike<number> }

function wrongOf(paid: Paid, oracle: { pay: bigint[]; balance: bigint[] }): number {
  let wrong = 0
  oracle.pay.forEach((pay, p) => {
    const own = [paid.pay[p], paid.balance[p]].map((x) => BigInt(Math.round(x as number)))
    if (own[0] !== pay || own[1] !== oracle.balance[p]) wrong++
  })
  return wrong
}

export type BatchTimes = {
  /** By transactions, then by name: microseconds for the whole batch. */
  readonly bySize: ReadonlyMap<number, ReadonlyMap<string, Times>>
  /** By name: how many times this engine's own time, both measured in turn. */
  readonly ratios: ReadonlyMap<string, number>
  /** By name at the largest size that it ran: payees whose figures are wrong. */
  readonly wrong: ReadonlyMap<string, number>
}

/** W2 at four sizes: this engine, the limits by hand, and each alternative in turn with this engine. */
export async function benchBatches(): Promise<BatchTimes> {
  const bySize = new Map<number, Map<string, Times>>()
  const ratios = new Map<string, number>()
  const wrong = new Map<string, number>()
  const peers = (await allPeers()).filter((p) => p.batch)
  for (const size of SIZES) {
    const b = batchOf(size)
    const oracle = batchByOracle(b)
    if (batchChecksum(oracle) !== BATCH_CHECKSUMS.get(size))
      throw new Error('the second workload is not the one defined')
    const note = new Map<string, string>()
    const enter = (name: string, paid: Paid): void => {
      wrong.set(name, wrongOf(paid, oracle))
      note.set(name, `${wrong.get(name)} of ${b.payees} wrong`)
    }
    const hand = () => batchByHand(b)
    const kernels = engineBatch(b, true)
    const general = engineBatch(b, false)
    const rows = batchRows(b)
    const own: Contestant[] = [
      { name: 'by hand, columns', operations: 1, work: hand },
      { name: 'this engine', operations: 1, work: kernels },
      { name: 'this engine, formulas by general code', operations: 1, work: general },
      { name: 'by hand, row objects', operations: 1, work: () => batchRowsByHand(b, rows), rounds: 7 },
    ]
    enter('by hand, columns', hand())
    enter('this engine', kernels())
    enter('this engine, formulas by general code', general())
    enter('by hand, row objects', batchRowsByHand(b, rows))
    const times = await interleaved(own, 25)
    for (const peer of peers) {
      if (size > peer.most) continue
      const run = await (peer.batch as NonNullable<typeof peer.batch>)(b)
      enter(peer.name, await run())
      const isSlow = peer.name.startsWith('zen') || peer.name === 'HyperFormula'
      const rounds = isSlow && size >= 10_000 ? 1 : 7
      const both = await interleaved(
        [
          { name: 'this engine', operations: 1, work: kernels, rounds: 7 },
          { name: peer.name, operations: 1, work: run, rounds },
        ],
        7,
      )
      const theirs = both.get(peer.name) as Times
      times.set(peer.name, theirs)
      if (size === Math.min(peer.most, 1_000_000))
        ratios.set(peer.name, theirs.best / (both.get('this engine') as Times).best)
    }
    bySize.set(size, new Map([...times].map(([name, t]) => [name, t])))
    show(`W2, ${size} transactions and ${b.payees} payees (CPU µs a batch, best and median)`, 'µs', times, note)
  }
  return { bySize, ratios, wrong }
}
