import type { PayoutEntry } from '../payout/apply-payout-rules.ts'
import type { PeriodResult } from './calculate.ts'
import { calculateWorld, type World } from './world.ts'

/** A figure of a period that is posted: what was earned, and all that lies between it and what is paid. */
export type PostedFigure =
  | { readonly kind: 'earning'; readonly earning: string }
  /** What became payable in the period of an earning, of this period or an earlier one. */
  | { readonly kind: 'payable'; readonly earning: string }
  /** What a payout rule added to the payment, or took from it. */
  | { readonly kind: 'rule'; readonly rule: string; readonly what: PayoutEntry['what'] }
  /** The payment: the sum of what became payable and of what rules did. */
  | { readonly kind: 'payment' }

export type Place = { readonly participant: string; readonly period: string; readonly of: PostedFigure }

/** In minor units; null where a data exception leaves the figure without a value. */
type Figure = Place & { readonly minor: bigint | null }

/** A world's figures, and in which periods of whom they are not final. */
export type Ledger = {
  readonly figures: ReadonlyMap<string, Figure>
  readonly isOpen: (place: Place) => boolean
}

export const placeKey = ({ participant, period, of }: Place): string =>
  [participant, period, ...Object.values(of)].join('\n')
const periodKey = (participant: string, period: string): string => `${participant}\n${period}`

function* figuresIn(participant: string, p: PeriodResult): Generator<Figure> {
  const at = { participant, period: p.period.id }
  for (const { earning, minor } of p.earnings) yield { ...at, of: { kind: 'earning', earning }, minor }
  for (const [earning, minor] of p.payment.payable) yield { ...at, of: { kind: 'payable', earning }, minor }
  for (const { rule, what, minor } of p.payment.entries) yield { ...at, of: { kind: 'rule', rule, what }, minor }
  yield { ...at, of: { kind: 'payment' }, minor: p.payment.minor }
}

/**
 * Everything that is posted of a world. A period with a data exception is open: something is missing in its figures, or
 * they have no value, and it cannot be locked (plan-language 2). A payout rule whose amount has no value leaves only the
 * payment open; and where the plan carries payments from period to period, those after an open one are open too.
 */
export function ledgerOf(world: World): Ledger {
  const { calculations, exceptions } = calculateWorld(world)
  const creditedOn = new Map(world.transactions.map((t) => [t.id, t.creditedOn]))
  const carries = world.versions.some(
    ({ program: { plan } }) => (plan.payoutRules?.length ?? 0) > 0 || plan.earnings.some((e) => e.payable),
  )
  const figures = new Map<string, Figure>()
  const [open, unpaid] = [new Set<string>(), new Set<string>()]
  for (const [participant, { periods }] of calculations) {
    const dropped = exceptions
      .filter((x) => x.participant === participant)
      .map((x) => creditedOn.get(x.transaction ?? '') ?? '')
    let isBehindOpen = false
    for (const p of periods) {
      const isDropped = dropped.some((day) => p.period.from <= day && day < p.period.to)
      const key = periodKey(participant, p.period.id)
      if (isDropped || p.exceptions.some((x) => !x.path.startsWith('/payoutRules'))) open.add(key)
      if (open.has(key) || p.exceptions.length > 0 || isBehindOpen) unpaid.add(key)
      isBehindOpen = carries && unpaid.has(key)
      for (const figure of figuresIn(participant, p)) {
        const known = figures.get(placeKey(figure))
        // A rule may do one thing twice, such as releasing what two periods held.
        const minor = known && figure.minor !== null ? figure.minor + (known.minor ?? 0n) : figure.minor
        figures.set(placeKey(figure), { ...figure, minor })
      }
    }
  }
  return {
    figures,
    isOpen: ({ participant, period, of }) =>
      (of.kind === 'earning' ? open : unpaid).has(periodKey(participant, period)),
  }
}
