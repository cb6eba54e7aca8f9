import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import adapter from '@sveltejs/adapter-static'

const INLINE = /<script>([\s\S]*?)<\/script>/g

/** Kit starts the app from a script inside the page; as a file of its own, `script-src 'self'` lets it run. */
function moveInlineScripts(folder: string): void {
  const page = join(folder, 'index.html')
  const html = readFileSync(page, 'utf8').replace(INLINE, (_, script: string) => {
    const name = `_app/start-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`
    writeFileSync(join(folder, name), script)
    return `<script src="/${name}"></script>`
  })
  writeFileSync(page, html)
}

/** The whole designer as static files with one page for every address. */
export function staticAdapter() {
  const files = adapter({ pages: 'build', assets: 'build', fallback: 'index.html' })
  return {
    ...files,
    async adapt(builder: Parameters<typeof files.adapt>[0]) {
      await files.adapt(builder)
      moveInlineScripts(new URL('build', import.meta.url).pathname)
    },
  }
}
