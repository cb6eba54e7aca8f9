import { add, type Exact, exactToText, multiply, parseExact, ZERO } from '../money/exact.ts'
import type { Algebra } from './algebra.ts'
import type { CurveAlgebra } from './curve-algebra.ts'
import type { Figure } from './figure.ts'
import type { Situation, SituationDeal } from './situation.ts'
import type { VaryingSituation } from './walk.ts'

/** What x is: a number of the deals (each gets its part of x, and something besides), an input, or how many deals alike there are. */
export type Variable =
  | {
      readonly kind: 'number'
      readonly field: string
      readonly parts: readonly { deal: string; part: Exact; plus: Exact }[]
    }
  | { readonly kind: 'input'; readonly measure: string }
  | { readonly kind: 'deals'; readonly deal: string }

/** A situation with one variable. */
export type Scenario = { readonly situation: Situation; readonly variable: Variable }

/** The decimals with which a value of the variable is written down. */
export const digitsOf = (variable: Variable, moneyDigits: number): number =>
  variable.kind === 'deals' ? 0 : variable.kind === 'input' ? 4 : variable.field === 'amount' ? moneyDigits : 4

/** The scenario for all x at once. */
export function varying(algebra: CurveAlgebra, { situation, variable }: Scenario): VaryingSituation {
  if (variable.kind === 'input') return { ...situation, varyInputs: { [variable.measure]: algebra.variable } }
  const of = (deal: string): Readonly<Record<string, Figure>> | undefined => {
    if (variable.kind === 'deals') return variable.deal === deal ? { deals: algebra.variable } : undefined
    const found = variable.parts.find((p) => p.deal === deal)
    if (!found) return undefined
    const share =
      found.part.n === found.part.d ? algebra.variable : algebra.multiply(algebra.variable, algebra.number(found.part))
    return { [variable.field]: found.plus.n === 0n ? share : algebra.add(share, algebra.number(found.plus)) }
  }
  return { ...situation, deals: situation.deals.map((deal) => ({ ...deal, vary: of(deal.id) ?? {} })) }
}

/** A situation in which several variables vary at once, each as the figure that is given for it. */
export function varyingTogether(
  algebra: Algebra,
  situation: Situation,
  varied: readonly { readonly variable: Variable; readonly figure: Figure }[],
): VaryingSituation {
  const varyInputs: Record<string, Figure> = {}
  const byDeal = new Map<string, Record<string, Figure>>()
  const vary = (deal: string, what: string, figure: Figure) => byDeal.set(deal, { ...byDeal.get(deal), [what]: figure })
  for (const { variable, figure } of varied) {
    if (variable.kind === 'input') varyInputs[variable.measure] = figure
    else if (variable.kind === 'deals') vary(variable.deal, 'deals', figure)
    else {
      for (const { deal, part, plus } of variable.parts)
        vary(deal, variable.field, algebra.add(algebra.multiply(figure, algebra.number(part)), algebra.number(plus)))
    }
  }
  return {
    ...situation,
    varyInputs,
    deals: situation.deals.map((deal) => ({ ...deal, vary: byDeal.get(deal.id) ?? {} })),
  }
}

/** A scenario with another of its numbers at a value. */
export function withValue(scenario: Scenario, variable: Variable, value: string): Scenario {
  const { situation } = scenario
  if (variable.kind === 'input')
    return { ...scenario, situation: { ...situation, inputs: { ...situation.inputs, [variable.measure]: value } } }
  const change = (deal: SituationDeal): SituationDeal =>
    variable.kind === 'deals'
      ? { ...deal, times: Math.min(200, Math.max(1, Math.round(Number(value)))) }
      : variable.field === 'amount' || variable.field === 'quantity'
        ? { ...deal, [variable.field]: value }
        : { ...deal, fields: { ...deal.fields, [variable.field]: value } }
  return { ...scenario, situation: { ...situation, deals: situation.deals.map(change) } }
}

/** The scenario at one x. */
export function situationAt({ situation, variable }: Scenario, x: Exact): Situation {
  switch (variable.kind) {
    case 'input':
      return { ...situation, inputs: { ...situation.inputs, [variable.measure]: exactToText(x) } }
    case 'deals': {
      const times = Number(x.n / x.d)
      const deals = situation.deals.flatMap((d) => (d.id !== variable.deal ? [d] : times > 0 ? [{ ...d, times }] : []))
      return { ...situation, deals }
    }
    case 'number':
      return {
        ...situation,
        deals: situation.deals.map((deal) => {
          const found = variable.parts.find((p) => p.deal === deal.id)
          if (!found) return deal
          const text = exactToText(add(multiply(x, found.part), found.plus))
          return variable.field === 'amount' || variable.field === 'quantity'
            ? { ...deal, [variable.field]: text }
            : { ...deal, fields: { ...deal.fields, [variable.field]: text } }
        }),
      }
  }
}

/** The variable is one number of one deal. */
export const numberOf = (field: string, deal: string): Variable => ({
  kind: 'number',
  field,
  parts: [{ deal, part: parseExact('1'), plus: ZERO }],
})
