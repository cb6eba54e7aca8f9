import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'
import { staticAdapter } from './adapter.config.ts'

/** Blockly would load its pictures and sounds from the internet: they are served from here instead. */
function blocklyMedia(): Plugin {
  const from = join(dirname(createRequire(import.meta.url).resolve('blockly/package.json')), 'media')
  return {
    name: 'dreizack:blockly-media',
    enforce: 'pre',
    config: () => cpSync(from, new URL('static/blockly-media', import.meta.url).pathname, { recursive: true }),
  }
}

export default defineConfig({
  plugins: [blocklyMedia(), sveltekit({ adapter: staticAdapter() })],
  build: { chunkSizeWarningLimit: 1_000 },
  server: { host: '127.0.0.1', proxy: { '/api': process.env.API_ORIGIN ?? 'http://127.0.0.1:8787' } },
})
