import type { Finding, Plan, Situation, SituationDeal } from '#engine'
import { showDate, showDecimal, showMoney, showPercent } from '#lib/format/show.ts'
import { t } from '#lib/i18n/locale.svelte.ts'

/** One side of a witness in words: its deals, and what they pay. */
export type SideWords = { readonly deals: readonly string[]; readonly pays: string }
export type WitnessWords = { readonly sides: readonly SideWords[]; readonly given: readonly string[] }

/** A column's value in the reader's writing, by what the plan says the column is. */
function shownValue(plan: Plan, type: string | undefined, value: string | boolean): string {
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (type === 'money') return showMoney(value, plan.currency)
  if (type === 'percent') return showPercent(value, 4)
  if (type === 'date') return showDate(value)
  return type === 'number' || type === 'quantity' ? showDecimal(value) : value
}

/** Everything about a deal that the plan may read, the amount first. */
function dealWords(plan: Plan, deal: SituationDeal, readsQuantity: boolean): string {
  const amount = showMoney(deal.amount ?? '0', plan.currency)
  const count = deal.times ?? 1
  const what =
    deal.reverses !== undefined
      ? t('witnessReversal', { amount })
      : count > 1
        ? t('witnessDeals', { count, amount })
        : t('witnessDeal', { amount })
  const type = new Map(plan.fields.map((field) => [field.id, field.type]))
  const columns = Object.entries(deal.fields)
    .filter(([id]) => type.get(id) !== 'date')
    .map(([id, value]) => `${id}: ${shownValue(plan, type.get(id), value)}`)
  const said = [
    t('witnessOn', { date: showDate(deal.creditedOn) }),
    ...(readsQuantity && deal.quantity !== undefined ? [`${t('quantity')}: ${showDecimal(deal.quantity)}`] : []),
    ...(deal.kind === undefined ? [] : [`${t('kind')}: ${deal.kind}`]),
    ...(deal.product === undefined ? [] : [`${t('product')}: ${deal.product}`]),
    ...(deal.account === undefined ? [] : [`${t('account')}: ${deal.account}`]),
    ...columns,
  ]
  return `${what}, ${said.join(', ')}`
}

/** What both sides are given: quotas, parameters without a default, figures that are handed in. */
function givenWords(plan: Plan, before: Situation, after: Situation): string[] {
  const inputs = (plan.inputMeasures ?? []).flatMap(({ id, title, type }) => {
    const [first, second] = [before.inputs[id], after.inputs[id]]
    if (first === undefined || second === undefined) return []
    const [one, other] = [shownValue(plan, type, first), shownValue(plan, type, second)]
    return [`${title}: ${one === other ? one : `${one} → ${other}`}`]
  })
  const parameters = plan.parameters.flatMap(({ id, title, type }) => {
    const value = before.parameters[id]
    return value === undefined ? [] : [`${title}: ${shownValue(plan, type, value)}`]
  })
  const quotas = Object.entries(before.quotas).map(([name, value]) => `${t('quota', { name })}: ${showDecimal(value)}`)
  return [...quotas, ...parameters, ...inputs]
}

/** The two situations of a finding in plain words, with what the engine pays in each. */
export function witnessWords(plan: Plan, { witness, replay }: Finding): WitnessWords {
  const readsQuantity = JSON.stringify(plan).includes('"field":"quantity"')
  const side = ({ situation }: Finding['witness']['before'], paid: string): SideWords => ({
    deals: situation.deals.map((deal) => dealWords(plan, deal, readsQuantity)),
    pays: showMoney(paid, plan.currency),
  })
  return {
    sides: [side(witness.before, replay.before), side(witness.after, replay.after)],
    given: givenWords(plan, witness.before.situation, witness.after.situation),
  }
}
