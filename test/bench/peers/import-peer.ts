import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * An alternative's own package, or undefined where it is not installed; the reason is printed. BENCH_PEERS may name a
 * folder whose node_modules hold it.
 */
export async function importPeer<T>(name: string): Promise<T | undefined> {
  const folder = process.env.BENCH_PEERS
  const places = [import.meta.url, ...(folder ? [pathToFileURL(join(folder, 'package.json')).href] : [])]
  let reason: unknown
  for (const place of places) {
    try {
      const resolved = createRequire(place).resolve(name)
      return (await import(pathToFileURL(resolved).href)) as T
    } catch (error) {
      reason = error
    }
  }
  console.log(`left out: ${name} (${reason instanceof Error ? reason.message.split('\n')[0] : reason})`)
  return undefined
}
