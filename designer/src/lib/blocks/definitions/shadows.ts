import type { SavedBlock } from '#lib/blocks/saved.ts'

/** What stands in the slots of a fresh block, so that it makes sense at once. */
const amount = (value: string, unit: string): SavedBlock => ({ type: 'amount', fields: { VALUE: value, UNIT: unit } })

export const number = amount('0', '')
export const one = amount('1', '')
export const percent = amount('0.05', '%')
export const text: SavedBlock = { type: 'text', fields: { VALUE: '' } }
export const yes: SavedBlock = { type: 'yes_no', fields: { VALUE: 'true' } }
export const list: SavedBlock = { type: 'text_list', extraState: { items: 1 }, fields: { ITEM0: '' } }
export const dealAmount: SavedBlock = { type: 'field_value', fields: { FIELD: 'amount' } }
export const creditAmount: SavedBlock = { type: 'credit_amount' }
/** In the plan's currency: the toolbox and the canvas put it there. */
export const money = amount('1000', 'EUR')
