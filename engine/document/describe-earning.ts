import { unreachable } from '../lib/assert.ts'
import type { Earning } from '../plan/ast.ts'
import type { Payable } from '../plan/payout.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { Sheet } from './sheet.ts'

function payableText({ words: { earning: w, figures } }: Speaker, payable: Payable | undefined): string {
  if (!payable) return w.atOnce
  switch (payable.kind) {
    case 'Instalments':
      return w.instalments(payable.parts.map((p) => [figures.percent(p.share), p.afterPeriods]))
    case 'Amortised':
      return w.amortised(payable.periods)
    case 'OnEvent':
      return w.onEvent(payable.event, figures.percent(payable.atOnce))
    default:
      return unreachable(payable)
  }
}

export function describeEarning(speaker: Speaker, earning: Earning, index: number): Described {
  const { words, plan } = speaker
  const { earning: w } = words
  const amount = speaker.text(earning.amount)
  const { rounding, gate, floor, cap, when } = earning
  const sheet = new Sheet('earnings', index, earning)
    .add(['per'], w.per, w.pers[earning.per], { isInLead: true })
    .add(['amount'], w.amount, amount, { isInLead: true, node: earning.amount })
  if (earning.per === 'credit' || when)
    sheet.add(['when'], w.when, when ? w.those(speaker.condition(when)) : w.all, { node: when })
  const mode = words.roundingModes[rounding.mode]
  return sheet
    .add(['gate'], w.gate, gate ? w.gateValue(speaker.condition(gate)) : w.noGate, { node: gate })
    .add(['floor'], w.floor, floor ? w.floorValue(speaker.text(floor)) : words.none, { node: floor })
    .add(['cap'], w.cap, cap ? w.capValue(speaker.text(cap)) : words.none, { node: cap })
    .add(
      ['rounding'],
      w.rounding,
      w.roundingValue(words.figures.minorUnit(plan.currency), mode, earning.per === 'credit' ? rounding.basis : null),
    )
    .add(['payable'], w.payable, payableText(speaker, earning.payable))
    .done(w.lead(earning.per, amount))
}
