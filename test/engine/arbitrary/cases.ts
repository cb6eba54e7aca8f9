import type { Plan, Transaction } from '#engine'
import type { World } from '../../oracle/plan-oracle.ts'
import type { Case } from '../support/disagreements.ts'
import { built, type Pick } from './pick.ts'
import { plan } from './plans.ts'
import { deal, deals, facts, PEOPLE } from './populations.ts'

function versions(p: Pick): World['versions'] {
  const period = p.oneOf<Plan['period']>('month', 'month', 'quarter', 'quarter', 'half-year', 'year')
  const currency = p.oneOf('USD', 'USD', 'USD', 'JPY', 'KWD')
  const first = { plan: plan(p, period, currency), from: p.chance(90) ? '2026-01-01' : p.day(3) }
  if (!p.chance(25)) return [first]
  const from = p.day(6)
  return from > first.from ? [first, { plan: plan(p, period, currency), from }] : [first]
}

/** A plan with its versions, a population, its deals, and one deal more that is asked for. */
function aCase(p: Pick): Case {
  const all = versions(p)
  const first = all[0]!.plan
  const through = first.period === 'month' ? p.oneOf('2026-04-30', '2026-06-30') : p.oneOf('2026-06-30', '2026-12-31')
  const world: World = {
    id: 'plan',
    versions: all,
    facts: facts(p, first),
    transactions: deals(p, first.currency),
    participants: PEOPLE,
    through,
  }
  return { world, extra: extra(p, world) }
}
export const anyCase = built(aCase)
/** Two that have nothing to do with each other: arbitraries built from choices, side by side, would choose alike. */
export const twoCases = built((p) => [aCase(p), aCase(p)] as const)

/** A deal of some day, or one after all others, which a stored state can answer; sometimes one that reverses another. */
function extra(p: Pick, world: World): Transaction {
  const made = { ...deal(p, world.versions[0]!.plan.currency, 'X'), source: p.oneOf('crm', 'zzz') }
  const [original] = world.transactions
  const dated = p.chance(60) ? { ...made, creditedOn: world.through } : made
  return original && p.chance(15) ? { ...dated, source: original.source, reverses: original.externalId } : dated
}
