import type { Client, InStatement } from '@libsql/client/web'
import {
  assignCredits,
  type Credit,
  calculateAll,
  comparesParticipants,
  type DataException,
  type Transaction,
  versionOn,
} from '#engine'
import { settleCases } from '../exceptions/settle-cases.ts'
import { todayOf } from '../settings/settings-rows.ts'
import { type Calculated, isFresh, isSameBasis, type Marks, readMarks } from './freshness.ts'
import { insertLocked, type Locked, readLocked } from './locked-figures.ts'
import { type OrganisationSnapshot, type PublishedPlan, snapshotAt } from './organisation-snapshot.ts'
import { CREDIT_COLUMNS, creditFromRow, TRANSACTION_COLUMNS, transactionFromRow } from './transaction-rows.ts'
import { claimMarks, insertCredits, type ParticipantFigures, replaceFigures } from './write-results.ts'

/** Beyond this many new transactions, adding them one by one costs more than calculating the plan anew. */
const FEW = 2_000
const PAGE = 5_000
const TRIES = 5

/** Only the version that counts of each transaction: the highest. */
export const LATEST =
  'NOT EXISTS (SELECT 1 FROM transactions n WHERE n.source = t.source AND n.external_id = t.external_id AND n.version > t.version)'

/** Transactions that refer to one of which a new version came: their hierarchy and owners may be of another day now. */
const REFERS =
  't.reverses IS NOT NULL AND EXISTS (SELECT 1 FROM transactions n WHERE n.seq > ?1 AND n.seq <= ?2 AND n.source = t.source AND n.external_id = t.reverses)'

/** What a caller reads figures under: the configuration, and the organisation's day. */
export type Fresh = { readonly snapshot: OrganisationSnapshot; readonly day: string; readonly marks: Marks }

/**
 * Brings every published plan's credits, earnings and states up to the organisation's last transaction and revision.
 * A pure function of what is stored, written under a compare-and-set of its marks: run twice, or by two at once, it
 * gives the same rows once.
 */
export async function bringUpToDate(client: Client, organisation: string, now: Date): Promise<Fresh> {
  let [tries, left] = [0, Number.POSITIVE_INFINITY]
  for (;;) {
    const { marks, calculated } = await readMarks(client)
    const snapshot = await snapshotAt(client, organisation, marks.revision)
    const day = todayOf(snapshot, now)
    const stale = snapshot.plans.filter((plan) => !isFresh(plan, calculated.get(plan.id), snapshot, marks, day))
    if (stale.length === 0) return { snapshot, day, marks }
    // Whoever loses a plan to somebody else has fewer left: only tries that nobody gained from count.
    tries = stale.length < left ? 1 : tries + 1
    left = stale.length
    try {
      for (const plan of stale) {
        const done = calculated.get(plan.id)
        const context = { client, snapshot, plan, marks, day, now }
        if (done && isSameBasis(plan, done, snapshot, day) && marks.lastSeq - done.throughSeq <= FEW)
          await addNew(context, done)
        else await rebuild(context, done)
      }
    } catch (error) {
      // Somebody else moved the marks between our reading and our writing: look again.
      if (tries >= TRIES || !(error instanceof Error) || !/guards_ok_ck/.test(error.message)) throw error
    }
  }
}

type Context = {
  client: Client
  snapshot: OrganisationSnapshot
  plan: PublishedPlan
  marks: Marks
  day: string
  now: Date
}

/** Credits every transaction that counts, and calculates every participant of the plan. */
async function rebuild(context: Context, done: Calculated | undefined): Promise<void> {
  const { client, snapshot, plan, marks, day, now } = context
  const credits: Credit[] = []
  const exceptions: DataException[] = []
  let after = 0
  for (;;) {
    const { rows } = await client.execute({
      sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions t WHERE t.seq > ? AND t.seq <= ? AND t.voided = 0 AND ${LATEST} ORDER BY t.seq LIMIT ${PAGE}`,
      args: [BigInt(after), BigInt(marks.lastSeq)],
    })
    for (const row of rows) collect(context, transactionFromRow(row, snapshot), credits, exceptions)
    if (rows.length < PAGE) break
    after = Number(rows.at(-1)?.seq)
  }
  const locked = await readLocked(client, snapshot, plan)
  const figures = figuresOfAll(context, everybodyWith(context, credits, locked))
  await client.batch(
    [
      ...claimMarks(plan, done, { throughSeq: marks.lastSeq, revision: snapshot.revision, day, now }),
      ...['credits', 'earnings', 'payments', 'participant_states', 'data_exceptions'].map((table) => ({
        sql: `DELETE FROM ${table} WHERE plan_id = ?`,
        args: [plan.id],
      })),
      ...insertCredits(plan, credits),
      ...replaceFigures(plan, figures, exceptions, locked),
      ...(locked ? insertLocked(plan, null) : []),
      ...settleCases(plan.id, now),
    ],
    'write',
  )
}

/** Credits only the new versions, and recalculates only whom they touch. */
async function addNew(context: Context, done: Calculated): Promise<void> {
  const { client, snapshot, plan, marks, day, now } = context
  const since = [BigInt(done.throughSeq), BigInt(marks.lastSeq)]
  const [fresh, superseded] = await client.batch(
    [
      {
        sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions t
              WHERE t.seq <= ?2 AND (t.seq > ?1 OR ${REFERS}) AND t.voided = 0 AND ${LATEST} ORDER BY t.seq`,
        args: since,
      },
      {
        sql: `SELECT DISTINCT o.seq FROM transactions n JOIN transactions o
              ON o.source = n.source AND o.external_id = n.external_id AND o.version < n.version WHERE n.seq > ?1 AND n.seq <= ?2`,
        args: since,
      },
    ],
    'read',
  )
  // Credits of older versions go, and those of transactions that are credited anew.
  const again = JSON.stringify([...(superseded?.rows ?? []), ...(fresh?.rows ?? [])].map((r) => Number(r.seq)))
  const replaced = await client.execute({
    sql: 'SELECT DISTINCT transaction_seq, participant_id FROM credits WHERE plan_id = ? AND transaction_seq IN (SELECT value FROM json_each(?))',
    args: [plan.id, again],
  })
  const credits: Credit[] = []
  const exceptions: DataException[] = []
  for (const row of fresh?.rows ?? []) collect(context, transactionFromRow(row, snapshot), credits, exceptions)
  const gone = new Set(replaced.rows.map((r) => Number(r.transaction_seq)))
  const direct = [...replaced.rows.map((r) => String(r.participant_id)), ...credits.map((c) => c.participant)]
  // Where the plan compares participants, one deal may move everybody's rank.
  const touched =
    comparesParticipants(plan.versions) && direct.length > 0 ? participantsOf(context) : [...new Set(direct)]
  const history = await historyOf(client, snapshot, plan.id, touched)
  const figures = figuresOfAll(
    context,
    new Map(
      touched.map((participant) => {
        const kept = (history.get(participant) ?? []).filter((c) => !gone.has(Number(c.transaction.id)))
        return [participant, [...kept, ...credits.filter((c) => c.participant === participant)]]
      }),
    ),
  )
  const locked = await readLocked(client, snapshot, plan, touched)
  const list = JSON.stringify(touched)
  const ofTouched = 'plan_id = ? AND participant_id IN (SELECT value FROM json_each(?))'
  const removals: InStatement[] = [
    {
      sql: 'DELETE FROM credits WHERE plan_id = ? AND transaction_seq IN (SELECT value FROM json_each(?))',
      args: [plan.id, JSON.stringify([...gone])],
    },
    {
      sql: 'DELETE FROM data_exceptions WHERE plan_id = ? AND transaction_seq IN (SELECT value FROM json_each(?))',
      args: [plan.id, again],
    },
    ...['earnings', 'payments', 'participant_states'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE ${ofTouched}`,
      args: [plan.id, list],
    })),
    { sql: `DELETE FROM data_exceptions WHERE ${ofTouched} AND period_id IS NOT NULL`, args: [plan.id, list] },
  ]
  await client.batch(
    [
      ...claimMarks(plan, done, { throughSeq: marks.lastSeq, revision: snapshot.revision, day, now }),
      ...removals,
      ...insertCredits(plan, credits),
      ...replaceFigures(plan, figures, exceptions, locked),
      ...(locked ? insertLocked(plan, touched) : []),
      ...settleCases(plan.id, now),
    ],
    'write',
  )
}

function collect({ snapshot, plan }: Context, t: Transaction, credits: Credit[], exceptions: DataException[]): void {
  const version = versionOn(plan.versions, snapshot.facts, t.creditedOn)
  if (!version) return
  const assigned = assignCredits(version.program.plain, plan.id, snapshot.facts, t)
  credits.push(...assigned.credits)
  exceptions.push(...assigned.exceptions)
}

/** Everybody to whom the plan is or was assigned. */
const participantsOf = ({ snapshot, plan }: Context): string[] =>
  [...snapshot.participantNames.keys()].filter((p) => snapshot.facts.assignmentsOf(plan.id, p).length > 0)

/** Who takes part, and whoever was paid under the plan before their assignment was taken away. */
function everybodyWith(
  context: Context,
  credits: readonly Credit[],
  locked: Locked | undefined,
): Map<string, readonly Credit[]> {
  const byParticipant = Map.groupBy(credits, (c) => c.participant)
  const everybody = new Set([...participantsOf(context), ...(locked?.posted.keys() ?? [])])
  return new Map([...everybody].map((participant) => [participant, byParticipant.get(participant) ?? []]))
}

function figuresOfAll(
  { snapshot, plan, day }: Context,
  credits: ReadonlyMap<string, readonly Credit[]>,
): ParticipantFigures[] {
  const input = { plan: plan.id, versions: plan.versions, facts: snapshot.facts, through: day }
  return [...calculateAll(input, credits)].map(([participant, calculation]) => ({ participant, calculation }))
}

/** All stored credits of some participants under a plan. */
export async function historyOf(
  client: Client,
  snapshot: OrganisationSnapshot,
  plan: string,
  participants: readonly string[],
): Promise<Map<string, Credit[]>> {
  if (participants.length === 0) return new Map()
  const { rows } = await client.execute({
    sql: `SELECT ${CREDIT_COLUMNS} FROM credits c JOIN transactions t ON t.seq = c.transaction_seq
          WHERE c.plan_id = ? AND c.participant_id IN (SELECT value FROM json_each(?))`,
    args: [plan, JSON.stringify(participants)],
  })
  return Map.groupBy(
    rows.map((row) => creditFromRow(row, snapshot)),
    (c) => c.participant,
  )
}
