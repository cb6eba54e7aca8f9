import type { Client, Row } from '@libsql/client/web'
import type { PlanSummary, PlanVersion } from './plan-schema.ts'

/** A plan's row with its draft as text; `isPublished`: nothing was written since the latest version. */
export type StoredPlan = PlanSummary & { ast: string; layout: string | null; authors: string[]; isPublished: boolean }

const SUMMARY = `p.rowid AS _row, p.id, p.external_id, p.name, p.draft_revision, p.updated_at,
  v.version, v.hash, v.effective_from, v.published_at`
const LATEST = `LEFT JOIN plan_versions v ON v.plan_id = p.id
  AND v.version = (SELECT max(version) FROM plan_versions WHERE plan_id = p.id)`

const instant = (value: unknown): string => new Date(Number(value)).toISOString()

export function toSummary(row: Row): PlanSummary {
  return {
    id: String(row.id),
    externalId: row.external_id === null ? null : String(row.external_id),
    name: String(row.name),
    revision: Number(row.draft_revision),
    updatedAt: instant(row.updated_at),
    latestVersion:
      row.version === null
        ? null
        : {
            version: Number(row.version),
            hash: String(row.hash),
            effectiveFrom: String(row.effective_from),
            publishedAt: instant(row.published_at),
          },
  }
}

function toVersion(row: Row): PlanVersion {
  return {
    planId: String(row.plan_id),
    version: Number(row.version),
    hash: String(row.hash),
    effectiveFrom: String(row.effective_from),
    authors: JSON.parse(String(row.authors)),
    publishedAt: instant(row.published_at),
    publishedBy: String(row.published_by),
    ast: JSON.parse(String(row.ast)),
    layout: row.layout === null ? null : JSON.parse(String(row.layout)),
  }
}

/** limit + 1 rows after a row. */
export async function readPlanRows(client: Client, { after, limit }: { after: bigint; limit: number }): Promise<Row[]> {
  const sql = `SELECT ${SUMMARY} FROM plans p ${LATEST} WHERE p.rowid > ? ORDER BY p.rowid LIMIT ?`
  return (await client.execute({ sql, args: [after, BigInt(limit + 1)] })).rows
}

/** The plan with its draft, or null. */
export async function readPlan(client: Client, id: string): Promise<StoredPlan | null> {
  const sql = `SELECT ${SUMMARY}, p.draft_ast, p.draft_layout, p.draft_authors, v.ast = p.draft_ast AS is_published FROM plans p ${LATEST} WHERE p.id = ?`
  const row = (await client.execute({ sql, args: [id] })).rows[0]
  if (row === undefined) return null
  return {
    ...toSummary(row),
    ast: String(row.draft_ast),
    layout: row.draft_layout === null ? null : String(row.draft_layout),
    authors: JSON.parse(String(row.draft_authors)),
    isPublished: Number(row.is_published ?? 0) === 1,
  }
}

/** Published versions, oldest first. */
export async function readVersions(client: Client, planId: string): Promise<PlanVersion[]> {
  const sql = 'SELECT * FROM plan_versions WHERE plan_id = ? ORDER BY version'
  return (await client.execute({ sql, args: [planId] })).rows.map(toVersion)
}

/** One published version, or null. */
export async function readVersion(client: Client, planId: string, version: number): Promise<PlanVersion | null> {
  const sql = 'SELECT * FROM plan_versions WHERE plan_id = ? AND version = ?'
  const row = (await client.execute({ sql, args: [planId, BigInt(version)] })).rows[0]
  return row === undefined ? null : toVersion(row)
}
