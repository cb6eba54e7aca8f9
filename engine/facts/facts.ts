import type { Calendar } from '../time/calendar.ts'
import type { CalendarDate } from '../time/calendar-date.ts'

/** Holds from `from` (inclusive) until `to` (exclusive, null: open). */
export type Dated = { readonly from: CalendarDate; readonly to: CalendarDate | null }

export type TitleFact = Dated & { readonly participant: string; readonly title: string }
export type ReportingLine = Dated & { readonly participant: string; readonly manager: string }
export type Assignment = Dated & { readonly plan: string; readonly participant: string }

/** A territory takes the transactions for which every condition holds; its owners are dated. */
export type Territory = {
  readonly id: string
  readonly when: readonly { readonly field: string; readonly oneOf: readonly string[] }[]
  readonly owners: readonly (Dated & { readonly participant: string })[]
}

/** The target of one stretch, for a participant or for everybody of a title. `value` is a decimal. */
export type QuotaFact = {
  readonly quota: string
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly value: string
} & ({ readonly participant: string; readonly title: null } | { readonly participant: null; readonly title: string })

/** A parameter's value for everybody, for a title, or for one participant; the narrowest wins. */
export type ParameterFact = Dated & { readonly parameter: string; readonly value: string } & (
    | { readonly scope: 'all' }
    | { readonly scope: 'title'; readonly title: string }
    | { readonly scope: 'participant'; readonly participant: string }
  )

/** Members of an overlay team, each with a share of what the team is credited with. */
export type TeamMembership = Dated & { readonly team: string; readonly participant: string; readonly share: string }

/** A figure handed in for a participant: holds for the periods that lie within its dates. */
export type InputFact = {
  readonly measure: string
  readonly participant: string
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly value: string
}

/** How much of `to` one unit of `from` is on a day. Rates are never inverted or crossed in silence. */
export type ExchangeRate = {
  readonly rateType: string
  readonly from: string
  readonly to: string
  readonly on: CalendarDate
  readonly rate: string
}

/** Everything but transactions that a calculation reads, handed in whole: a calculation asks nobody. */
export type Facts = {
  readonly calendar: Calendar
  readonly titles: readonly TitleFact[]
  readonly reportingLines: readonly ReportingLine[]
  readonly territories: readonly Territory[]
  readonly quotas: readonly QuotaFact[]
  readonly parameters: readonly ParameterFact[]
  readonly assignments: readonly Assignment[]
  readonly teams?: readonly TeamMembership[]
  readonly inputs?: readonly InputFact[]
  readonly rates?: readonly ExchangeRate[]
  /** Our ids by the external ids that plans name participants with. */
  readonly participantIds?: Readonly<Record<string, string>>
}

export type TeamShare = { readonly role: string; readonly participant: string; readonly share: string }

/** One version of a transaction as it counts. Amounts and quantities are decimals with the digits they arrived with. */
export type Transaction = {
  readonly id: string
  readonly source: string
  readonly externalId: string
  readonly kind: string
  readonly occurredOn: CalendarDate
  readonly creditedOn: CalendarDate
  readonly owner: string | null
  readonly team: readonly TeamShare[]
  readonly account: string | null
  readonly product: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly quantity: string | null
  readonly fields: Readonly<Record<string, string | boolean | null>>
  /** The external id, in the same source, of the transaction that this one reverses or tells something of. */
  readonly reverses?: string | null
  /** Of that transaction, what crediting asks of it: its day, and who held it. */
  readonly reversed?: Reversed
}

export type Reversed = {
  readonly creditedOn: CalendarDate
  readonly owner: string | null
  readonly team: readonly TeamShare[]
}

/** The order in which a running total is walked (plan-language 3). */
export type OrderKey = readonly [creditedOn: string, occurredOn: string, source: string, externalId: string]
export const orderKey = (t: Transaction): OrderKey => [t.creditedOn, t.occurredOn, t.source, t.externalId]
export const compareKeys = (a: OrderKey, b: OrderKey): number => {
  for (let i = 0; i < 4; i++) {
    const [x, y] = [a[i] as string, b[i] as string]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}
