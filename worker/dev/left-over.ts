import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Why Dreizack cannot start, in a sentence for the person at the terminal. */
export class CannotStart extends Error {}

/** The command line of a process; empty where there is no such process. */
function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/** Remembers a process that serves from a data folder, and that it is a child of this one. */
export function noteProcess(file: string, child: ChildProcess): void {
  writeFileSync(file, `${child.pid} ${process.pid}`)
}

/**
 * Ends a process that a killed parent left behind; it would keep its port and its files.
 *
 * @param file what `noteProcess` wrote.
 * @param mark text in the command line by which the process is known to be ours: process ids are used again.
 * @throws CannotStart when the parent still runs.
 */
export async function endLeftOver(file: string, mark: string): Promise<void> {
  if (!existsSync(file)) return
  const [pid = 0, parent = 0] = readFileSync(file, 'utf8').split(' ').map(Number)
  const isOurs = () => pid > 0 && commandOf(pid).includes(mark)
  if (isOurs()) {
    if (parent !== process.pid && commandOf(parent) !== '') {
      throw new CannotStart(
        `Dreizack already runs on ${dirname(file)} (process ${parent}). Stop it first, or start this one with another DREIZACK_DIR.`,
      )
    }
    process.kill(pid, 'SIGTERM')
    for (let waited = 0; isOurs() && waited < 50; waited += 1) await sleep(100)
    if (isOurs()) process.kill(pid, 'SIGKILL')
  }
  rmSync(file, { force: true })
}
