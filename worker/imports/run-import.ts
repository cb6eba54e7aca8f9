import type { Client, InStatement } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import type { Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import type { ImportGround } from '../transactions/import-lines.ts'
import { commitStagedStatements, dropStagedStatement } from '../transactions/version-statements.ts'
import { insertImport } from './import-rows.ts'
import type { Import, ImportAnswer, Mode } from './import-schema.ts'
import type { ImportMapping } from './mapping/import-mapping.ts'
import { type FileType, type OpenFile, openFile, unreadable } from './open-file.ts'
import { MOST_ROWS, type Staged, stageFile } from './stage-file.ts'

/** A file, and what is to be done with it. */
export type ImportRequest = {
  body: ReadableStream<Uint8Array>
  fileType: FileType
  fileName: string
  mappingId: string
  mapping: ImportMapping
  mode: Mode
  /** Of the command, once the file's hash is known; null for a dry run, which stores nothing. */
  idempotency: ((sha256: string) => Idempotency) | null
  ground: ImportGround
  timeZone: string
  /** Most rows that may be new, or rejected. */
  mostRows?: number
}

export type ImportDone = { answer: ImportAnswer; replayed: boolean }

function dropStatements(importId: string): InStatement[] {
  return [dropStagedStatement(importId), { sql: 'DELETE FROM import_rejects WHERE import_id = ?', args: [importId] }]
}

function recordOf(request: ImportRequest, file: OpenFile, staged: Staged, importId: string, by: Actor): Import {
  const { fileName, fileType, mappingId, mapping, mode } = request
  const { preview: _, rejects: __, ...counted } = staged
  const isRefused = mode === 'whole' && staged.rejected > 0
  return {
    id: importId,
    fileName,
    fileType,
    ...file.evidence(),
    mappingId,
    mapping,
    mode,
    outcome: isRefused ? 'refused' : 'imported',
    ...counted,
    // What was refused did not happen.
    ...(isRefused ? { stored: 0, unchanged: 0, totals: [] } : {}),
    recordedAt: by.now.toISOString(),
    recordedBy: by.actor,
  }
}

/** Makes the staged rows count, and records the import, in one batch. */
async function commit(
  client: Client,
  record: Import,
  staged: Staged,
  idempotency: Idempotency,
  by: Actor,
): Promise<Result<ImportDone, Refusal>> {
  const { mapping: _, ...detail } = record
  const answer: ImportAnswer = { ...staged, ...pick(record), import: record }
  const isStored = record.outcome === 'imported' && record.stored > 0
  const done = await runCommand(client, {
    by,
    action: 'Transaction.import',
    object: record.id,
    detail,
    idempotency,
    statements: [
      ...(isStored ? commitStagedStatements(record.id) : [dropStagedStatement(record.id)]),
      insertImport(record, by),
    ],
    answer: { status: 201, body: answer },
  })
  if (!done.ok) return refused(refusalOf(done.error))
  return ok({ answer: done.value.body as ImportAnswer, replayed: done.value.replayed })
}

const pick = ({ stored, unchanged, totals }: Import) => ({ stored, unchanged, totals })

/**
 * Imports a file through a mapping. Its rows are put aside as they stream in and become transactions in one batch at the
 * end: all of them or none in mode `whole`, the good ones in mode `good`. A dry run puts aside and forgets.
 */
export async function runImport(
  client: Client,
  request: ImportRequest,
  by: Actor,
): Promise<Result<ImportDone, Refusal>> {
  const importId = newId('imp')
  const { mapping, ground, timeZone, idempotency, mostRows = MOST_ROWS } = request
  let isCommitted = false
  try {
    const file = await openFile(request.body, request.fileType, mapping.decimals)
    const staged = await stageFile(client, file, mapping, { ground, timeZone, importId, now: by.now, mostRows })
    if (!staged.ok) return refused(staged.error)
    if (idempotency === null) return ok({ answer: { ...staged.value, import: null }, replayed: false })
    const record = recordOf(request, file, staged.value, importId, by)
    const done = await commit(client, record, staged.value, idempotency(record.sha256), by)
    isCommitted = done.ok && !done.value.replayed
    return done
  } catch (error) {
    const refusal = unreadable(error)
    if (refusal !== null) return refused(refusal)
    throw error
  } finally {
    // Where the database is away, the sweep does it.
    if (!isCommitted) await client.batch(dropStatements(importId), 'write').catch(() => undefined)
  }
}
