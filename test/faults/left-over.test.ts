import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endLeftOver } from '../../worker/dev/left-over.ts'

let folder: string
let note: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dreizack-left-'))
  note = join(folder, 'worker.pid')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A process that would run for ever, with the mark on its command line. */
function serve(mark: string) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', mark], { stdio: 'ignore' })
  return {
    pid: child.pid,
    ended: new Promise<string | null>((done) => child.once('exit', (_, signal) => done(signal))),
  }
}

/** The id of a process that has ended. */
async function deadParent(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((done) => child.once('exit', done))
  return child.pid ?? 0
}

test('what a killed parent left serving is ended, so that its port is free again', async () => {
  const left = serve(folder)
  writeFileSync(note, `${left.pid} ${await deadParent()}`)
  await endLeftOver(note, folder)
  expect(await left.ended).toBe('SIGTERM')
  expect(existsSync(note)).toBe(false)
})

test('a process of somebody else that has got the same id is left alone', async () => {
  const stranger = serve('another folder')
  writeFileSync(note, `${stranger.pid} ${await deadParent()}`)
  await endLeftOver(note, folder)
  expect(process.kill(stranger.pid ?? 0, 0)).toBe(true)
  process.kill(stranger.pid ?? 0, 'SIGKILL')
  expect(await stranger.ended).toBe('SIGKILL')
})

test('one whose parent still runs is not touched: the second start says so', async () => {
  const running = serve(folder)
  const parent = serve('the parent')
  writeFileSync(note, `${running.pid} ${parent.pid}`)
  await expect(endLeftOver(note, folder)).rejects.toThrow('already runs')
  for (const { pid } of [running, parent]) process.kill(pid ?? 0, 'SIGKILL')
  expect(await running.ended).toBe('SIGKILL')
})
