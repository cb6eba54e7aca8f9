// Makes a fresh clone ready: checks Node and the right to write, and installs the packages when the lockfile has
// changed. Plain JavaScript without dependencies, because it runs before there are any.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, unsupportedNode } from './run.mjs'

const stampFile = join(root, 'node_modules/.dreizack-installed')

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** Whether somebody has already run npm here, after the lockfile last changed. */
function isInstalled(wanted) {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === wanted
  const npmsOwn = join(root, 'node_modules/.package-lock.json')
  return existsSync(npmsOwn) && statSync(npmsOwn).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

/** Ends the process with one sentence if this machine cannot run Dreizack; otherwise installs what is missing. */
export function setUp() {
  const refusal = unsupportedNode()
  if (refusal !== null) stop(refusal)
  try {
    accessSync(root, constants.W_OK)
  } catch {
    stop(`Dreizack may not write to ${root}. Give yourself write permission on that folder, or clone it elsewhere.`)
  }
  const wanted = lockfileHash()
  if (isInstalled(wanted)) return
  console.log('Installing packages (about half a minute, once) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const installed = spawnSync(npm, ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (installed.error) stop(`npm could not be started (${installed.error.message}). Install npm, then run this again.`)
  if (installed.status !== 0)
    stop('The packages could not be installed. npm says why above; put that right and run this again.')
  writeFileSync(stampFile, wanted)
}
