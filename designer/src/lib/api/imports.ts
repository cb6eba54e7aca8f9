import type { InferResponseType } from 'hono/client'
import { type Answer, answerOf, api, idempotent, sendFile } from './client.ts'
import { listAll } from './pages.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Enough of a CSV file to tell its columns; a workbook can only be read whole. */
const BEGINNING = 1024 * 1024

export type ImportAnswer = InferResponseType<typeof api.imports.$post, 200 | 201>
export type Import = NonNullable<ImportAnswer['import']>
export type RejectedRow = ImportAnswer['rejects'][number]
export type CellFault = RejectedRow['faults'][number]
export type FileCheck = InferResponseType<(typeof api)['import-checks']['$post'], 200>
export type SuggestedMapping = FileCheck['suggestions'][number]['mapping']
export type StoredMapping = InferResponseType<(typeof api)['import-mappings'][':id']['$get'], 200>
export type ImportMapping = StoredMapping['mapping']

const isWorkbook = (file: File): boolean => file.name.toLowerCase().endsWith('.xlsx')
const typeOf = (file: File): string => (isWorkbook(file) ? XLSX : 'text/csv')

/** The columns of a file, and mappings that may fit. */
export function checkFile(file: File): Promise<Answer<FileCheck>> {
  const part = isWorkbook(file) ? file : file.slice(0, BEGINNING)
  const query = new URLSearchParams({ fileName: file.name.slice(0, 200) })
  return sendFile(`import-checks?${query}`, part, { 'content-type': typeOf(file) }, () => {})
}

export const listMappings = () => listAll((query) => answerOf(api['import-mappings'].$get({ query })))

export const saveMapping = (id: string, mapping: ImportMapping) =>
  answerOf(api['import-mappings'][':id'].$put({ param: { id }, json: mapping }))

/** Sends a whole file. A dry run stores nothing. */
export function sendImport(
  file: File,
  { mapping, mode, isDryRun }: { mapping: string; mode: 'whole' | 'good'; isDryRun: boolean },
  onsent: (share: number) => void,
): Promise<Answer<ImportAnswer>> {
  const query = new URLSearchParams({ mapping, mode, dryRun: String(isDryRun), fileName: file.name.slice(0, 200) })
  return sendFile(`imports?${query}`, file, { 'content-type': typeOf(file), ...(isDryRun ? {} : idempotent()) }, onsent)
}

/** The latest hundred, the latest first. */
export async function listImports(): Promise<Answer<Import[]>> {
  const answer = await answerOf(api.imports.$get({ query: { limit: '100' } }))
  return answer.ok ? { ok: true, value: answer.value.data } : answer
}

export const readImport = (id: string) => answerOf(api.imports[':id'].$get({ param: { id } }))

/** The first rejected rows of an import. */
export async function listRejects(id: string): Promise<Answer<RejectedRow[]>> {
  const answer = await answerOf(api.imports[':id'].rejects.$get({ param: { id }, query: { limit: '100' } }))
  return answer.ok ? { ok: true, value: answer.value.data } : answer
}

export const rejectedUrl = (id: string): string => `/api/v1/imports/${id}/rejected.csv`
