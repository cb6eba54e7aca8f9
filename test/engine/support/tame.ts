import type { Plan, Transaction } from '#engine'
import type { BaseRecipients } from '../../../engine/plan/ast.ts'
import type { World } from '../../oracle/plan-oracle.ts'

type Measure = Plan['measures'][number]

function tameMeasure(m: Measure): Measure {
  const { value, ...rest } = m
  if (m.aggregate === 'distinctCount') return { ...rest, aggregate: 'count' }
  return m.aggregate === 'minimum' || m.aggregate === 'maximum' || m.aggregate === 'latest'
    ? { ...m, aggregate: 'sum' }
    : m
}

const held = (to: BaseRecipients): BaseRecipients =>
  to.kind === 'Owner' || to.kind === 'DealTeam' ? to : { kind: 'Owner' }

const isComplete = (t: Transaction, plan: Plan): boolean =>
  [t.amount, t.quantity, t.product, t.account, t.owner].every((x) => x !== null) &&
  plan.fields.every(({ id }) => (t.fields[id] ?? null) !== null)

/** A window over one period only; what is paid at once; nobody compared, nothing taken back. */
function tamePlan(plan: Plan): Plan {
  const { clawbacks, contests, ...rest } = plan
  const prizes = new Set(contests?.map((c) => c.id))
  const payoutRules = plan.payoutRules
    ?.filter((rule) => rule.kind !== 'Hold')
    .map((rule) => {
      if (!('earnings' in rule) || !rule.earnings) return rule
      return { ...rule, earnings: rule.earnings.filter((id) => !prizes.has(id)) }
    })
    .filter((rule) => !('earnings' in rule) || rule.earnings?.length !== 0)
  return {
    ...rest,
    ...(payoutRules && payoutRules.length > 0 ? { payoutRules } : { payoutRules: [] }),
    measures: plan.measures.map((m) => tameMeasure({ ...m, window: { kind: 'Period' } })),
    credits: plan.credits.map(({ group, ...rule }) => ({
      ...rule,
      to: rule.to.kind === 'Managers' ? { ...rule.to, of: held(rule.to.of) } : held(rule.to),
    })),
    earnings: plan.earnings.map(({ payable, ...earning }) => earning),
  }
}

const isSteady = (f: { from: string; to: string | null }): boolean => f.from <= '2026-01-01' && f.to === null

/**
 * The same world without most of what is known to need the reference, so that columns calculate what is left: plans of the
 * whole language mix so much that nearly each holds something of it.
 */
export function tame(world: World): World {
  return {
    ...world,
    versions: world.versions.map((v) => ({ ...v, plan: tamePlan(v.plan) })),
    facts: {
      ...world.facts,
      reportingLines: world.facts.reportingLines.filter(isSteady),
      parameters: world.facts.parameters.filter(isSteady),
    },
    transactions: world.transactions.filter(
      (t) =>
        t.currency === world.versions[0]?.plan.currency &&
        (t.reverses ?? null) === null &&
        world.versions.every(({ plan }) => isComplete(t, plan)),
    ),
  }
}
