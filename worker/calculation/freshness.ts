import type { Client } from '@libsql/client/web'
import { ENGINE_VERSION, periodAt } from '#engine'
import type { OrganisationSnapshot, PublishedPlan } from './organisation-snapshot.ts'

/** How far an organisation has moved: its configuration's revision and its last transaction. */
export type Marks = { readonly revision: number; readonly lastSeq: number }

/** How far a plan's figures go. */
export type Calculated = {
  readonly throughSeq: number
  readonly revision: number
  readonly throughDay: string
  readonly engineVersion: string
}

export const MARKS_SQL =
  'SELECT configuration_revision AS revision, (SELECT coalesce(max(seq), 0) FROM transactions) AS last_seq FROM organisation_state'
const CALCULATED_SQL =
  'SELECT plan_id, through_seq, configuration_revision, through_day, engine_version FROM calculations'

/** The marks and every plan's progress, in one round trip. */
export async function readMarks(client: Client): Promise<{ marks: Marks; calculated: Map<string, Calculated> }> {
  const [state, done] = await client.batch([MARKS_SQL, CALCULATED_SQL], 'read')
  const row = state?.rows[0]
  return {
    marks: { revision: Number(row?.revision ?? 0), lastSeq: Number(row?.last_seq ?? 0) },
    calculated: new Map(
      (done?.rows ?? []).map((r) => [
        String(r.plan_id),
        {
          throughSeq: Number(r.through_seq),
          revision: Number(r.configuration_revision),
          throughDay: String(r.through_day),
          engineVersion: String(r.engine_version),
        },
      ]),
    ),
  }
}

/** Whether a plan's figures can be kept and only added to: same configuration, same engine, no new period begun. */
export function isSameBasis(
  plan: PublishedPlan,
  done: Calculated | undefined,
  snapshot: OrganisationSnapshot,
  day: string,
): boolean {
  if (!done || done.revision !== snapshot.revision || done.engineVersion !== ENGINE_VERSION) return false
  if (done.throughDay === day) return true
  const kind = plan.versions[0]?.program.plan.period ?? 'month'
  return periodAt(snapshot.calendar, kind, done.throughDay)?.id === periodAt(snapshot.calendar, kind, day)?.id
}

/** Whether a plan's figures are those of this moment. */
export const isFresh = (
  plan: PublishedPlan,
  done: Calculated | undefined,
  snapshot: OrganisationSnapshot,
  marks: Marks,
  day: string,
): boolean => isSameBasis(plan, done, snapshot, day) && done?.throughSeq === marks.lastSeq
