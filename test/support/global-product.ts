import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { freePort } from '../../worker/dev/sqld.ts'

declare module 'vitest' {
  interface ProvidedContext {
    productUrl: string
  }
}

/** Starts the product as `npm start` does, on a free port with an empty data folder. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-product-'))
  const port = await freePort()
  const product = spawn(process.execPath, ['worker/dev/dev.ts'], {
    env: { ...process.env, DREIZACK_DIR: folder, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => product.once('exit', () => done()))
  const ready = new Promise<void>((done, fail) => {
    product.stdout.on('data', (chunk: Buffer) => String(chunk).includes('Dreizack is ready') && done())
    product.once('exit', (code) => fail(new Error(`The product ended with code ${code} before it was ready.`)))
  })
  await Promise.race([
    ready,
    sleep(180_000, undefined, { ref: false }).then(() =>
      Promise.reject(new Error('The product was not ready in 3 minutes.')),
    ),
  ])
  project.provide('productUrl', `http://127.0.0.1:${port}`)
  return async () => {
    product.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}
