import type { Plan } from '../plan/ast.ts'
import type { Described, Facet, Language, PartList, Section } from './clause.ts'
import { describeContest } from './describe-contest.ts'
import { describeEarning } from './describe-earning.ts'
import { describeExample } from './describe-example.ts'
import { Speaker } from './describe-expression.ts'
import {
  describeComposite,
  describeCredit,
  describeInput,
  describeMeasure,
  describeParameter,
} from './describe-inputs.ts'
import { describeClawback, describePayoutRule } from './describe-payout.ts'
import { describeMatrix, describeTable } from './describe-table.ts'
import { Names } from './names.ts'
import { tablesOfQuota } from './table-axis.ts'
import { WORDS } from './words.ts'

/** A whole plan in words: what it states itself, then its parts by section. */
export type DescribedPlan = { readonly plan: Described; readonly sections: readonly Section[] }

/** What the plan itself states: period, currency, the fields that it reads, and its policies of dates and currencies. */
function describeItself({ plan, words }: Speaker): Described {
  const { plan: w } = words
  const facet = (key: string, label: string, value: string, more: Partial<Facet> = {}): Facet => ({
    key,
    path: `/${key}`,
    at: null,
    label,
    value,
    ...more,
  })
  const { conversion } = plan
  const facets = [
    facet('period', w.period, w.periodValue(plan.period), { isInLead: true }),
    facet('currency', w.currency, plan.currency, { isInLead: true }),
    facet(
      'conversion',
      w.conversion,
      conversion ? w.converts(plan.currency, conversion.rateType, conversion.date) : w.noConversion(plan.currency),
    ),
    facet('changes/plan', w.planChange, w.planChanges[plan.changes?.plan ?? 'period start']),
    facet('changes/quota', w.quotaChange, w.quotaChanges[plan.changes?.quota ?? 'prorated']),
    facet('changes/assignment', w.assignmentChange, w.assignmentChanges[plan.changes?.assignment ?? 'days']),
    ...plan.fields.map((field, i) =>
      facet(`fields/${i}`, w.fieldLabel(field.id), w.types[field.type], { isRow: true, key: `field ${field.id}` }),
    ),
  ]
  return {
    path: '',
    at: null,
    title: plan.title,
    lead: w.lead(plan.period, plan.currency),
    facets,
    ...(plan.explanation ? { note: plan.explanation } : {}),
  }
}

/** In the order in which data flows, from the deal to the payment. */
export const SECTION_ORDER: readonly PartList[] = [
  'parameters',
  'credits',
  'measures',
  'compositeMeasures',
  'inputMeasures',
  'tables',
  'matrices',
  'earnings',
  'contests',
  'clawbacks',
  'payoutRules',
  'examples',
]

export const speakerOf = (plan: Plan, language: Language, names = new Names(plan)): Speaker =>
  new Speaker(plan, names, WORDS[language])

export function describePlan(speaker: Speaker): DescribedPlan {
  const { plan } = speaker
  const ofQuota = tablesOfQuota(plan)
  const described: Readonly<Record<PartList, readonly Described[]>> = {
    parameters: plan.parameters.map((p, i) => describeParameter(speaker, p, i)),
    credits: plan.credits.map((c, i) => describeCredit(speaker, c, i)),
    measures: plan.measures.map((m, i) => describeMeasure(speaker, m, i)),
    compositeMeasures: (plan.compositeMeasures ?? []).map((m, i) => describeComposite(speaker, m, i)),
    inputMeasures: (plan.inputMeasures ?? []).map((m, i) => describeInput(speaker, m, i)),
    tables: plan.tables.map((t, i) => describeTable(speaker, t, i, ofQuota)),
    matrices: (plan.matrices ?? []).map((m, i) => describeMatrix(speaker, m, i)),
    earnings: plan.earnings.map((e, i) => describeEarning(speaker, e, i)),
    contests: (plan.contests ?? []).map((c, i) => describeContest(speaker, c, i)),
    clawbacks: (plan.clawbacks ?? []).map((c, i) => describeClawback(speaker, c, i)),
    payoutRules: (plan.payoutRules ?? []).map((r, i) => describePayoutRule(speaker, r, i)),
    examples: (plan.examples ?? []).map((e, i) => describeExample(speaker, e, i)),
  }
  const sections = SECTION_ORDER.map((list) => ({ list, parts: described[list] }))
  return { plan: describeItself(speaker), sections }
}
