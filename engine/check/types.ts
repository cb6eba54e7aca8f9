import type { ValueType } from '../plan/ast.ts'

/** What a value is while a plan is checked. Money is always in the plan's currency. */
export type StaticType = 'money' | 'number' | 'percent' | 'quantity' | 'text' | 'yes/no' | 'date' | 'text list'

/** Where an expression stands, and so what it may read. */
export type Scope = 'transaction' | 'credit' | 'earning-line' | 'period' | 'band'

export const isNumeric = (type: StaticType): boolean => type === 'number' || type === 'percent' || type === 'quantity'
export const isArithmetic = (type: StaticType): boolean => type === 'money' || isNumeric(type)

/** Types that may be added, compared or chosen between. */
export const compatible = (a: StaticType, b: StaticType): boolean => a === b || (isNumeric(a) && isNumeric(b))
export const common = (a: StaticType, b: StaticType): StaticType => (a === b ? a : 'number')

export const staticType = (type: ValueType): StaticType => (type === 'choice' ? 'text' : type)

/** The columns that every transaction has. Account, product and territory are read by their external ids. */
export const SYSTEM_FIELDS: ReadonlyMap<string, StaticType> = new Map<string, StaticType>([
  ['amount', 'money'],
  ['quantity', 'quantity'],
  ['currency', 'text'],
  ['kind', 'text'],
  ['source', 'text'],
  ['externalId', 'text'],
  ['account', 'text'],
  ['product', 'text'],
  ['occurredOn', 'date'],
  ['creditedOn', 'date'],
])

/** A type as an English sentence names it. */
export function article(type: StaticType): string {
  switch (type) {
    case 'money':
      return 'an amount of money'
    case 'text list':
      return 'a list of texts'
    default:
      return `a ${type}`
  }
}
