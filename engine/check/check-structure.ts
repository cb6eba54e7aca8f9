import { add, compare, exactToText, ONE, parseExact } from '../money/exact.ts'
import type { CreditRule, PeriodKind, Plan } from '../plan/ast.ts'
import type { Window } from '../plan/expression.ts'
import { said, word } from '../words/sentence.ts'
import { deadBandsOf } from './bands.ts'
import { decidedConditions } from './conditions.ts'
import { excessOf } from './cost.ts'
import { excessOfExamples } from './example-cost.ts'
import { type Place, type TypeContext, within } from './infer-type.ts'
import { rangeOf } from './ranges.ts'

/** From when until when a plan holds; `to` is exclusive. */
export type Lasts = { readonly from: string; readonly to: string }

const placed = (path: string, at: string | null): Place => ({ path, at, scope: 'band' })

/**
 * What must not run though its types are right: windows that end before they begin, shares below nothing, and a plan whose
 * evaluation costs more than is allowed, or whose examples do.
 */
export function checkSoundness(c: TypeContext): void {
  const { plan } = c
  plan.measures.forEach((measure, i) => {
    checkOrder(c, measure.window, measure.title, placed(`/measures/${i}/window`, measure.at ?? null))
  })
  plan.credits.forEach((rule, i) => {
    const { hi } = rule.share ? rangeOf(plan, rule.share) : {}
    const place = within(placed(`/credits/${i}`, rule.at ?? null), 'share', rule.share)
    if (hi && hi.n < 0n) c.report('share-out-of-range', place, said`"${rule.title}" credits a share below 0.`)
  })
  const excess = excessOf(plan)
  if (excess) {
    const { steps, limit, worst } = excess
    c.report(
      'plan-too-expensive',
      placed(worst.path, worst.at),
      said`Evaluating the plan costs ${steps} steps for each ${word(worst.per === 'credit' ? 'credit' : 'participant and period')}, and ${limit} are allowed; ${worst.steps} of them are spent here.`,
    )
  }
  const examples = excessOfExamples(plan)
  if (examples) {
    const { steps, limit, index, worst } = examples
    c.report(
      'plan-too-expensive',
      placed(`/examples/${index}`, plan.examples?.[index]?.at ?? null),
      said`Running the plan's examples costs ${steps} steps, and ${limit} are allowed; ${worst} of them are spent on this one.`,
    )
  }
}

/**
 * What a plan's own text shows without anything being read: windows that do not fit, conditions that are decided, bands
 * that make no difference, and shares over the whole. For plans without errors.
 *
 * @param lasts how long the plan holds; a year where it is not said.
 */
export function checkSense(c: TypeContext, lasts: Lasts | undefined): void {
  const { plan } = c
  plan.measures.forEach((measure, i) => {
    checkLength(c, measure.window, measure.title, placed(`/measures/${i}/window`, measure.at ?? null), lasts)
  })
  plan.credits.forEach((rule, i) => {
    checkShares(c, rule, placed(`/credits/${i}`, rule.at ?? null))
  })
  for (const { path, at, holds } of decidedConditions(plan)) {
    c.report(
      holds ? 'condition-always' : 'condition-never',
      placed(path, at),
      holds ? said`This always holds, so that it asks nothing.` : said`This can never hold.`,
      'warning',
    )
  }
  for (const band of deadBandsOf(plan)) {
    const place = placed(band.path, band.at)
    if (band.why === 'unreachable') c.report('band-unreachable', place, band.sentence, 'warning')
    else c.report('band-repeated', place, band.sentence, 'warning', withoutBand(plan, band.path))
  }
}

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 }

/** Whole months of a stretch, rounded up. */
const monthsOf = ({ from, to }: Lasts): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7)) +
  (to.slice(8) > from.slice(8) ? 1 : 0)

function checkOrder(c: TypeContext, window: Window, title: string, place: Place): void {
  if (window.kind !== 'Dates' || window.from < window.to) return
  c.report('window-empty', place, said`The window of "${title}" ends on ${window.to}, before it begins.`, 'error', {
    title: 'Exchange its ends',
    edits: [
      { path: `${place.path}/from`, value: window.to },
      { path: `${place.path}/to`, value: window.from },
    ],
  })
}

function checkLength(c: TypeContext, window: Window, title: string, place: Place, lasts: Lasts | undefined): void {
  const months = lasts ? monthsOf(lasts) : 12
  if (window.kind === 'Dates') {
    if (!lasts || (window.from >= lasts.from && window.to <= lasts.to)) return
    c.report(
      'window-longer-than-plan',
      place,
      said`The window of "${title}" reaches beyond the plan, which holds from ${lasts.from} to ${lasts.to}.`,
      'warning',
    )
    return
  }
  const needs =
    window.kind === 'Trailing'
      ? window.periods * MONTHS[c.plan.period]
      : {
          Period: MONTHS[c.plan.period],
          QuarterToDate: 3,
          HalfYearToDate: 6,
          YearToDate: lasts ? 12 : 0,
          PlanToDate: 0,
        }[window.kind]
  if (needs > months) {
    const most = Math.floor(months / MONTHS[c.plan.period])
    c.report(
      'window-longer-than-plan',
      place,
      said`The window of "${title}" takes ${needs} months, and the plan holds for ${months}: it is never full.`,
      'warning',
      window.kind === 'Trailing' && most >= 1
        ? { title: `Make it ${most} periods`, edits: [{ path: `${place.path}/periods`, value: most }] }
        : undefined,
    )
  }
}

function checkShares(c: TypeContext, rule: CreditRule, place: Place): void {
  const base = rule.to.kind === 'Managers' ? rule.to.of : rule.to
  const to = rule.to.kind === 'Managers' ? within(within(place, 'to'), 'of') : within(place, 'to')
  if (base.kind === 'Split') {
    const sum = base.shares.map((s) => parseExact(s.share)).reduce(add)
    if (compare(sum, ONE) > 0)
      c.report(
        'shares-over-whole',
        within(to, 'shares'),
        said`The shares of "${rule.title}" add up to ${exactToText(sum)}, more than the whole.`,
        'warning',
      )
  }
  if (!rule.share) return
  const { lo } = rangeOf(c.plan, rule.share)
  if (!lo || compare(lo, ONE) <= 0) return
  c.report(
    'shares-over-whole',
    within(place, 'share', rule.share),
    said`"${rule.title}" credits ${exactToText(lo)} times the amount, more than the whole.`,
    'warning',
  )
}

/** A table without one of its bands. */
function withoutBand(plan: Plan, path: string) {
  const match = /^\/tables\/(\d+)\/bands\/(\d+)$/.exec(path)
  const table = match ? plan.tables[Number(match[1])] : undefined
  if (!match || !table) return undefined
  const bands = table.bands.filter((_, i) => i !== Number(match[2]))
  return { title: 'Remove the band', edits: [{ path: `/tables/${match[1]}/bands`, value: bands }] }
}
