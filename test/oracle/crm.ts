import { type Fraction, fraction } from './fraction.ts'
import { type Payouts, payoutKey } from './payouts.ts'
import { cell, readCsv } from './read-csv.ts'

// The CRM's pipeline: an agent earns 4 % of the close value of won deals, 6 % on the part above 50,000 in a calendar
// quarter by close date; a manager 0.5 % of the team's.

const zero = fraction('0')

export type Opportunity = {
  readonly id: string
  readonly agent: string
  readonly product: string
  readonly account: string
  readonly stage: string
  readonly engagedOn: string
  readonly closedOn: string
  readonly value: string
}
export type Crm = {
  readonly opportunities: readonly Opportunity[]
  /** The manager of each agent. */
  readonly managers: ReadonlyMap<string, string>
  readonly accounts: readonly string[]
  readonly products: readonly string[]
}

export function readCrm(file: (name: string) => string): Crm {
  return {
    opportunities: readCsv(file('sales_pipeline.csv')).map((line) => ({
      id: cell(line, 'opportunity_id'),
      agent: cell(line, 'sales_agent'),
      product: cell(line, 'product'),
      account: cell(line, 'account'),
      stage: cell(line, 'deal_stage'),
      engagedOn: cell(line, 'engage_date'),
      closedOn: cell(line, 'close_date'),
      value: cell(line, 'close_value'),
    })),
    managers: new Map(
      readCsv(file('sales_teams.csv')).map((line) => [cell(line, 'sales_agent'), cell(line, 'manager')]),
    ),
    accounts: readCsv(file('accounts.csv')).map((line) => cell(line, 'account')),
    products: readCsv(file('products.csv')).map((line) => cell(line, 'product')),
  }
}

const QUARTERS = ['2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4']
const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`

/** Every payout of every agent and manager in every quarter of the year, those without a deal too. */
export function crmPayouts({ opportunities, managers }: Crm): Payouts {
  const sums = new Map<string, Fraction>()
  for (const { agent, stage, closedOn, value } of opportunities) {
    if (stage !== 'Won') continue
    for (const person of [agent, managers.get(agent)]) {
      const key = `${person} ${quarterOf(closedOn)}`
      sums.set(key, (sums.get(key) ?? zero).plus(fraction(value)))
    }
  }
  const payouts = new Map<string, bigint>()
  for (const quarter of QUARTERS) {
    for (const agent of managers.keys()) {
      const won = sums.get(`${agent} ${quarter}`) ?? zero
      const above = won.minus(fraction('50000')).atLeast(zero)
      const amount = won
        .minus(above)
        .times(fraction('0.04'))
        .plus(above.times(fraction('0.06')))
      payouts.set(payoutKey('agent', agent, quarter, 'commission'), amount.toCents())
    }
    for (const manager of new Set(managers.values())) {
      const team = sums.get(`${manager} ${quarter}`) ?? zero
      payouts.set(payoutKey('manager', manager, quarter, 'override'), team.times(fraction('0.005')).toCents())
    }
  }
  return payouts
}
