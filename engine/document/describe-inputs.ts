import { unreachable } from '../lib/assert.ts'
import type {
  BaseRecipients,
  CompositeMeasure,
  CreditRule,
  InputMeasure,
  Measure,
  Parameter,
  Recipients,
} from '../plan/ast.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import type { Phrase } from './phrase.ts'
import { Sheet } from './sheet.ts'

export function describeParameter({ words: w, plan }: Speaker, parameter: Parameter, index: number): Described {
  const { figures } = w
  const shown = (text: string): string =>
    parameter.type === 'money'
      ? figures.money(text, plan.currency)
      : parameter.type === 'percent'
        ? figures.percent(text)
        : figures.number(text)
  return new Sheet('parameters', index, parameter)
    .add(['type'], w.parameter.type, w.plan.types[parameter.type], { isInLead: true })
    .add(
      ['default'],
      w.parameter.default,
      parameter.default === null ? w.parameter.noDefault : shown(parameter.default),
    )
    .done(w.parameter.lead(w.plan.types[parameter.type]))
}

function baseRecipients({ words: { credit, figures } }: Speaker, to: BaseRecipients): Phrase {
  switch (to.kind) {
    case 'Owner':
    case 'TerritoryOwners':
      return credit.recipients[to.kind]
    case 'DealTeam':
      return to.role === null ? credit.recipients.everybody : credit.recipients.role(to.role)
    case 'Split':
      return credit.recipients.split(to.shares.map((s) => [s.participant, figures.percent(s.share)]))
    case 'OverlayTeam':
      return credit.recipients.team(to.team)
    default:
      return unreachable(to)
  }
}

const recipients = (speaker: Speaker, to: Recipients): string =>
  to.kind === 'Managers'
    ? speaker.words.credit.recipients.managers(baseRecipients(speaker, to.of), to.fromLevel, to.toLevel)
    : baseRecipients(speaker, to).say('accusative')

export function describeCredit(speaker: Speaker, rule: CreditRule, index: number): Described {
  const { words } = speaker
  const { credit: w } = words
  const to = recipients(speaker, rule.to)
  const amount = speaker.text(rule.amount)
  const share =
    rule.share === undefined
      ? w.whole
      : w.shareOf(
          rule.share.kind === 'Percent' ? words.figures.percent(rule.share.value) : `(${speaker.text(rule.share)})`,
        )
  const sheet = new Sheet('credits', index, rule)
    .add(['to'], w.to, to, { isInLead: true })
    .add(['amount'], w.amount, amount, { isInLead: true, node: rule.amount })
    .add(['when'], w.when, rule.when ? w.whenHolds(speaker.condition(rule.when)) : w.always, { node: rule.when })
    .add(['share'], w.share, share, { node: rule.share })
    .add(['creditType'], w.type, words.quoted(rule.creditType))
    .add(['counts'], w.counts, w.countsValue[rule.counts ?? 'attainment and pay'])
    .add(['group'], w.group, rule.group === undefined ? w.noGroup : w.groupValue(rule.group))
    .add(['digits'], w.digits, w.digitsValue(rule.digits ?? 6))
    .add(['asOf'], w.asOf, w.asOfValue[rule.asOf ?? 'deal'])
    .add(['overlap'], w.overlap, w.overlapValue[rule.overlap ?? 'once'])
  return sheet.done(w.lead(to, amount))
}

export function describeMeasure(speaker: Speaker, measure: Measure, index: number): Described {
  const { measure: w } = speaker.words
  const value = measure.value ? speaker.value(measure.value) : w.noValue
  const figure = w.aggregates[measure.aggregate](value)
  // A count reads no value; where one is stated nevertheless, a check says so.
  return new Sheet('measures', index, measure)
    .add(['aggregate'], w.figure, figure, { isInLead: true, node: measure.value })
    .add(['window'], w.window, speaker.span(measure.window))
    .add(['when'], w.when, measure.when ? w.those(speaker.condition(measure.when)) : w.all, { node: measure.when })
    .done(figure)
}

export function describeComposite({ words, names }: Speaker, composite: CompositeMeasure, index: number): Described {
  const { measure: w, figures } = words
  const sheet = new Sheet('compositeMeasures', index, composite)
  composite.of.forEach(({ measure, weight }, i) => {
    sheet.add(['of', i], w.weight(names.measure(measure)), figures.number(weight), {
      isRow: true,
      key: `of ${measure}`,
    })
  })
  return sheet.done(w.composite(composite.of.map(({ measure }) => names.measure(measure))))
}

export function describeInput({ words: w }: Speaker, input: InputMeasure, index: number): Described {
  return new Sheet('inputMeasures', index, input)
    .add(['type'], w.parameter.type, w.plan.types[input.type], { isInLead: true })
    .done(w.measure.input(w.plan.types[input.type]))
}
