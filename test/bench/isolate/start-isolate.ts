import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../worker/dev/sqld.ts'
import { bundled } from '../bundle.ts'

/** The bench's worker in a workerd of its own, without wrangler around it. */
export type Isolate = {
  readonly origin: string
  /** CPU microseconds of the whole process so far, threads included; undefined where the system does not say. */
  cpu(): number | undefined
  /** Bytes that the isolate holds now: used heap and backing stores, as workerd's inspector states them. */
  held(): Promise<number>
  stop(): void
}

const CONFIG = (port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
  v8Flags = ["--expose-gc"]
);
const bench :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-08-01"
);
`

export async function startIsolate(): Promise<Isolate> {
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-isolate-'))
  const [port, inspector] = [await freePort(), await freePort()]
  writeFileSync(
    join(folder, 'worker.js'),
    await bundled({ entry: fileURLToPath(new URL('worker.ts', import.meta.url)) }),
  )
  writeFileSync(join(folder, 'config.capnp'), CONFIG(port))
  const require = createRequire(createRequire(import.meta.url).resolve('miniflare'))
  const { default: binary } = require('workerd') as { default: string }
  const child = spawn(binary, ['serve', '--inspector-addr', `127.0.0.1:${inspector}`, 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const origin = `http://127.0.0.1:${port}`
  await answering(`${origin}/blocks`, child)
  const ask = await openInspector(inspector)
  return {
    origin,
    cpu: () => cpuOf(child.pid as number),
    held: async () => {
      const { usedSize, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage')
      return (usedSize as number) + (backingStorageSize as number)
    },
    stop: () => {
      kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await sleep(50)
  }
  throw new Error('workerd does not answer.')
}

/** Nanoseconds on a CPU of each thread, from the kernel's scheduler. */
function cpuOf(pid: number): number | undefined {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    return tasks.reduce((sum, t) => {
      const [spent = '0'] = readFileSync(`/proc/${pid}/task/${t}/schedstat`, 'utf8').split(' ')
      return sum + Number(spent) / 1_000
    }, 0)
  } catch {
    return undefined
  }
}

type Answer = Record<string, unknown>

async function openInspector(port: number): Promise<(method: string) => Promise<Answer>> {
  const list = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[]
  const socket = new WebSocket(list[0]?.webSocketDebuggerUrl ?? '')
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as { id?: number; result?: Answer; error?: unknown }
    if (error) throw new Error(`The inspector refused: ${JSON.stringify(error)}`)
    if (id !== undefined) waiting.get(id)?.(result ?? {})
  })
  await new Promise((done, failed) => {
    socket.addEventListener('open', done)
    socket.addEventListener('error', () => failed(new Error('workerd has no inspector.')))
  })
  let next = 0
  return (method) =>
    new Promise((done) => {
      const id = ++next
      waiting.set(id, done)
      socket.send(JSON.stringify({ id, method }))
    })
}
