import type { Client, InStatement } from '@libsql/client/web'
import { type Actor, type Guard, runCommand } from '../db/command.ts'
import { resolveReferences } from '../db/references.ts'
import { refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import type { DatedKind, OpenFact } from './dated-kind.ts'
import { findCycle } from './find-cycle.ts'
import { findPartialOverlap, overlay, type Span } from './overlay.ts'

type Columns = Record<string, string | null>
type Fact = Span & { columns: Columns }

/** What a bulk upsert of dated facts did. */
export type FactsStored = { status: 'stored' | 'unchanged'; lines: number }

async function close(
  client: Client,
  facts: readonly OpenFact[],
): Promise<Result<(Fact & { removed: boolean })[], Refusal>> {
  const resolve = await resolveReferences(
    client,
    facts.flatMap(({ references }) => references),
  )
  const faults: Fault[] = []
  const closed = facts.map((fact, index) => {
    const columns: Columns = { ...fact.values }
    for (const { column, table, reference, pointer } of fact.references) {
      const id = resolve(table, reference)
      if (id === undefined) {
        const detail = `There is no such one among the ${table}.`
        faults.push({ pointer: `/data/${index}${pointer}`, code: 'unknown-reference', detail })
      }
      columns[column] = id ?? ''
    }
    return { from: fact.from, to: fact.to, removed: fact.removed, columns }
  })
  return faults.length > 0 ? refused(invalid(faults)) : ok(closed)
}

const subjectOf = (kind: DatedKind, columns: Columns): string =>
  JSON.stringify(kind.subject.map((column) => columns[column]))

/** What is stored about these subjects, and the revision at which it was read. */
async function readStored(client: Client, kind: DatedKind, subjects: readonly string[]) {
  const tuple = kind.subject.map((column, index) => `t.${column} = json_extract(s.value, '$[${index}]')`).join(' AND ')
  const [facts, state] = await client.batch(
    [
      {
        sql: `SELECT t.* FROM json_each(?) s CROSS JOIN ${kind.table} t ON ${tuple}`,
        args: [`[${subjects.join(',')}]`],
      },
      'SELECT configuration_revision FROM organisation_state',
    ],
    'read',
  )
  const stored = new Map<string, Fact[]>()
  for (const row of facts?.rows ?? []) {
    const columns: Columns = {}
    for (const column of [...kind.subject, ...kind.rest])
      columns[column] = row[column] === null ? null : String(row[column])
    const subject = subjectOf(kind, columns)
    const to = row.effective_to === null ? null : String(row.effective_to)
    const fact = { from: String(row.effective_from), to, columns }
    stored.set(subject, [...(stored.get(subject) ?? []), fact])
  }
  return { stored, revision: Number(state?.rows[0]?.configuration_revision ?? 0) }
}

function rowOf(kind: DatedKind, fact: Fact): Columns {
  const row: Columns = {}
  for (const column of [...kind.subject, ...kind.rest]) row[column] = fact.columns[column] ?? null
  return { ...row, effective_from: fact.from, effective_to: fact.to }
}

/** Statements that turn what was stored into what shall be, touching only rows that differ. */
function difference(kind: DatedKind, before: readonly Fact[], after: readonly Fact[]): InStatement[] {
  const text = (fact: Fact) => JSON.stringify(rowOf(kind, fact))
  const old = new Set(before.map(text))
  const fresh = new Set(after.map(text))
  const keys = [...kind.subject, 'effective_from']
  const removals = before.filter((fact) => !fresh.has(text(fact)))
  const additions = after.filter((fact) => !old.has(text(fact)))
  return [
    ...removals.map((fact) => ({
      sql: `DELETE FROM ${kind.table} WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`,
      args: keys.map((key) => rowOf(kind, fact)[key] ?? null),
    })),
    ...additions.map((fact) => {
      const row = rowOf(kind, fact)
      const names = Object.keys(row)
      return {
        sql: `INSERT INTO ${kind.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        args: names.map((name) => row[name] ?? null),
      }
    }),
  ]
}

async function refuseCycle(
  client: Client,
  kind: DatedKind,
  after: ReadonlyMap<string, readonly Fact[]>,
): Promise<Refusal | null> {
  const { rows } = await client.execute(`SELECT * FROM ${kind.table}`)
  const line = ({ from, to, columns }: Fact) => ({
    from,
    to,
    participant: columns.participant_id ?? '',
    manager: columns.manager_id ?? '',
  })
  const changed = [...after.values()].flat().map(line)
  const touched = new Set([...after.keys()].map((subject) => String(JSON.parse(subject)[0])))
  const others = rows
    .filter((row) => !touched.has(String(row.participant_id)))
    .map((row) => ({
      participant: String(row.participant_id),
      manager: String(row.manager_id),
      from: String(row.effective_from),
      to: row.effective_to === null ? null : String(row.effective_to),
    }))
  const cycle = findCycle([...others, ...changed], touched)
  if (cycle === null) return null
  const detail = `On ${cycle.on}, ${cycle.participant} would be above themselves in the hierarchy.`
  return invalid([{ pointer: '/data', code: 'cycle', detail }], detail)
}

/**
 * Stores dated facts, all of them or none. In a kind that cuts, each one takes the place of what was stored for its
 * subject and stretch; in one that refuses, a stretch that partly overlaps a stored one is a fault.
 */
export async function storeFacts(
  client: Client,
  kind: DatedKind,
  facts: readonly OpenFact[],
  by: Actor,
): Promise<Result<FactsStored, Refusal>> {
  const closed = await close(client, facts)
  if (!closed.ok) return closed

  const subjects = [...new Set(closed.value.map(({ columns }) => subjectOf(kind, columns)))]
  const { stored, revision } = await readStored(client, kind, subjects)
  const after = new Map<string, Fact[]>(subjects.map((subject) => [subject, stored.get(subject) ?? []]))
  const faults: Fault[] = []
  for (const [index, { removed, ...fact }] of closed.value.entries()) {
    const subject = subjectOf(kind, fact.columns)
    const known = after.get(subject) ?? []
    const partly = kind.onOverlap === 'refuse' && !removed ? findPartialOverlap(known, fact) : undefined
    if (partly !== undefined) {
      const detail = `It overlaps the one from ${partly.from} to ${partly.to} without being the same stretch.`
      faults.push({ pointer: `/data/${index}/from`, code: 'overlap', detail })
    }
    after.set(subject, overlay(known, fact, removed ? null : fact))
  }
  if (faults.length > 0) return refused(invalid(faults))

  const statements = subjects.flatMap((subject) =>
    difference(kind, stored.get(subject) ?? [], after.get(subject) ?? []),
  )
  if (statements.length === 0) return ok({ status: 'unchanged', lines: facts.length })
  const cycle = kind.table === 'reporting_lines' ? await refuseCycle(client, kind, after) : null
  if (cycle !== null) return refused(cycle)

  const unchanged: Guard = {
    what: 'the configuration',
    sql: 'SELECT configuration_revision = ? FROM organisation_state',
    args: [BigInt(revision)],
  }
  const done = await runCommand(client, {
    by,
    action: `${kind.name}.upsert`,
    object: kind.path,
    detail: { subjects },
    guards: [unchanged],
    raisesRevision: true,
    statements,
    answer: { status: 200, body: null },
  })
  return done.ok ? ok({ status: 'stored', lines: facts.length }) : refused(refusalOf(done.error))
}
