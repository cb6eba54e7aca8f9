import { createHash } from 'node:crypto'
import type { Client, InStatement } from '@libsql/client/web'
import { canonicalText, type DataException, periodAt } from '#engine'
import { creditsOf, hashInputs, type Inputs, readInputs } from '../calculation/inputs-at.ts'
import type { PublishedPlan } from '../calculation/organisation-snapshot.ts'
import { postedMovements } from '../ledger/posted-movements.ts'
import { decideResults, figuresOfResult, type PlanInputs, populationOfRun } from './decide-results.ts'
import { figuresOf, figuresText } from './result-figures.ts'
import { type RunException, readRun, type StoredRun } from './run-rows.ts'
import { trueUpReasons } from './true-up-reasons.ts'

/** One participant's result under one plan, as it is stored. */
export type ResultRow = {
  readonly plan: string
  readonly participant: string
  readonly currency: string
  readonly earned: bigint
  readonly trueUp: bigint
  readonly payable: bigint
  readonly figures: string
  readonly hash: string
}

/** What every result of a run is sealed with: which run, and from what data. */
const sealOf = (run: StoredRun, inputHash: string): string => {
  const { id, period, moment, auditSeq, engineVersion, population, plans, createdAt } = run
  const { throughSeq, revision } = moment
  return canonicalText({
    id,
    period,
    throughSeq,
    revision,
    auditSeq,
    engineVersion,
    population,
    plans,
    createdAt,
    inputHash,
  })
}

const hashOf = (seal: string, plan: string, participant: string, figures: string): string =>
  createHash('sha256').update(`result/v1\n${seal}\n${plan}\n${participant}\n${figures}`).digest('hex')

const exceptionOf = (plan: string, x: DataException): RunException => ({
  planId: plan,
  code: x.code,
  message: x.message,
  participantId: x.participant,
  transactionSeq: x.transaction === null ? null : Number(x.transaction),
  periodId: x.period,
})

type Prepared = { readonly inputs: PlanInputs; readonly participants: string[]; readonly exceptions: RunException[] }

/** What results of one plan of a run follow from: the moment's data, and what the ledger said then. */
async function prepare(client: Client, run: StoredRun, all: Inputs, plan: PublishedPlan): Promise<Prepared> {
  const { opensOn, ledgerSeq } = run.plans.find((p) => p.plan === plan.id) ?? { opensOn: run.period.from, ledgerSeq: 0 }
  const posted = await postedMovements(client, plan.id, ledgerSeq)
  const { credits, exceptions } = creditsOf(all, plan)
  const locked = new Set(
    all.snapshot.calendar
      .filter((p) => p.kind === run.period.kind && p.from >= opensOn && p.from < run.period.from)
      .map((p) => p.id),
  )
  const inputs: PlanInputs = { snapshot: all.snapshot, plan, period: run.period, opensOn, locked, credits, posted }
  const ours = exceptions.filter(({ creditedOn }) => {
    const period = periodAt(all.snapshot.calendar, run.period.kind, creditedOn)
    return period !== undefined && period.from >= opensOn && period.from <= run.period.from
  })
  return {
    inputs,
    participants: populationOfRun(inputs),
    exceptions: ours.map(({ exception }) => exceptionOf(plan.id, exception)),
  }
}

/**
 * Results of everybody in a run, calculated from what is stored: the same for whoever calculates them again. Those of
 * participants with data exceptions are missing, and the exceptions listed.
 */
export async function resultsOfRun(
  client: Client,
  run: StoredRun,
): Promise<{ rows: ResultRow[]; exceptions: RunException[]; inputHash: string }> {
  const all = await readInputs(client, run.moment)
  const inputHash = await hashInputs(client, run.moment)
  const seal = sealOf(run, inputHash)
  const rows: ResultRow[] = []
  const exceptions: RunException[] = []
  for (const plan of all.snapshot.plans) {
    const prepared = await prepare(client, run, all, plan)
    const { inputs, participants } = prepared
    const decided = decideResults(inputs, participants)
    exceptions.push(...prepared.exceptions, ...decided.exceptions.map((x) => exceptionOf(plan.id, x)))
    const before = await lockedBy(client, plan.id, run)
    const corrected = decided.results.filter((r) => r.corrections.some((c) => c.period !== ''))
    const whom = new Set(corrected.map((r) => r.participant))
    const reasons = before === undefined ? undefined : await trueUpReasons(client, before, all, plan, run.period, whom)
    const currency = plan.versions[0]?.program.plan.currency ?? all.snapshot.currency
    for (const result of decided.results) {
      const figures = figuresText(figuresOf(plan, run.period, result, reasons?.get(result.participant)))
      const { participant } = result
      const hash = hashOf(seal, plan.id, participant, figures)
      rows.push({ plan: plan.id, participant, currency, ...figuresOfResult(result), figures, hash })
    }
  }
  return { rows, exceptions, inputHash }
}

/** The run that locked the plan's last period before this one's. */
async function lockedBy(client: Client, plan: string, run: StoredRun): Promise<string | undefined> {
  const { rows } = await client.execute({
    sql: 'SELECT run_id FROM locked_periods WHERE plan_id = ? AND period_from < ? ORDER BY period_from DESC LIMIT 1',
    args: [plan, run.period.from],
  })
  return rows[0] === undefined ? undefined : String(rows[0].run_id)
}

const ROWS = 500

/** Statements that write results that are not there yet: written twice, they stand there once. */
function writeResults(run: string, rows: readonly ResultRow[]): InStatement[] {
  const statements: InStatement[] = []
  for (let i = 0; i < rows.length; i += ROWS) {
    const chunk = rows
      .slice(i, i + ROWS)
      .map((r) => [
        r.plan,
        r.participant,
        r.currency,
        Number(r.earned),
        Number(r.trueUp),
        Number(r.payable),
        r.figures,
        r.hash,
      ])
    const column = (n: number) => `json_extract(value, '$[${n}]')`
    statements.push({
      sql: `INSERT INTO run_results (run_id, plan_id, participant_id, currency, earned_minor, true_up_minor, payable_minor, figures, hash)
        SELECT ?, ${[0, 1, 2, 3, 4, 5, 6, 7].map(column).join(', ')} FROM json_each(?)
        WHERE NOT EXISTS (SELECT 1 FROM run_results r WHERE r.run_id = ? AND r.plan_id = ${column(0)} AND r.participant_id = ${column(1)})`,
      args: [run, JSON.stringify(chunk), run],
    })
  }
  return statements
}

/** SHA-256 over the hashes of all results, in their order. */
export const resultHashOf = (rows: readonly Pick<ResultRow, 'plan' | 'participant' | 'hash'>[]): string => {
  const hash = createHash('sha256').update('results/v1\n')
  const inOrder = [...rows].sort((a, b) => (a.plan + a.participant < b.plan + b.participant ? -1 : 1))
  for (const row of inOrder) hash.update(`${row.plan} ${row.participant} ${row.hash}\n`)
  return hash.digest('hex')
}

/** Totals by currency, as text. */
export function totalsOf(rows: readonly ResultRow[]) {
  const byCurrency = [...Map.groupBy(rows, (r) => r.currency)].sort(([a], [b]) => (a < b ? -1 : 1))
  const sum = (list: readonly ResultRow[], of: (row: ResultRow) => bigint) =>
    String(list.reduce((total, row) => total + of(row), 0n))
  return byCurrency.map(([currency, list]) => ({
    currency,
    participants: new Set(list.map((r) => r.participant)).size,
    earned: sum(list, (r) => r.earned),
    trueUp: sum(list, (r) => r.trueUp),
    payable: sum(list, (r) => r.payable),
  }))
}

/**
 * Calculates a run that was begun, writes its results and closes it with totals that agree with what is stored. It may be
 * repeated, also where it broke off: results are a pure function of the moment that the run names.
 */
export async function calculateRun(client: Client, id: string): Promise<void> {
  const run = await readRun(client, id)
  if (run === null || run.state !== 'calculating') return
  const { rows, exceptions, inputHash } = await resultsOfRun(client, run)
  for (const statement of writeResults(id, rows)) await client.batch([statement], 'write')
  const control = rows.reduce((sum, r) => sum + r.earned + r.trueUp + r.payable, 0n)
  await client.batch(
    [
      // What is stored has to agree with what was calculated, whoever wrote it.
      {
        sql: `INSERT INTO guards (what, ok) SELECT 'the results', coalesce((SELECT count(*) = ? AND coalesce(sum(earned_minor + true_up_minor + payable_minor), 0) = ?
          FROM run_results WHERE run_id = ?), 0)`,
        args: [BigInt(rows.length), control, id],
      },
      'DELETE FROM guards',
      {
        sql: `UPDATE runs SET state = 'calculated', version = version + 1, exceptions = ?, totals = ?, input_hash = ?, result_hash = ?
          WHERE id = ? AND state = 'calculating'`,
        args: [JSON.stringify(exceptions), JSON.stringify(totalsOf(rows)), inputHash, resultHashOf(rows), id],
      },
    ],
    'write',
  )
}
