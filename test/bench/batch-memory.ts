import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type BatchMemory = { inputBytesPerTransaction: number; elseMiB: number }

/** What one batch of a million transactions holds, in a process of its own, where nothing else ran. */
export function batchMemory(): BatchMemory {
  const child = fileURLToPath(new URL('./batch-memory-child.ts', import.meta.url))
  const text = execFileSync(process.execPath, ['--expose-gc', '--max-semi-space-size=1', child], { encoding: 'utf8' })
  return JSON.parse(text) as BatchMemory
}
