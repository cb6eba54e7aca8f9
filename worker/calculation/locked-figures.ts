import type { Client, InStatement } from '@libsql/client/web'
import {
  type Calculation,
  type Correction,
  corrections,
  earnedIn,
  OPENING,
  type Period,
  participantMovements,
  periodsOf,
  sumOn,
} from '#engine'
import { type PostedMovements, postedMovements } from '../ledger/posted-movements.ts'
import type { OrganisationSnapshot, PublishedPlan } from './organisation-snapshot.ts'

/** What of a plan is locked, what was posted of it, and the period in which corrections of it are paid. */
export type Locked = {
  readonly periods: ReadonlySet<string>
  readonly opensOn: string
  /** First day after the last locked period. */
  readonly closedTo: string
  /** The first open period; undefined where the calendar ends. */
  readonly next: Period | undefined
  readonly posted: PostedMovements
}

/** The first period of a plan that is not locked, if some are. */
export function nextOpenPeriod(
  snapshot: Pick<OrganisationSnapshot, 'locked' | 'calendar'>,
  plan: PublishedPlan,
): Period | undefined {
  const last = snapshot.locked.get(plan.id)?.at(-1)
  const kind = plan.versions[0]?.program.plan.period
  return last && kind && periodsOf(snapshot.calendar, kind).find((p) => p.from >= last.to)
}

/**
 * What is locked of a plan; undefined where nothing is.
 *
 * @param participants whom it concerns; left out, everybody.
 */
export async function readLocked(
  client: Client,
  snapshot: OrganisationSnapshot,
  plan: PublishedPlan,
  participants?: readonly string[],
): Promise<Locked | undefined> {
  const locked = snapshot.locked.get(plan.id) ?? []
  const [first, last] = [locked[0], locked.at(-1)]
  if (!first || !last) return undefined
  return {
    periods: new Set(locked.map((l) => l.period)),
    opensOn: first.from,
    closedTo: last.to,
    next: nextOpenPeriod(snapshot, plan),
    posted: await postedMovements(client, plan.id, Number.MAX_SAFE_INTEGER, participants),
  }
}

/** What a locked period would be now, less what was posted: earnings, and what they make payable. */
export type TrueUp = { readonly period: string; readonly earned: ReadonlyMap<string, bigint>; readonly payable: bigint }

const trueUpOf = ({ period, movements }: Correction): TrueUp => ({
  period,
  earned: earnedIn(movements),
  payable: -sumOn(movements, 'liability:participant'),
})

/**
 * The true-ups of a participant's locked periods as they stand now. None while an earning of one of them has no value: the
 * data exception says so, and nothing is guessed.
 */
export function trueUpsNow(
  plan: PublishedPlan,
  { periods, opensOn, closedTo, posted }: Locked,
  participant: string,
  calculation: Calculation,
): TrueUp[] {
  const ours = calculation.periods.filter((p) => p.period.from >= opensOn && p.period.from < closedTo)
  if (ours.some((p) => p.earnings.some((e) => e.minor === null))) return []
  const fresh = participantMovements(calculation, plan.versions, { from: opensOn, to: closedTo })
  return corrections(fresh, posted.get(participant) ?? new Map(), (id) => periods.has(id))
    .filter(({ period }) => period !== OPENING)
    .map(trueUpOf)
}

/** What an earning or a contest is called, by the latest version that has it. */
export function titleOf(plan: PublishedPlan, earning: string): string {
  for (const { program } of [...plan.versions].reverse()) {
    const part = [...program.plan.earnings, ...(program.plan.contests ?? [])].find((e) => e.id === earning)
    if (part) return part.title
  }
  return earning
}

/** Results of runs that stand: those that were reversed have nothing left. */
const STANDING = `locked_periods l JOIN run_results r ON r.run_id = l.run_id AND r.plan_id = l.plan_id WHERE l.plan_id = ?1 AND (?2 IS NULL OR r.participant_id IN (SELECT value FROM json_each(?2)))
    AND NOT EXISTS (SELECT 1 FROM reversals v WHERE v.run_id = l.run_id AND v.state = 'posted')`

const of = (path: string, alias = 'e') => `json_extract(${alias}.value, '$.${path}')`
const each = (path: string) => STANDING.replace(' WHERE', `, json_each(r.figures, '$.${path}') e WHERE`)

/**
 * Statements that write the figures of locked periods as they were posted.
 *
 * @param participants whom it concerns; null means everybody.
 */
export function insertLocked(plan: PublishedPlan, participants: readonly string[] | null): InStatement[] {
  const args = [plan.id, participants === null ? null : JSON.stringify(participants)]
  const into = `INSERT INTO earnings (plan_id, participant_id, period_id, earning_id, plan_version, title, amount_minor, currency, period_from, period_to, corrects_period_id)`
  const version = `coalesce(json_extract(r.figures, '$.version.number'), 0)`
  return [
    {
      sql: `${into} SELECT r.plan_id, r.participant_id, l.period_id, ${of('earning')}, ${version}, ${of('title')}, CAST(${of('minor')} AS INTEGER),
          r.currency, l.period_from, l.period_to, NULL FROM ${each('earnings')}`,
      args,
    },
    {
      sql: `${into} SELECT r.plan_id, r.participant_id, l.period_id, ${of('period')} || '/' || ${of('earning', 'x')}, ${version}, ${of('title', 'x')},
          CAST(${of('minor', 'x')} AS INTEGER), r.currency, l.period_from, l.period_to, ${of('period')}
          FROM ${each('corrections').replace(' WHERE', ", json_each(e.value, '$.earnings') x WHERE")}`,
      args,
    },
    {
      sql: `INSERT INTO payments (plan_id, participant_id, period_id, amount_minor, currency, period_from, period_to, entries, balances)
        SELECT r.plan_id, r.participant_id, l.period_id, r.payable_minor, r.currency, l.period_from, l.period_to,
          (SELECT json_group_array(json(value)) FROM (SELECT value FROM json_each(r.figures, '$.payment.entries')
            UNION ALL SELECT json_object('rule', ${of('period', 'c')}, 'what', 'true-up', 'minor', ${of('payable', 'c')}) FROM json_each(r.figures, '$.corrections') c)),
          (SELECT json_group_array(json_array(${of('rule', 'b')}, ${of('minor', 'b')})) FROM json_each(r.figures, '$.payment.balances') b)
        FROM ${STANDING} AND (json_extract(r.figures, '$.version') IS NOT NULL OR r.payable_minor <> 0)`,
      args,
    },
  ]
}
