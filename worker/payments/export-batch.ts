import { createHash } from 'node:crypto'
import type { Client } from '@libsql/client/web'
import { type Actor, type Done, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { invalid, notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { type Result, refused } from '../result.ts'
import type { Person } from '../runs/change-run.ts'
import { eventStatement } from '../workflow/events.ts'
import { readBatch, readLines } from './batch-rows.ts'
import { wrongBatchState } from './change-batch.ts'
import { PLAIN, payrollFile, readLayouts } from './payroll-layout.ts'

/**
 * Writes an approved batch as a file for payroll and keeps the file as it was: what was handed over can be shown later.
 *
 * @param layoutId external id of a layout; null is the plain one.
 */
export async function exportBatch(
  client: Client,
  id: string,
  layoutId: string | null,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const [batch, layouts] = await Promise.all([readBatch(client, id), readLayouts(client)])
  if (batch === null) return refused(notFound())
  if (batch.state === 'draft' || batch.state === 'cancelled')
    return refused(wrongBatchState(batch, ['approved', 'paid', 'settled']))
  const layout = layoutId === null ? PLAIN : layouts.find((l) => l.externalId === layoutId)?.layout
  if (layout === undefined)
    return refused(
      invalid([{ pointer: '/layout', code: 'unknown-reference', detail: 'There is no layout by that external id.' }]),
    )
  const lines = await readLines(client, id)
  const content = payrollFile(batch, lines, layout)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const exportId = newId('exp')
  const done = await runCommand(client, {
    by,
    action: 'Payment.export',
    object: id,
    detail: { exportId, layout: layoutId, sha256 },
    idempotency,
    statements: [
      {
        sql: 'INSERT INTO payroll_exports (id, batch_id, layout, content, sha256, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        args: [exportId, id, JSON.stringify(layout), content, sha256, by.actor, BigInt(by.now.getTime())],
      },
      eventStatement(id, 'exported', person.persons, by),
    ],
    answer: { status: 201, body: { id: exportId, batchId: id, sha256, lines: lines.length } },
  })
  return done.ok ? done : refused(refusalOf(done.error))
}

/** A file that was handed over, or null. */
export async function readExport(client: Client, batch: string, id: string): Promise<string | null> {
  const { rows } = await client.execute({
    sql: 'SELECT content FROM payroll_exports WHERE id = ? AND batch_id = ?',
    args: [id, batch],
  })
  return rows[0] === undefined ? null : String(rows[0].content)
}
