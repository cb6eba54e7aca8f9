import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('alternatives', import.meta.url))

/** What users would pick instead, at the versions of its lock file: some 100 MB, so only for who runs the bench. */
export function installAlternatives(): void {
  if (existsSync(`${folder}/node_modules`)) return
  console.log('Installing what the engine is compared with …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error('The alternatives could not be installed: see above.')
}
