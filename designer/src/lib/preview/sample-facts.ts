import {
  type BaseRecipients,
  type ExchangeRate,
  type ExpressionOf,
  FactIndex,
  type Period,
  type PeriodKind,
  type Plan,
  type QuotaFact,
  type QuotaSpan,
  type Transaction,
} from '#engine'

/** What a person fills in beside the blocks. Every amount is decimal text. */
export type Sample = {
  amount: string
  kind: string
  account: string
  product: string
  quantity: string
  creditedOn: string
  before: string
  title: string
  fields: Record<string, string>
  quotas: Record<string, string>
  parameters: Record<string, string>
  /** Figures that are handed in, by measure. */
  inputs: Record<string, string>
  /** The deal's currency and what one unit of it is in the plan's; empty for the plan's own. */
  currency: string
  rate: string
}

export const PLAN_ID = 'preview'
export const OWNER = 'owner'

/** Every node of a plan that has a kind. */
function* nodesOf(value: unknown): Generator<{ kind: string }> {
  if (typeof value !== 'object' || value === null) return
  if ('kind' in value && typeof value.kind === 'string') yield value as { kind: string }
  for (const child of Object.values(value)) yield* nodesOf(child)
}

const asksQuota = (node: { kind: string }): node is ExpressionOf<'Quota' | 'Attainment'> =>
  node.kind === 'Quota' || node.kind === 'Attainment'

const KINDS: readonly PeriodKind[] = ['month', 'quarter', 'half-year', 'year']
const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 }

function stretchOf(plan: Plan, span: QuotaSpan): PeriodKind {
  switch (span.kind) {
    case 'Period':
      return plan.period
    case 'Quarter':
    case 'QuarterToDate':
      return 'quarter'
    case 'HalfYear':
    case 'HalfYearToDate':
      return 'half-year'
    default:
      return 'year'
  }
}

/** The window of a measure; a sum of measures counts over that of its parts. */
function windowOf(plan: Plan, id: string): QuotaSpan {
  const part = plan.compositeMeasures?.find((m) => m.id === id)?.of[0]?.measure
  return plan.measures.find((m) => m.id === (part ?? id))?.window ?? { kind: 'Period' }
}

/** The quotas that the plan asks for, each with the longest stretch that it is asked for. */
export function quotasOf(plan: Plan): Map<string, PeriodKind> {
  const found = new Map<string, PeriodKind>()
  for (const e of nodesOf(plan)) {
    if (!asksQuota(e)) continue
    const span = e.kind === 'Quota' ? e.span : windowOf(plan, e.measure)
    const stretch = stretchOf(plan, span)
    const known = found.get(e.quota)
    if (!known || KINDS.indexOf(stretch) > KINDS.indexOf(known)) found.set(e.quota, stretch)
  }
  return found
}

/** Whom credit rules name directly, or whose managers. */
const namedIn = (plan: Plan): BaseRecipients[] => plan.credits.map(({ to }) => (to.kind === 'Managers' ? to.of : to))
const unique = (names: readonly string[]): string[] => [...new Set(names)]

/** The deal-team roles that credit rules name. */
const rolesOf = (plan: Plan): string[] =>
  unique(namedIn(plan).flatMap((whom) => (whom.kind === 'DealTeam' ? [whom.role ?? 'team'] : [])))

const teamsOf = (plan: Plan): string[] =>
  unique(namedIn(plan).flatMap((whom) => (whom.kind === 'OverlayTeam' ? [whom.team] : [])))

/** The participants that a split names. */
const namesOf = (plan: Plan): string[] =>
  unique(namedIn(plan).flatMap((whom) => (whom.kind === 'Split' ? whom.shares.map((each) => each.participant) : [])))

/** A quota that nobody has stated yet: without one the preview of a plan that reads it would say nothing. */
export const quotaIn = (sample: Sample, quota: string): string => sample.quotas[quota] ?? '50000'

/** A figure that nobody has handed in yet: all of it, or one. */
export const inputIn = (sample: Sample, measure: string): string => sample.inputs[measure] ?? '1'

/** Plain calendar years around a date. */
export function calendarAround(date: string): Period[] {
  const year = Number(date.slice(0, 4)) || 2027
  const day = (y: number, month: number): string =>
    `${String(y + Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  return [year - 1, year, year + 1].flatMap((y) =>
    KINDS.flatMap((kind) =>
      Array.from({ length: 12 / MONTHS[kind] }, (_, i): Period => {
        const from = day(y, i * MONTHS[kind])
        return { id: `${kind}-${from}`, kind, from, to: day(y, (i + 1) * MONTHS[kind]) }
      }),
    ),
  )
}

/** A small organisation: an owner, two levels of managers, a territory's owner, and one person for each role, team and name. */
export function factsFor(plan: Plan, sample: Sample): FactIndex {
  const calendar = calendarAround(sample.creditedOn)
  const everyone = participantsOf(plan)
  const always = { from: calendar[0]?.from ?? '2000-01-01', to: null }
  const quotas = [...quotasOf(plan)].flatMap(([quota, stretch]) =>
    calendar
      .filter((period) => period.kind === stretch && quotaIn(sample, quota) !== '')
      .flatMap((period) =>
        everyone.map((participant): QuotaFact => {
          return {
            quota,
            from: period.from,
            to: period.to,
            value: quotaIn(sample, quota),
            participant,
            title: null,
          }
        }),
      ),
  )
  return new FactIndex({
    calendar,
    titles: sample.title ? everyone.map((participant) => ({ ...always, participant, title: sample.title })) : [],
    reportingLines: [
      ...everyone
        .filter((p) => p !== 'manager' && p !== 'director')
        .map((participant) => ({ ...always, participant, manager: 'manager' })),
      { ...always, participant: 'manager', manager: 'director' },
    ],
    territories: [{ id: 'territory', when: [], owners: [{ ...always, participant: 'territory' }] }],
    quotas,
    parameters: Object.entries(sample.parameters).flatMap(([parameter, value]) =>
      value === '' ? [] : [{ ...always, parameter, value, scope: 'all' as const }],
    ),
    assignments: everyone.map((participant) => ({ ...always, plan: PLAN_ID, participant })),
    teams: teamsOf(plan).map((team) => ({ ...always, team, participant: `team:${team}`, share: '1' })),
    participantIds: Object.fromEntries(namesOf(plan).map((name) => [name, `name:${name}`])),
    inputs: (plan.inputMeasures ?? []).flatMap(({ id: measure }) => {
      const value = inputIn(sample, measure)
      const dates = { from: calendar[0]?.from ?? '2000-01-01', to: calendar.at(-1)?.to ?? '2100-01-01' }
      return value === '' ? [] : everyone.map((participant) => ({ measure, participant, ...dates, value }))
    }),
    rates: ratesOf(plan, sample, always.from),
  })
}

function ratesOf(plan: Plan, { currency, rate }: Sample, on: string): ExchangeRate[] {
  if (!plan.conversion || rate === '' || currency === '' || currency === plan.currency) return []
  return [{ rateType: plan.conversion.rateType, from: currency, to: plan.currency, on, rate }]
}

export const participantsOf = (plan: Plan): string[] => [
  OWNER,
  'manager',
  'director',
  'territory',
  ...rolesOf(plan).map((role) => `role:${role}`),
  ...teamsOf(plan).map((team) => `team:${team}`),
  ...namesOf(plan).map((name) => `name:${name}`),
]

/** The sample deal, or with another amount for the curve; `prior` is what was sold before it in the same period. */
export function dealOf(
  plan: Plan,
  sample: Sample,
  amount: string,
  id: string,
  creditedOn = sample.creditedOn,
  currency = sample.currency || plan.currency,
): Transaction {
  const fields = plan.fields.map((field) => {
    const value = sample.fields[field.id] ?? ''
    return [field.id, value === '' ? null : field.type === 'yes/no' ? value === 'true' : value] as const
  })
  return {
    id,
    source: 'preview',
    externalId: id,
    kind: sample.kind,
    occurredOn: creditedOn,
    creditedOn,
    owner: OWNER,
    team: rolesOf(plan).map((role) => ({ role, participant: `role:${role}`, share: '1' })),
    account: sample.account || null,
    product: sample.product || null,
    amount,
    currency,
    quantity: sample.quantity || null,
    fields: Object.fromEntries(fields),
  }
}

/** What the form starts with. */
export const freshSample = (today: string): Sample => ({
  amount: '10000',
  kind: 'booking',
  account: '',
  product: '',
  quantity: '1',
  creditedOn: today,
  before: '15000',
  title: '',
  fields: {},
  quotas: {},
  parameters: {},
  inputs: {},
  currency: '',
  rate: '1',
})
