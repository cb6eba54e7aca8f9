import type { Plan, Transaction } from '#engine'
import type { Fraction } from '../fraction.ts'
import { dayBefore } from './calendar.ts'
import type { Scope, Value } from './evaluate.ts'
import { decimal, times } from './exact.ts'
import { NoFigure } from './no-figure.ts'
import { periodOn, rateOn, type World } from './world.ts'

/** A column of the deal at hand, in its type; money in the plan's currency. */
export function fieldOf(id: string, s: Scope): Value {
  const deal = s.deal!
  switch (id) {
    case 'amount':
      return inPlanCurrency(present(deal.amount), deal, s.plan, s.world)
    case 'quantity':
      return decimal(present(deal.quantity))
    case 'currency':
    case 'kind':
    case 'source':
    case 'externalId':
    case 'account':
    case 'product':
    case 'occurredOn':
    case 'creditedOn':
      return present(deal[id])
  }
  const type = s.plan.fields.find((f) => f.id === id)!.type
  const value = present(Object.hasOwn(deal.fields, id) ? deal.fields[id] : undefined)
  if (typeof value === 'boolean' || type === 'yes/no') {
    if (typeof value === 'boolean' && type === 'yes/no') return value
    throw new NoFigure('wrong-type')
  }
  if (type === 'text' || type === 'choice' || type === 'date') return value
  return type === 'money' ? inPlanCurrency(value, deal, s.plan, s.world) : decimal(value)
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new NoFigure('missing-value')
  return value
}

/** Converted at the dated rate that the plan names; never at 1, never turned round. */
function inPlanCurrency(text: string, deal: Transaction, plan: Plan, world: World): Fraction {
  const amount = decimal(text)
  if (deal.currency === null || deal.currency === plan.currency) return amount
  if (!plan.conversion) throw new NoFigure('currency-mismatch')
  const { rateType, date } = plan.conversion
  const on = date === 'periodEnd' ? dayBefore(periodOn(world, deal.creditedOn)!.to) : deal[date]
  const rate = rateOn(world, rateType, deal.currency, plan.currency, on)
  if (!rate) throw new NoFigure('fx-missing')
  return times(amount, rate)
}
