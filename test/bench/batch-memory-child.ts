import { engineBatch } from './batches.ts'
import { BATCH_CHECKSUMS, batchChecksum, batchOf } from './workloads/batch.ts'
import { batchBlocks } from './workloads/columns.ts'

declare const gc: () => void

/** Bytes that this process holds: heap and the memory of typed arrays. */
const held = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const COUNT = 1_000_000
gc()
const empty = held()
const b = batchOf(COUNT)
let input = 0
for (const block of batchBlocks(b)) {
  for (const column of block.columns.values())
    input += column.kind === 'number' ? column.values.byteLength : column.codes.byteLength
  for (const member of block.team)
    input += member.participant.byteLength + (member.share === 'rest' ? 0 : member.share.values.byteLength)
}
const run = engineBatch(b, true)
// What building the population left behind is swept once, as it would be before a batch begins; what runs leave is not.
gc()
let peak = 0
for (let i = 0; i < 5; i++) {
  const paid = run()
  peak = Math.max(peak, held())
  if (batchChecksum(paid) !== BATCH_CHECKSUMS.get(COUNT)) throw new Error('a wrong batch')
}
console.log(JSON.stringify({ inputBytesPerTransaction: input / COUNT, elseMiB: (peak - empty - input) / 2 ** 20 }))
