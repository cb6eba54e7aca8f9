import type { Period, Plan } from '#engine'
import type { Fraction } from '../fraction.ts'
import { personUnder } from './earnings.ts'
import { over, whole } from './exact.ts'
import { measureOf, type Person } from './measures.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { periodsOf, type World } from './world.ts'

/** Everybody who has the period, with a measure of theirs under a version of the plan; null where it has no value. */
export function field(w: World, plan: Plan, id: string, period: Period): Map<string, Fraction | null> {
  const figures = new Map<string, Fraction | null>()
  for (const who of w.participants) {
    if (!periodsOf(w, who).some((p) => p.id === period.id)) continue
    const p = personUnder(w, plan, who)
    const found = attempt(() => measureOf(p, id, period, p.credits))
    figures.set(who, 'value' in found ? found.value : null)
  }
  return figures
}

function ownAndOthers(p: Person, id: string, period: Period): { own: Fraction; others: Fraction[] } {
  const all = field(p.world, p.plan, id, period)
  const own = all.get(p.who)
  if (!own) throw new NoFigure('missing-value')
  const others = [...all].flatMap(([who, value]) => (who !== p.who && value ? [value] : []))
  return { own, others }
}

/** One more than there are others who are better. */
export function rankOf(p: Person, id: string, best: 'highest' | 'lowest', period: Period): Fraction {
  const { own, others } = ownAndOthers(p, id, period)
  const better = others.filter((x) => (best === 'highest' ? x.compare(own) > 0 : x.compare(own) < 0))
  return whole(better.length + 1)
}

/** The share of the others who are at or below; who is alone is above everybody. */
export function percentileOf(p: Person, id: string, period: Period): Fraction {
  const { own, others } = ownAndOthers(p, id, period)
  if (others.length === 0) return whole(1)
  return over(whole(others.filter((x) => x.compare(own) <= 0).length), whole(others.length))
}
