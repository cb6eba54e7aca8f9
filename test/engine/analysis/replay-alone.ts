import {
  assignCredits,
  calculate,
  compilePlan,
  FactIndex,
  type Facts,
  type Plan,
  type Situation,
  type Transaction,
  type Witness,
} from '#engine'

/**
 * Replays a witness without the analysis: its own reading of a situation into facts and transactions, written from the
 * meaning of a situation, and the engine's calculate.
 */
const months = Array.from({ length: 12 }, (_, m) => String(m + 1).padStart(2, '0'))
const begin = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)

function yearOf(year: number): Facts['calendar'] {
  const every = (kind: 'quarter' | 'half-year', n: number) =>
    Array.from({ length: 12 / n }, (_, k) => ({
      id: `${year} ${kind} ${k}`,
      kind,
      from: begin(year, k * n),
      to: begin(year, k * n + n),
    }))
  return [
    { id: `${year}`, kind: 'year', from: begin(year, 0), to: begin(year, 12) },
    ...every('half-year', 6),
    ...every('quarter', 3),
    ...months.map((m, k) => ({
      id: `${year}-${m}`,
      kind: 'month' as const,
      from: begin(year, k),
      to: begin(year, k + 1),
    })),
  ]
}

function worldOf(plan: Plan, s: Situation): { facts: Facts; transactions: Transaction[] } {
  const ever = { from: '1990-01-01', to: null }
  const rules = plan.credits.filter((r) => s.reach.includes(r.id))
  const levels = Math.max(0, ...rules.map((r) => (r.to.kind === 'Managers' ? r.to.fromLevel : 0)))
  const bases = rules.map((r) => (r.to.kind === 'Managers' ? r.to.of : r.to))
  const seller = levels === 0 ? 'p0' : `p${levels}`
  const calendar: Facts['calendar'][number][] = []
  for (let y = Number(s.from.slice(0, 4)); y <= Number(s.through.slice(0, 4)); y++) calendar.push(...yearOf(y))
  const facts: Facts = {
    calendar,
    titles: s.title === undefined ? [] : [{ participant: 'p0', title: s.title, ...ever }],
    reportingLines: Array.from({ length: levels }, (_, k) => ({ participant: `p${k + 1}`, manager: `p${k}`, ...ever })),
    territories: bases.some((b) => b.kind === 'TerritoryOwners')
      ? [{ id: s.territory ?? 'territory', when: [], owners: [{ participant: seller, ...ever }] }]
      : [],
    quotas: calendar
      .filter((p) => p.kind === plan.period)
      .flatMap((p) =>
        Object.entries(s.quotas).map(([quota, value]) => ({
          quota,
          participant: 'p0',
          title: null,
          from: p.from,
          to: p.to,
          value,
        })),
      ),
    parameters: Object.entries(s.parameters).map(([parameter, value]) => ({
      parameter,
      value,
      scope: 'all' as const,
      ...ever,
    })),
    assignments: [{ plan: 'plan', participant: 'p0', from: s.from, to: null }],
    teams: bases.flatMap((b) =>
      b.kind === 'OverlayTeam' ? [{ team: b.team, participant: seller, share: '1', ...ever }] : [],
    ),
    inputs: Object.entries(s.inputs).map(([measure, value]) => ({
      measure,
      participant: 'p0',
      value,
      from: '1990-01-01',
      to: '2990-01-01',
    })),
  }
  const transactions = s.deals.flatMap((d) =>
    Array.from(
      { length: d.times ?? 1 },
      (_, k): Transaction => ({
        id: `${d.id}/${k}`,
        source: d.source ?? 'example',
        externalId: k === 0 ? d.id : `${d.id} ${k + 1}`,
        kind: d.kind ?? 'booking',
        occurredOn: d.creditedOn,
        creditedOn: d.creditedOn,
        owner: bases.some((b) => b.kind === 'Owner') ? seller : null,
        team: bases.flatMap((b) =>
          b.kind === 'DealTeam' ? [{ role: b.role ?? 'seller', participant: seller, share: '1' }] : [],
        ),
        account: d.account ?? null,
        product: d.product ?? null,
        amount: d.amount ?? null,
        currency: d.amount === undefined ? null : plan.currency,
        quantity: d.quantity ?? null,
        fields: d.fields,
        ...(d.reverses === undefined ? {} : { reverses: d.reverses }),
      }),
    ),
  )
  return { facts, transactions }
}

/** What a situation pays, in minor units: by earning, and in all with what is still owed either way at its end. */
function paid(plan: Plan, s: Situation): { byEarning: Map<string, bigint>; settled: bigint } {
  const compiled = compilePlan(plan)
  if (!compiled.ok) throw new Error('the plan does not compile')
  const { facts, transactions } = worldOf(plan, s)
  const index = new FactIndex(facts)
  const credits = transactions
    .flatMap((t) => assignCredits(compiled.value.plain, 'plan', index, t).credits)
    .filter((c) => c.participant === 'p0')
  const { periods } = calculate({
    plan: 'plan',
    versions: [{ program: compiled.value, effectiveFrom: '1990-01-01' }],
    facts: index,
    participant: 'p0',
    credits,
    through: s.through,
  })
  const sums = new Map<string, bigint>()
  for (const e of periods.flatMap((p) => p.earnings)) sums.set(e.earning, (sums.get(e.earning) ?? 0n) + (e.minor ?? 0n))
  let settled = 0n
  for (const p of periods) settled += p.payment.minor
  const end = periods.at(-1)?.payment.state
  for (const later of [...(end?.due ?? []), ...(end?.waiting ?? [])]) settled += later.minor
  for (const [rule, minor] of end?.balances ?? [])
    settled += plan.payoutRules?.find((r) => r.id === rule)?.kind === 'Draw' ? -minor : minor
  return { byEarning: sums, settled }
}

/** The gain of a witness, in minor units. */
export function gainAlone(plans: readonly Plan[], witness: Witness): bigint {
  const side = ({ situation, counted }: Witness['before']): bigint =>
    plans.reduce((sum, plan, k) => {
      const { byEarning, settled } = paid(plan, situation)
      if (!counted) return sum + settled
      const own = [...byEarning].filter(([id]) => counted.some((c) => c.plan === k && c.earning === id))
      return own.reduce((total, [, minor]) => total + minor, sum)
    }, 0n)
  return side(witness.after) - side(witness.before)
}
