import { type Fraction, fraction } from './fraction.ts'
import { type Payouts, payoutKey } from './payouts.ts'
import { cell, readCsv } from './read-csv.ts'

// AdventureWorks: resellers' orders, salespeople with quotas, and what plans P1 to P3, the roll-up and the territory
// credit make of them. Definitions: quarter = from one quota date to the next, the last ends before 2014-06-01;
// attainment = sales ÷ quota; money is rounded half-up to cents once per person and quarter.

const END = '2014-06-01'
const zero = fraction('0')

export type Order = { readonly id: string; readonly date: string; readonly person: string; readonly subTotal: string }
export type Salesperson = { readonly id: string; readonly pct: string; readonly bonus: string }
export type Quota = { readonly person: string; readonly date: string; readonly value: string }
/** `to` is the last day, blank where it is open. */
export type TerritoryStretch = {
  readonly person: string
  readonly territory: string
  readonly from: string
  readonly to: string
}

export type AdventureWorks = {
  readonly orders: readonly Order[]
  readonly salespeople: readonly Salesperson[]
  readonly quotas: readonly Quota[]
  readonly history: readonly TerritoryStretch[]
  /** Whom each employee reports to; blank for the one at the top. */
  readonly managers: ReadonlyMap<string, string>
  readonly quotaDates: readonly string[]
}

export function readAdventureWorks(file: (name: string) => string): AdventureWorks {
  const quotas = readCsv(file('salesperson_quota_history.csv')).map((line) => ({
    person: cell(line, 'BusinessEntityID'),
    date: cell(line, 'QuotaDate'),
    value: cell(line, 'SalesQuota'),
  }))
  return {
    quotas,
    quotaDates: [...new Set(quotas.map(({ date }) => date))].sort(),
    orders: readCsv(file('reseller_orders.csv')).map((line) => ({
      id: cell(line, 'SalesOrderID'),
      date: cell(line, 'OrderDate'),
      person: cell(line, 'SalesPersonID'),
      subTotal: cell(line, 'SubTotal'),
    })),
    salespeople: readCsv(file('salesperson.csv')).map((line) => ({
      id: cell(line, 'BusinessEntityID'),
      pct: cell(line, 'CommissionPct'),
      bonus: cell(line, 'Bonus'),
    })),
    history: readCsv(file('sales_territory_history.csv')).map((line) => ({
      person: cell(line, 'BusinessEntityID'),
      territory: cell(line, 'TerritoryID'),
      from: cell(line, 'StartDate'),
      to: cell(line, 'EndDate'),
    })),
    managers: new Map(
      readCsv(file('employee.csv')).map((line) => [
        cell(line, 'BusinessEntityID'),
        cell(line, 'ManagerBusinessEntityID'),
      ]),
    ),
  }
}

/** The quarter that a day lies in, by the quota date it begins on. */
export function quarterOf(data: AdventureWorks, day: string): string {
  const quarter = data.quotaDates.filter((date) => date <= day).at(-1)
  if (quarter === undefined || day >= END) throw new Error(`${day} lies in no quarter.`)
  return quarter
}

/** Where a quarter ends: on the next quota date. */
export function endOf(data: AdventureWorks, quarter: string): string {
  return data.quotaDates[data.quotaDates.indexOf(quarter) + 1] ?? END
}

/** Everybody above somebody, nearest first. */
export function managersAbove(data: AdventureWorks, person: string): string[] {
  const manager = data.managers.get(person) ?? ''
  return manager === '' ? [] : [manager, ...managersAbove(data, manager)]
}

/** Salespeople and everybody above them. */
export function peopleOf(data: AdventureWorks): string[] {
  const found = data.salespeople.flatMap(({ id }) => [id, ...managersAbove(data, id)])
  return [...new Set(found)].sort((a, b) => Number(a) - Number(b))
}

type Sums = Map<string, Fraction>

function addTo(sums: Sums, key: string, amount: Fraction): void {
  sums.set(key, (sums.get(key) ?? zero).plus(amount))
}

/** Credited sales by person and quarter. */
export function ownSales(data: AdventureWorks, orders: readonly Order[]): Map<string, Fraction> {
  const sums: Sums = new Map()
  for (const order of orders) addTo(sums, `${order.person} ${quarterOf(data, order.date)}`, fraction(order.subTotal))
  return sums
}

/** P2: pct × 1.0 on sales up to 100 % of quota, × 1.5 on the part from 100 to 125 %, × 2.0 above. */
function marginal(sales: Fraction, quota: Fraction, pct: Fraction): Fraction {
  const top = quota.times(fraction('1.25'))
  const first = sales.atMost(quota)
  const second = sales.atMost(top).minus(quota).atLeast(zero)
  const third = sales.minus(top).atLeast(zero)
  return pct.times(first.plus(second.times(fraction('1.5'))).plus(third.times(fraction('2'))))
}

/** P3: all sales at × 1.0 if attainment <= 1.00, × 1.5 if <= 1.25, else × 2.0. */
function whole(sales: Fraction, quota: Fraction, pct: Fraction): Fraction {
  const isUpTo = (edge: string) => quota.times(fraction(edge)).isAtLeast(sales)
  return pct.times(sales).times(fraction(isUpTo('1') ? '1' : isUpTo('1.25') ? '1.5' : '2'))
}

/** Every payout: P1 to P3 of each salesperson and quarter with a quota, 1 % of their credit in a territory, and 1 % of everybody's roll-up. */
export function adventureWorksPayouts(data: AdventureWorks, orders: readonly Order[]): Payouts {
  const own = ownSales(data, orders)
  const territories = territoryCredits(data, orders)
  const payouts = new Map<string, bigint>()
  for (const { person, date, value } of data.quotas) {
    const terms = data.salespeople.find(({ id }) => id === person)
    if (terms === undefined) throw new Error(`${person} has a quota and is no salesperson.`)
    const [sales, quota, pct] = [own.get(`${person} ${date}`) ?? zero, fraction(value), fraction(terms.pct)]
    const pay = (plan: string, earning: string, amount: Fraction) =>
      payouts.set(payoutKey(plan, person, date, earning), amount.toCents())
    pay('p1', 'commission', pct.times(sales))
    pay('p1', 'bonus', sales.isAtLeast(quota) ? fraction(terms.bonus) : zero)
    pay('p2', 'commission', marginal(sales, quota, pct))
    pay('p3', 'commission', whole(sales, quota, pct))
    const inTerritories = [...territories].filter(([key]) => key.startsWith(`${person} ${date} `) && !/NONE$/.test(key))
    const credited = inTerritories.reduce((sum, [, amount]) => sum.plus(amount), zero)
    pay('territory', 'share', credited.times(fraction('0.01')))
  }
  for (const [key, sum] of rollUps(data, orders)) {
    const [person = '', quarter = ''] = key.split(' ')
    payouts.set(payoutKey('roll-up', person, quarter, 'share'), sum.times(fraction('0.01')).toCents())
  }
  return payouts
}

/** Own orders plus all orders of everyone below, by person and quarter, the empty quarters too. */
export function rollUps(data: AdventureWorks, orders: readonly Order[]): Map<string, Fraction> {
  const sums: Sums = new Map()
  for (const person of peopleOf(data)) for (const quarter of data.quotaDates) sums.set(`${person} ${quarter}`, zero)
  for (const order of orders)
    for (const person of [order.person, ...managersAbove(data, order.person)])
      addTo(sums, `${person} ${quarterOf(data, order.date)}`, fraction(order.subTotal))
  return sums
}

/** Credit by person, quarter and territory: the row with StartDate <= OrderDate <= EndDate (blank = open), else NONE. */
export function territoryCredits(data: AdventureWorks, orders: readonly Order[]): Map<string, Fraction> {
  const sums: Sums = new Map()
  for (const { person, date, subTotal } of orders) {
    const rows = data.history.filter((h) => h.person === person && h.from <= date && (h.to === '' || date <= h.to))
    if (rows.length > 1) throw new Error(`${person} is in two territories on ${date}.`)
    addTo(sums, `${person} ${quarterOf(data, date)} ${rows[0]?.territory ?? 'NONE'}`, fraction(subTotal))
  }
  return sums
}
