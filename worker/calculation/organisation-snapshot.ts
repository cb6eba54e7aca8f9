import type { Client } from '@libsql/client/web'
import {
  type Calendar,
  compilePlan,
  FactIndex,
  type Facts,
  type Period,
  type Program,
  parsePlan,
  type Territory,
  type Version,
} from '#engine'
import { fieldOf, type TransactionField } from '../fields/transaction-fields.ts'

/** A published plan as calculations see it. */
export type PublishedPlan = {
  readonly id: string
  readonly externalId: string | null
  readonly name: string
  readonly versions: readonly (Version & { readonly version: number; readonly hash: string })[]
}

/** A period of a plan that is closed for good, by a run. */
export type LockedPeriod = {
  readonly plan: string
  readonly period: string
  readonly from: string
  readonly to: string
  readonly run: string
  /** Whether what was posted was taken back: it stays locked, with nothing in it. */
  readonly isReversed: boolean
}

/** Names that people and systems use, and our own ids for them. */
export type Directory = {
  /** Our id of a participant, account or product, by our id or by external id. */
  readonly participantIds: ReadonlyMap<string, string>
  readonly participantNames: ReadonlyMap<string, string>
  readonly externalIds: ReadonlyMap<string, string>
  readonly accountKeys: ReadonlyMap<string, string>
  readonly productKeys: ReadonlyMap<string, string>
}

/**
 * Everything of an organisation that a calculation reads besides transactions, at one revision of its configuration.
 * Immutable: an isolate keeps it until the revision moves.
 */
export type OrganisationSnapshot = Directory & {
  readonly revision: number
  readonly facts: FactIndex
  readonly calendar: Calendar
  readonly plans: readonly PublishedPlan[]
  /** By plan, in order. */
  readonly locked: ReadonlyMap<string, readonly LockedPeriod[]>
  readonly currency: string
  readonly transactionFields: ReadonlyMap<string, TransactionField>
  readonly timeZone: string
  /** The stated day that takes the place of the clock's, for demonstrations. */
  readonly today: string | null
}

const text = (value: unknown): string => String(value)
const orNull = (value: unknown): string | null => (value === null ? null : String(value))

/** Our ids are unique beside external ids, which are prefixed here so that neither can pose as the other. */
export const byExternalId = (externalId: string): string => `external\n${externalId}`

const programs = new Map<string, Program>()
const PROGRAMS = 500

/** Compiles a published version once per isolate; its hash names its meaning, so it can never be stale. */
function programOf(hash: string, ast: string): Program {
  const kept = programs.get(`${hash}\n${ast}`)
  if (kept) return kept
  const parsed = parsePlan(ast)
  if (!parsed.ok) throw new Error(`published plan ${hash} does not parse`)
  const compiled = compilePlan(parsed.value)
  if (!compiled.ok) throw new Error(`published plan ${hash} does not compile`)
  if (programs.size >= PROGRAMS) programs.clear()
  programs.set(`${hash}\n${ast}`, compiled.value)
  return compiled.value
}

/**
 * Reads the whole configuration in one round trip and arranges it for calculating.
 *
 * @param within puts each query under the tables of another moment (inputs-at.ts).
 */
export async function loadSnapshot(
  client: Client,
  within: (sql: string) => string = (sql) => sql,
): Promise<OrganisationSnapshot> {
  const [
    state,
    settings,
    calendars,
    participants,
    titles,
    lines,
    territories,
    owners,
    quotas,
    parameters,
    assignments,
    versions,
    accounts,
    products,
    fields,
    teams,
    inputs,
    rates,
    locked,
  ] = await client.batch(
    [
      'SELECT configuration_revision FROM organisation_state',
      'SELECT currency, time_zone, today FROM settings',
      'SELECT periods FROM calendars ORDER BY id LIMIT 1',
      'SELECT id, external_id, name FROM participants',
      'SELECT participant_id, coalesce(t.external_id, t.id) AS title, effective_from, effective_to FROM participant_titles p JOIN titles t ON t.id = p.title_id',
      'SELECT participant_id, manager_id, effective_from, effective_to FROM reporting_lines',
      'SELECT id, coalesce(external_id, id) AS key, rule FROM territories ORDER BY id',
      'SELECT territory_id, participant_id, effective_from, effective_to FROM territory_owners ORDER BY territory_id, participant_id, effective_from',
      `SELECT q.scope, q.subject_id, coalesce(t.external_id, t.id) AS title, q.name, q.effective_from, q.effective_to, q.value
           FROM quotas q LEFT JOIN titles t ON q.scope = 'title' AND t.id = q.subject_id`,
      `SELECT p.scope, p.subject_id, coalesce(t.external_id, t.id) AS title, p.name, p.effective_from, p.effective_to, p.value
           FROM parameters p LEFT JOIN titles t ON p.scope = 'title' AND t.id = p.subject_id`,
      'SELECT plan_id, participant_id, effective_from, effective_to FROM plan_assignments',
      'SELECT p.id, p.external_id, p.name, v.version, v.hash, v.ast, v.effective_from FROM plan_versions v JOIN plans p ON p.id = v.plan_id ORDER BY p.id, v.version',
      'SELECT id, external_id FROM accounts',
      'SELECT id, external_id FROM products',
      'SELECT id, title, type, scale, choices FROM transaction_fields',
      'SELECT team, participant_id, share, effective_from, effective_to FROM overlay_team_members ORDER BY team, participant_id, effective_from',
      'SELECT name, participant_id, value, effective_from, effective_to FROM input_figures',
      'SELECT rate_type, from_currency, to_currency, effective_from, rate FROM exchange_rates',
      `SELECT plan_id, period_id, period_from, period_to, run_id, EXISTS (SELECT 1 FROM reversals v WHERE v.run_id = l.run_id AND v.state = 'posted') AS reversed
        FROM locked_periods l ORDER BY plan_id, period_from`,
    ].map(within),
    'read',
  )
  const rows = (result: typeof state) => result?.rows ?? []
  const dated = (row: Record<string, unknown>) => ({ from: text(row.effective_from), to: orNull(row.effective_to) })
  const calendar = (JSON.parse(text(rows(calendars)[0]?.periods ?? '[]')) as Period[]).map(
    ({ id, kind, from, to }) => ({ id, kind, from, to }),
  )
  const territoryOwners = Map.groupBy(rows(owners), (row) => text(row.territory_id))
  const facts: Facts = {
    calendar,
    titles: rows(titles).map((r) => ({ participant: text(r.participant_id), title: text(r.title), ...dated(r) })),
    reportingLines: rows(lines).map((r) => ({
      participant: text(r.participant_id),
      manager: text(r.manager_id),
      ...dated(r),
    })),
    territories: rows(territories).map((r) => ({
      id: text(r.key),
      when: JSON.parse(text(r.rule)) as Territory['when'],
      owners: (territoryOwners.get(text(r.id)) ?? []).map((o) => ({
        participant: text(o.participant_id),
        ...dated(o),
      })),
    })),
    quotas: rows(quotas).map((r) => ({
      quota: text(r.name),
      from: text(r.effective_from),
      to: text(r.effective_to),
      value: text(r.value),
      ...(r.scope === 'title'
        ? { participant: null, title: text(r.title) }
        : { participant: text(r.subject_id), title: null }),
    })),
    parameters: rows(parameters).map((r) => {
      const common = { parameter: text(r.name), value: text(r.value), ...dated(r) }
      if (r.scope === 'title') return { ...common, scope: 'title' as const, title: text(r.title) }
      if (r.scope === 'participant')
        return { ...common, scope: 'participant' as const, participant: text(r.subject_id) }
      return { ...common, scope: 'all' as const }
    }),
    assignments: rows(assignments).map((r) => ({
      plan: text(r.plan_id),
      participant: text(r.participant_id),
      ...dated(r),
    })),
    teams: rows(teams).map((r) => ({
      team: text(r.team),
      participant: text(r.participant_id),
      share: text(r.share),
      ...dated(r),
    })),
    inputs: rows(inputs).map((r) => ({
      measure: text(r.name),
      participant: text(r.participant_id),
      value: text(r.value),
      from: text(r.effective_from),
      to: text(r.effective_to),
    })),
    rates: rows(rates).map((r) => ({
      rateType: text(r.rate_type),
      from: text(r.from_currency),
      to: text(r.to_currency),
      on: text(r.effective_from),
      rate: text(r.rate),
    })),
    participantIds: Object.fromEntries(
      rows(participants).flatMap((r) => (r.external_id === null ? [] : [[text(r.external_id), text(r.id)]])),
    ),
  }
  const plans = Map.groupBy(rows(versions), (row) => text(row.id))
  const setting = rows(settings)[0]
  const keyed = (result: typeof state) => new Map(rows(result).map((r) => [text(r.id), text(r.external_id ?? r.id)]))
  return {
    revision: Number(rows(state)[0]?.configuration_revision ?? 0),
    facts: new FactIndex(facts),
    calendar,
    locked: Map.groupBy(
      rows(locked).map((r) => ({
        plan: text(r.plan_id),
        period: text(r.period_id),
        from: text(r.period_from),
        to: text(r.period_to),
        run: text(r.run_id),
        isReversed: Number(r.reversed) === 1,
      })),
      ({ plan }) => plan,
    ),
    currency: text(setting?.currency ?? 'USD'),
    transactionFields: new Map(rows(fields).map((row) => [text(row.id), fieldOf(row)])),
    timeZone: text(setting?.time_zone ?? 'UTC'),
    today: setting?.today == null ? null : text(setting.today),
    plans: [...plans].map(([id, list]) => ({
      id,
      externalId: orNull(list[0]?.external_id ?? null),
      name: text(list[0]?.name),
      versions: list.map((v) => ({
        program: programOf(text(v.hash), text(v.ast)),
        effectiveFrom: text(v.effective_from),
        version: Number(v.version),
        hash: text(v.hash),
      })),
    })),
    participantIds: new Map(
      rows(participants).flatMap((r) => [
        [text(r.id), text(r.id)] as const,
        ...(r.external_id === null ? [] : [[byExternalId(text(r.external_id)), text(r.id)] as const]),
      ]),
    ),
    participantNames: new Map(rows(participants).map((r) => [text(r.id), text(r.name)])),
    externalIds: new Map(
      rows(participants).flatMap((r) => (r.external_id === null ? [] : [[text(r.id), text(r.external_id)] as const])),
    ),
    accountKeys: keyed(accounts),
    productKeys: keyed(products),
  }
}

const kept = new Map<string, OrganisationSnapshot>()
const KEPT = 20

/** The snapshot that this isolate holds for an organisation, at whatever revision: the caller compares it. */
export const keptSnapshot = (organisation: string): OrganisationSnapshot | undefined => kept.get(organisation)

/** A snapshot at the given revision or later, read anew if the kept one is older. */
export async function snapshotAt(
  client: Client,
  organisation: string,
  revision: number,
): Promise<OrganisationSnapshot> {
  const old = kept.get(organisation)
  if (old && old.revision === revision) return old
  const fresh = await loadSnapshot(client)
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
  kept.set(organisation, fresh)
  return fresh
}
