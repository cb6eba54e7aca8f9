// Starts a command under a Node that can run TypeScript. Plain JavaScript, because Node 20 cannot.
// Usage: node worker/dev/run.mjs <command> [arguments]
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** A sentence for the person whose Node is too old for even the launcher, else null. */
export function unsupportedNode() {
  if (major > 20 || (major === 20 && minor >= 11)) return null
  return `Dreizack needs Node 20.11 or later, but this is Node ${process.versions.node}. Install a later one from https://nodejs.org and run the command again.`
}

/** The path of a Node that strips types by itself: this one, or the one that the packages bring. */
export function capableNode() {
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  try {
    return createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/${binary}`)
  } catch {
    return null
  }
}

/** Runs the command with the capable Node first on the path, and answers its exit code. */
export function run(command, args, extraEnv = {}) {
  const node = capableNode()
  if (node === null) {
    console.error(
      `There is no packaged Node 24 for ${process.platform} on ${process.arch}. Install Node 22.18 or later, then run the command again.`,
    )
    return Promise.resolve(1)
  }
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)
  const child = spawn(command === 'node' ? node : command, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      ...extraEnv,
      PATH: path,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      done(1)
    })
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2)
  const refusal = unsupportedNode()
  if (refusal !== null || command === undefined) {
    console.error(refusal ?? 'Usage: node worker/dev/run.mjs <command> [arguments]')
    process.exit(1)
  }
  process.exit(await run(command, args))
}
