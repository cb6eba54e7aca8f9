import { unreachable } from '../lib/assert.ts'
import type { Clawback, PayoutRule, PayoutRuleOf } from '../plan/payout.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { Sheet } from './sheet.ts'

const concerned = ({ words: { payout: w }, names }: Speaker, earnings: readonly string[] | undefined): string =>
  earnings ? w.theseEarnings([...earnings].sort().map((id) => names.earning(id))) : w.allEarnings

export function describePayoutRule(speaker: Speaker, rule: PayoutRule, index: number): Described {
  const { words } = speaker
  const { payout: w } = words
  const sheet = new Sheet('payoutRules', index, rule)
  if ('earnings' in rule || rule.kind === 'CapTogether' || rule.kind === 'Draw' || rule.kind === 'Hold')
    sheet.add(['earnings'], w.earnings, concerned(speaker, 'earnings' in rule ? rule.earnings : undefined))
  switch (rule.kind) {
    case 'CapTogether':
      return sheet
        .add(['cap'], w.cap, speaker.text(rule.cap), { isInLead: true, node: rule.cap })
        .add(['excess'], w.excess, w.excesses[rule.excess])
        .done(w.capLead(speaker.value(rule.cap)))
    case 'Draw':
      return describeDraw(speaker, rule, sheet)
    case 'Hold': {
      const share = words.figures.percent(rule.share)
      return sheet
        .add(['share'], w.share, share, { isInLead: true })
        .add(['periods'], w.after, w.later(rule.periods), { isInLead: true })
        .done(w.holdLead(share, rule.periods))
    }
    case 'CarryNegative':
      return sheet.done(w.carryLead)
    case 'MinimumPayment':
      return sheet
        .add(['amount'], w.amount, speaker.text(rule.amount), { isInLead: true, node: rule.amount })
        .done(w.minimumLead(speaker.value(rule.amount)))
    default:
      return unreachable(rule)
  }
}

function describeDraw(speaker: Speaker, rule: PayoutRuleOf<'Draw'>, sheet: Sheet): Described {
  const { payout: w, figures } = speaker.words
  const { recovery } = rule
  sheet
    .add(['pays'], w.pays, w.paysValue[rule.pays], { isInLead: true })
    .add(['amount'], w.amount, speaker.text(rule.amount), { isInLead: true, node: rule.amount })
    .add(['periods'], w.runs, rule.periods === undefined ? w.always : w.periods(rule.periods))
    .add(
      ['recovery'],
      w.recovery,
      recovery ? w.recovered(figures.percent(recovery.percent), recovery.from ?? 1) : w.notRecovered,
    )
  if (recovery) {
    const untouched = rule.pays === 'upTo' ? w.floorUpTo : w.floorOnTop
    sheet
      .add(['recovery', 'floor'], w.floor, recovery.floor ? speaker.text(recovery.floor) : untouched, {
        node: recovery.floor,
      })
      .add(['recovery', 'forgivenAtEnd'], w.end, recovery.forgivenAtEnd ? w.ends.forgiven : w.ends.owed)
  }
  return sheet.done(w.drawLead(rule.pays, speaker.value(rule.amount)))
}

export function describeClawback(speaker: Speaker, clawback: Clawback, index: number): Described {
  const { words } = speaker
  const { clawback: w } = words
  const { manner, when } = clawback
  const share = words.figures.percent(clawback.share)
  return new Sheet('clawbacks', index, clawback)
    .add(['share'], w.share, share, { isInLead: true })
    .add(['when'], w.when, when ? w.those(speaker.condition(when)) : w.all, { node: when })
    .add(['earnings'], words.payout.earnings, concerned(speaker, clawback.earnings))
    .add(['manner'], w.manner, manner.kind === 'Full' ? w.full : w.proRata(manner.by, manner.term))
    .add(['reducesAttainment'], w.attainment, clawback.reducesAttainment ? w.attainments.reduced : w.attainments.kept)
    .done(w.lead(share))
}
