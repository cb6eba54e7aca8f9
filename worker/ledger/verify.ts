import { createHash } from 'node:crypto'
import type { Client, Row } from '@libsql/client/web'
import { type Account, faultOf, GENESIS, type Head, type Journal, type SealedJournal } from '#engine'
import { DatabaseUnavailable } from '../db/client.ts'
import { batchOf, batchRows, readLines, type StoredBatch } from '../payments/batch-rows.ts'
import { hashOfReport } from '../payments/reconcile.ts'
import { resultHashOf, resultsOfRun, totalsOf } from '../runs/calculate-run.ts'
import { journalsOfRun } from '../runs/journals-of-run.ts'
import { readResults } from '../runs/result-rows.ts'
import { runOf, runRows, type StoredRun } from '../runs/run-rows.ts'
import { schemaFaults } from './expected-schema.ts'
import { journalOf, journalRows } from './read-journals.ts'

/** Something that is not as it was written. */
export type VerifyFault = {
  readonly check: 'schema' | 'chain' | 'anchor' | 'run' | 'reversal' | 'payment' | 'event'
  /** The first number of the ledger that it concerns. */
  readonly seq: number | null
  readonly object: string | null
  readonly detail: string
}

export type Verification = {
  readonly ok: boolean
  readonly journals: number
  readonly head: Head
  /** Runs whose every figure was calculated again. */
  readonly runs: number
  readonly faults: readonly VerifyFault[]
}

const PAGE = 500

/** What of a journal is compared with what it should say. */
const saidBy = ({ kind, participant, plan, period, evidence, postings }: Journal): string =>
  JSON.stringify([
    kind,
    participant,
    plan,
    period,
    evidence,
    postings.map((p) => [p.account, p.item, p.currency, String(p.minor)]),
  ])

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const totalOn = (journals: readonly Journal[], account: Account): bigint =>
  journals.flatMap((j) => j.postings).reduce((sum, p) => (p.account === account ? sum + p.minor : sum), 0n)

class Verifying {
  readonly faults: VerifyFault[] = []
  readonly bySource = new Map<string, SealedJournal[]>()
  readonly hashes = new Map<number, string>([[GENESIS.seq, GENESIS.hash]])
  head: Head = GENESIS
  readonly client: Client

  constructor(client: Client) {
    this.client = client
  }

  fault(check: VerifyFault['check'], object: string | null, detail: string, seq: number | null = null): void {
    this.faults.push({ check, seq, object, detail })
  }

  /** Whether every journal is in its place, says what it was sealed with, and comes to 0. Ends at the first that does not. */
  async chain(): Promise<void> {
    let isBroken = false
    for (let after = 0n; ; ) {
      const rows = await journalRows(this.client, {}, after, PAGE)
      for (const row of rows.slice(0, PAGE)) {
        const journal = this.#read(row)
        if (journal === undefined) {
          isBroken = true
          continue
        }
        const found = isBroken ? undefined : await faultOf(this.head, journal).catch(() => 'hash' as const)
        if (found !== undefined) {
          this.fault('chain', journal.source, `Its ${found} is not what it should be.`, journal.seq)
          isBroken = true
        }
        this.head = { seq: journal.seq, hash: journal.hash }
        this.hashes.set(journal.seq, journal.hash)
        this.bySource.set(journal.source, [...(this.bySource.get(journal.source) ?? []), journal])
      }
      if (rows.length <= PAGE) break
      after = BigInt(Number(rows[PAGE - 1]?._row))
    }
    const { rows } = await this.client.execute(
      'SELECT min(journal_seq) AS seq FROM postings p WHERE NOT EXISTS (SELECT 1 FROM journals j WHERE j.seq = p.journal_seq)',
    )
    if (rows[0]?.seq != null) this.fault('chain', null, 'Postings stand without a journal.', Number(rows[0].seq))
  }

  #read(row: Row): SealedJournal | undefined {
    try {
      return journalOf(row)
    } catch (error) {
      this.fault('chain', String(row.source), `It cannot be read: ${messageOf(error)}`, Number(row.seq))
      return undefined
    }
  }

  /** Runs a check; what cannot even be read is a fault, a database that is away is not. */
  async attempt(check: VerifyFault['check'], object: string | null, run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error
      const seq = object === null ? null : (this.bySource.get(object)?.[0]?.seq ?? null)
      this.fault(check, object, `It cannot be read: ${messageOf(error)}`, seq)
    }
  }

  /** Whether the chain still holds every head that was written down elsewhere: a tail that was cut shows here. */
  async anchors(): Promise<void> {
    const { rows } = await this.client.execute(
      `SELECT object, json_extract(detail, '$.ledgerSeq') AS seq, json_extract(detail, '$.ledgerHash') AS hash
         FROM audit_entries WHERE detail IS NOT NULL AND json_extract(detail, '$.ledgerHash') IS NOT NULL
       UNION ALL SELECT run_id, ledger_seq, ledger_hash FROM locked_periods`,
    )
    for (const row of rows) {
      const seq = Number(row.seq)
      if (this.hashes.get(seq) !== String(row.hash))
        this.fault(
          'anchor',
          String(row.object),
          `The ledger ended at ${seq} with another hash, or no longer reaches it.`,
          seq,
        )
    }
  }

  /** Whether a posted run follows from what is stored, figure by figure, and its journals from its results. */
  async run(run: StoredRun): Promise<void> {
    const journals = this.bySource.get(run.id) ?? []
    const first = journals[0]?.seq ?? null
    const wrong = (detail: string, seq = first) => this.fault('run', run.id, detail, seq)
    const stored = await readResults(this.client, run.id)
    const { rows, exceptions, inputHash } = await resultsOfRun(this.client, run)
    if (inputHash !== run.inputHash) wrong('The data that it was calculated from are other ones now.')
    const byKey = new Map(rows.map((r) => [`${r.plan}\n${r.participant}`, r]))
    for (const result of stored) {
      const key = `${result.plan}\n${result.participant}`
      const again = byKey.get(key)
      byKey.delete(key)
      const isSame =
        again?.figures === result.text &&
        again.hash === result.hash &&
        again.earned === result.earned &&
        again.trueUp === result.trueUp &&
        again.payable === result.payable &&
        again.currency === result.currency
      const seq = journals.find((j) => j.participant === result.participant && j.plan === result.plan)?.seq ?? first
      if (!isSame) wrong(`The result of ${result.participant} under ${result.plan} does not follow from the data.`, seq)
    }
    for (const { plan, participant } of byKey.values()) wrong(`The result of ${participant} under ${plan} is missing.`)
    if (resultHashOf(rows) !== run.resultHash) wrong('Its hash of the results is another one.')
    if (JSON.stringify(totalsOf(rows)) !== JSON.stringify(run.totals)) wrong('Its totals are other ones.')
    if (JSON.stringify(exceptions) !== JSON.stringify(run.exceptions)) wrong('Its exceptions are other ones.')
    this.#compare(
      'run',
      run.id,
      journalsOfRun(stored, { run: run.id, period: run.period.id, actor: '', at: 0 }),
      journals,
    )
    await this.#locks(run, journals)
  }

  async #locks(run: StoredRun, journals: readonly SealedJournal[]): Promise<void> {
    const { rows } = await this.client.execute({
      sql: 'SELECT plan_id, period_id, period_from, period_to, journals FROM locked_periods WHERE run_id = ? ORDER BY plan_id',
      args: [run.id],
    })
    const of = (plan: string) => journals.filter((j) => j.plan === plan).length
    const should = run.plans.map(({ plan }) => [plan, run.period.id, run.period.from, run.period.to, of(plan)])
    const is = rows.map((r) => [r.plan_id, r.period_id, r.period_from, r.period_to, r.journals])
    if (JSON.stringify(should) !== JSON.stringify(is))
      this.fault('run', run.id, 'The periods that it locked are other ones.', journals[0]?.seq ?? null)
  }

  #compare(
    check: VerifyFault['check'],
    object: string,
    should: readonly Journal[],
    is: readonly SealedJournal[],
  ): void {
    if (should.length !== is.length)
      this.fault(
        check,
        object,
        `It posted ${is.length} journals where ${should.length} follow from it.`,
        is[0]?.seq ?? null,
      )
    const wanted = new Set(should.map(saidBy))
    const other = is.find((journal) => !wanted.has(saidBy(journal)))
    if (other) this.fault(check, object, 'A journal says something else than it follows from.', other.seq)
  }

  /** Whether every reversal that was posted turned each journal of its run around, and no other. */
  async reversals(): Promise<void> {
    const { rows } = await this.client.execute('SELECT id, run_id, state, reason FROM reversals')
    for (const row of rows) {
      const [id, run] = [String(row.id), String(row.run_id)]
      const should = (row.state === 'posted' ? (this.bySource.get(run) ?? []) : []).map((j) => ({
        ...j,
        kind: 'reversal' as const,
        evidence: j.hash,
        postings: j.postings.map((p) => ({ ...p, minor: -p.minor })),
      }))
      const is = this.bySource.get(id) ?? []
      this.#compare('reversal', id, should, is)
      const other = is.find(({ reason }) => reason !== row.reason)
      if (other) this.fault('reversal', id, 'Its reason is not the one that it was posted with.', other.seq)
    }
  }

  /** Whether payments, reports and files are those that were made, and the ledger says the same. */
  async payments(): Promise<void> {
    for (let after = 0n; ; ) {
      const rows = await batchRows(this.client, after, PAGE)
      for (const row of rows.slice(0, PAGE)) await this.#batch(batchOf(row))
      if (rows.length <= PAGE) break
      after = BigInt(Number(rows[PAGE - 1]?._row))
    }
    await this.#files()
    await this.#reports()
  }

  /** What was handed to payroll, against what the audit log says of it. */
  async #files(): Promise<void> {
    const { rows } = await this.client.execute(
      `SELECT f.id, f.content, f.sha256, EXISTS (SELECT 1 FROM audit_entries a WHERE a.action = 'Payment.export' AND a.object = f.batch_id
         AND json_extract(a.detail, '$.exportId') = f.id AND json_extract(a.detail, '$.sha256') = f.sha256) AS known FROM payroll_exports f`,
    )
    for (const file of rows) {
      const hash = createHash('sha256').update(String(file.content)).digest('hex')
      if (hash !== file.sha256 || Number(file.known) !== 1)
        this.fault('payment', String(file.id), 'The file is another one than was handed over.')
    }
  }

  /** What payroll reported, against what the audit log says of it. */
  async #reports(): Promise<void> {
    const { rows } = await this.client.execute(
      `SELECT r.id, (SELECT json_extract(a.detail, '$.sha256') FROM audit_entries a WHERE a.action = 'Payment.report' AND a.object = r.batch_id
           AND json_extract(a.detail, '$.reportId') = r.id) AS sha256,
         (SELECT json_group_array(json_array(line, reference, participant_id, amount_minor)) FROM payroll_report_lines l WHERE l.report_id = r.id) AS lines FROM payroll_reports r`,
    )
    for (const report of rows) {
      const lines = JSON.parse(String(report.lines)) as [number, string, string | null, number][]
      lines.sort(([a], [b]) => a - b)
      const sums = new Map<string, bigint>()
      for (const [, , participant, minor] of lines)
        if (participant !== null) sums.set(participant, (sums.get(participant) ?? 0n) + BigInt(minor))
      const journals = this.bySource.get(String(report.id)) ?? []
      const isPosted =
        [...sums.values()].filter((minor) => minor !== 0n).length === journals.length &&
        journals.every((j) => totalOn([j], 'clearing:payroll') === sums.get(j.participant))
      if (hashOfReport(lines) !== report.sha256 || !isPosted)
        this.fault(
          'payment',
          String(report.id),
          'The report is another one than was taken in.',
          journals[0]?.seq ?? null,
        )
    }
  }

  /** Whether every journal was posted by something that stands there as posted. */
  async sources(): Promise<void> {
    const { rows } = await this.client.execute(
      `SELECT min(j.seq) AS seq, j.source FROM journals j WHERE NOT EXISTS (
           SELECT 1 FROM runs r WHERE r.id = j.source AND r.state = 'posted' AND j.kind IN ('opening', 'period', 'true-up')
           UNION ALL SELECT 1 FROM reversals v WHERE v.id = j.source AND v.state = 'posted' AND j.kind = 'reversal'
           UNION ALL SELECT 1 FROM payment_batches b WHERE b.id = j.source AND b.state IN ('paid', 'settled') AND j.kind IN ('payment', 'settlement')
           UNION ALL SELECT 1 FROM payroll_reports p WHERE p.id = j.source AND j.kind = 'payroll report') GROUP BY j.source`,
    )
    for (const row of rows)
      this.fault(
        'chain',
        String(row.source),
        'What posted these journals is not there, or not as posted.',
        Number(row.seq),
      )
  }

  async #batch(batch: StoredBatch): Promise<void> {
    const journals = this.bySource.get(batch.id) ?? []
    const paid = journals.filter((j) => j.kind === 'payment')
    const lines = await readLines(this.client, batch.id)
    const isPaid = batch.state === 'paid' || batch.state === 'settled'
    const should = new Map((isPaid ? lines : []).map((l) => [l.participant, l.amount]))
    const isOurs = ({ postings }: Journal) => postings.every(({ currency }) => currency === batch.currency)
    const is = new Map(paid.filter(isOurs).map((j) => [j.participant, totalOn([j], 'liability:participant')]))
    const differs = [...new Set([...should.keys(), ...is.keys()])].filter((who) => should.get(who) !== is.get(who))
    if (differs.length > 0)
      this.fault('payment', batch.id, 'The ledger paid something else than the batch says.', paid[0]?.seq ?? null)
    const left = lines.map(({ amount, reported }) => amount - (reported ?? 0n)).filter((minor) => minor !== 0n).length
    const settled = journals.filter((j) => j.kind === 'settlement').length
    if (settled !== (batch.state === 'settled' ? left : 0))
      this.fault('payment', batch.id, 'What was settled is not what was left.', journals[0]?.seq ?? null)
  }

  /** Whether each step of the workflow stands in the audit log: the same step, by the same person, at the same moment. */
  async events(): Promise<void> {
    const { rows } = await this.client.execute(
      `SELECT e.object_id, e.what, e.reason, (SELECT json_array(a.action, json_extract(a.detail, '$.reason')) FROM audit_entries a
         WHERE a.object = e.object_id AND a.request_id = e.request_id AND a.at = e.at AND a.actor = json_extract(e.persons, '$[0]')) AS said FROM workflow_events e`,
    )
    for (const row of rows) {
      const [action = '', reason = null] =
        row.said === null ? [] : (JSON.parse(String(row.said)) as [string, string | null])
      if (STEPS[action] !== row.what || reason !== row.reason)
        this.fault(
          'event',
          String(row.object_id),
          `The audit log does not say that somebody "${row.what}" it like this.`,
        )
    }
    const { rows: missing } = await this.client.execute(
      `SELECT a.object, a.action FROM audit_entries a WHERE (a.action LIKE 'Run.%' OR a.action LIKE 'Reversal.%' OR a.action LIKE 'Payment.%')
        AND NOT EXISTS (SELECT 1 FROM workflow_events e WHERE e.object_id = a.object AND e.request_id = a.request_id)`,
    )
    for (const row of missing) this.fault('event', String(row.object), `The step ${row.action} has no record.`)
  }
}

/** The step that each entry of the audit log stands for. */
const STEPS: Readonly<Record<string, string>> = {
  'Run.create': 'created',
  'Run.submit': 'submitted',
  'Run.approve': 'approved',
  'Run.reject': 'rejected',
  'Run.void': 'voided',
  'Run.post': 'posted',
  'Reversal.propose': 'proposed',
  'Reversal.approve': 'approved',
  'Reversal.post': 'approved',
  'Reversal.withdraw': 'withdrawn',
  'Payment.create': 'created',
  'Payment.approve': 'approved',
  'Payment.cancel': 'cancelled',
  'Payment.export': 'exported',
  'Payment.report': 'reported',
  'Payment.pay': 'paid',
  'Payment.settle': 'settled',
}

/**
 * Proves the ledger from what is stored: the triggers that protect it, the chain, the heads that were written down elsewhere,
 * every figure of every posted run calculated again from the data of its moment, every payment. Reads only.
 */
export async function verifyLedger(client: Client): Promise<Verification> {
  const verifying = new Verifying(client)
  for (const { object, detail } of await schemaFaults(client)) verifying.fault('schema', object, detail)
  await verifying.chain()
  await verifying.attempt('anchor', null, () => verifying.anchors())
  await verifying.attempt('chain', null, () => verifying.sources())
  let runs = 0
  for (let after = 0n; ; ) {
    const rows = await runRows(client, { state: 'posted' }, after, PAGE)
    for (const row of rows.slice(0, PAGE)) {
      await verifying.attempt('run', String(row.id), () => verifying.run(runOf(row)))
      runs += 1
    }
    if (rows.length <= PAGE) break
    after = BigInt(Number(rows[PAGE - 1]?._row))
  }
  const { rows: orphans } = await client.execute(
    `SELECT DISTINCT run_id FROM locked_periods l WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = l.run_id AND r.state = 'posted')`,
  )
  for (const row of orphans) verifying.fault('run', String(row.run_id), 'It locked a period and is not posted.')
  await verifying.attempt('reversal', null, () => verifying.reversals())
  await verifying.attempt('payment', null, () => verifying.payments())
  await verifying.attempt('event', null, () => verifying.events())
  const { faults, head } = verifying
  return { ok: faults.length === 0, journals: verifying.hashes.size - 1, head, runs, faults }
}
