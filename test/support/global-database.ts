import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { placeholder } from '../../worker/dev/build.ts'
import { startDatabase } from '../../worker/dev/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseOrigin: string
    namespacesUrl: string
  }
}

/** One database server for the run; each test makes namespaces of its own in it. */
export default async function setup(project: TestProject) {
  await placeholder()
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-test-'))
  const database = await startDatabase(folder)
  project.provide('databaseOrigin', database.origin)
  project.provide('namespacesUrl', database.namespacesUrl)
  return async () => {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
