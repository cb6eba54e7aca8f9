import type { Client } from '@libsql/client/web'
import { ENGINE_VERSION, type Period, periodsOf } from '#engine'
import type { OrganisationSnapshot, PublishedPlan } from '../calculation/organisation-snapshot.ts'
import { loadSnapshot } from '../calculation/organisation-snapshot.ts'
import { type Actor, type Done, pause, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { postedMovements } from '../ledger/posted-movements.ts'
import { ok, type Result, refused } from '../result.ts'
import { todayOf } from '../settings/settings-rows.ts'
import { eventStatement } from '../workflow/events.ts'
import { populationOfRun } from './decide-results.ts'

export type RunRequest = { readonly periodId: string; readonly planIds: readonly string[] | null }

type Chosen = { readonly period: Period; readonly plans: readonly PublishedPlan[] }

const conflict = (kind: string, detail: string): Refusal => ({ status: 409, kind, detail })

/** The period and the plans that are meant; periods of a plan close one after the other. */
function choose(
  snapshot: OrganisationSnapshot,
  { periodId, planIds }: RunRequest,
  today: string,
): Result<Chosen, Refusal> {
  const period = snapshot.calendar.find((p) => p.id === periodId)
  if (!period)
    return refused(
      invalid([{ pointer: '/periodId', code: 'unknown-reference', detail: 'The calendar has no such period.' }]),
    )
  const fits = (plan: PublishedPlan) => plan.versions[0]?.program.plan.period === period.kind
  const faults: Fault[] = (planIds ?? []).flatMap((id, i): Fault[] => {
    const plan = snapshot.plans.find((p) => p.id === id)
    const pointer = `/planIds/${i}`
    if (!plan) return [{ pointer, code: 'unknown-reference', detail: 'There is no published plan by that id.' }]
    if (fits(plan)) return []
    const detail = `This plan is calculated by ${plan.versions[0]?.program.plan.period}, and ${period.id} is a ${period.kind}.`
    return [{ pointer, code: 'other-period-kind', detail }]
  })
  if (faults.length > 0) return refused(invalid(faults))
  const plans = snapshot.plans.filter((plan) => (planIds === null ? fits(plan) : planIds.includes(plan.id)))
  if (plans.length === 0) return refused(conflict('no-plans', `No published plan is calculated by ${period.kind}.`))
  if (period.from > today) return refused(conflict('period-not-begun', `${period.id} begins on ${period.from}.`))
  for (const plan of plans) {
    const locked = snapshot.locked.get(plan.id) ?? []
    if (locked.some((l) => l.period === period.id))
      return refused(
        conflict(
          'period-locked',
          `${period.id} of "${plan.name}" is locked. What changed since comes as a true-up in the next period.`,
        ),
      )
    const last = locked.at(-1)
    const next = last && periodsOf(snapshot.calendar, period.kind).find((p) => p.from >= last.to)
    if (next && next.id !== period.id)
      return refused(
        conflict('earlier-period-open', `${next.id} of "${plan.name}" comes next: periods close one after the other.`),
      )
  }
  return ok({ period, plans })
}

const NOW_SQL = `SELECT configuration_revision AS revision, (SELECT coalesce(max(seq), 0) FROM transactions) AS last_seq,
  (SELECT coalesce(max(seq), 0) FROM audit_entries) AS audit_seq,
  (SELECT json_group_object(plan_id, seq) FROM (SELECT plan_id, max(seq) AS seq FROM journals WHERE plan_id IS NOT NULL GROUP BY plan_id)) AS ledger
  FROM organisation_state`

const TRIES = 5

/**
 * Begins a run: names the moment whose data it reads, so that it can be calculated, now or in parts, and again at any time.
 * Nothing is copied.
 */
export async function startRun(
  client: Client,
  request: RunRequest,
  persons: readonly string[],
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  for (let attempt = 0; ; attempt += 1) {
    const row = (await client.execute(NOW_SQL)).rows[0]
    const revision = Number(row?.revision)
    const snapshot = await loadSnapshot(client)
    const chosen = choose(snapshot, request, todayOf(snapshot, by.now))
    if (!chosen.ok) return chosen
    const { period, plans } = chosen.value
    const ledger = JSON.parse(String(row?.ledger ?? '{}')) as Record<string, number>
    const id = newId('run')
    let population = 0
    const parts: { plan: PublishedPlan; opensOn: string; ledgerSeq: number }[] = []
    for (const plan of plans) {
      const opensOn = snapshot.locked.get(plan.id)?.[0]?.from ?? period.from
      const ledgerSeq = ledger[plan.id] ?? 0
      const posted = await postedMovements(client, plan.id, ledgerSeq)
      population += populationOfRun({ snapshot, plan, period, opensOn, posted }).length
      parts.push({ plan, opensOn, ledgerSeq })
    }
    const done = await runCommand(client, {
      by,
      action: 'Run.create',
      object: id,
      detail: { periodId: period.id, planIds: plans.map((p) => p.id), throughSeq: Number(row?.last_seq), revision },
      idempotency,
      guards: [
        {
          what: 'the configuration',
          sql: 'SELECT configuration_revision = ? FROM organisation_state',
          args: [BigInt(revision)],
        },
      ],
      statements: [
        {
          sql: `INSERT INTO runs (id, period_id, period_kind, period_from, period_to, state, version, through_seq, configuration_revision, audit_seq, engine_version, population, created_at)
            VALUES (?, ?, ?, ?, ?, 'calculating', 1, ?, ?, ?, ?, ?, ?)`,
          args: [
            id,
            period.id,
            period.kind,
            period.from,
            period.to,
            BigInt(Number(row?.last_seq)),
            BigInt(revision),
            BigInt(Number(row?.audit_seq)),
            ENGINE_VERSION,
            BigInt(population),
            BigInt(by.now.getTime()),
          ],
        },
        ...parts.map(({ plan, opensOn, ledgerSeq }) => ({
          sql: 'INSERT INTO run_plans (run_id, plan_id, through_version, opens_on, ledger_seq) VALUES (?, ?, ?, ?, ?)',
          args: [id, plan.id, BigInt(plan.versions.at(-1)?.version ?? 0), opensOn, BigInt(ledgerSeq)],
        })),
        eventStatement(id, 'created', persons, by),
      ],
      answer: { status: 201, body: { id } },
    })
    if (done.ok) return done
    const hasMoved = done.error.kind === 'GuardFailed' || snapshot.revision !== revision
    if (!hasMoved || attempt + 1 === TRIES) return refused(refusalOf(done.error))
    await pause(attempt)
  }
}
