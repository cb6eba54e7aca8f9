import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.DREIZACK_DATA

/** Whether the public data sets lie beside the repository; they always do where tests decide anything. */
export const hasDataSets = folder !== undefined && existsSync(folder)

if (!hasDataSets)
  console.warn('LEFT OUT: tests on AdventureWorks and CRM data. Name the folder of the data sets in DREIZACK_DATA.')

export function dataFile(set: string, name: string): string {
  if (folder === undefined) throw new Error('DREIZACK_DATA does not say where the data sets are.')
  return join(folder, set, name)
}
