import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** The folder of its own in which the alternatives are installed: no package of the product depends on them. */
const require = createRequire(new URL('../alternatives/package.json', import.meta.url))

/** An alternative's own package, or undefined where it is not installed for this platform; the reason is printed. */
export async function importPeer<T>(name: string): Promise<T | undefined> {
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as T
  } catch (error) {
    console.log(`left out: ${name} (${error instanceof Error ? error.message.split('\n')[0] : error})`)
    return undefined
  }
}
