import type { TransactionField } from '../fields/transaction-fields.ts'
import type { Fault } from '../http/problem.ts'
import { CalendarDate, DecimalText } from '../values.ts'

type Value = string | boolean | null

function faultIn(field: TransactionField, value: string | boolean): string | null {
  switch (field.type) {
    case 'yes/no':
      return typeof value === 'boolean' ? null : 'It is true or false.'
    case 'text':
      return typeof value === 'string' ? null : 'It is a text.'
    case 'choice':
      return typeof value === 'string' && field.choices?.includes(value) ? null : 'It is none of the choices.'
    case 'date':
      return CalendarDate.safeParse(value).success ? null : 'A date is written YYYY-MM-DD and exists.'
    default: {
      if (typeof value !== 'string' || !DecimalText.safeParse(value).success)
        return 'A number is written as text like "1234.50".'
      const decimals = (value.split('.')[1] ?? '').length
      return decimals <= field.scale ? null : `It has ${decimals} decimals; the field holds ${field.scale}.`
    }
  }
}

/**
 * Checks the organisation's own fields of one transaction against their declared types.
 *
 * @returns faults with pointers below /fields.
 */
export function findFieldFaults(
  values: Readonly<Record<string, Value>>,
  fields: ReadonlyMap<string, TransactionField>,
): Fault[] {
  return Object.entries(values).flatMap(([id, value]): Fault[] => {
    const pointer = `/fields/${id}`
    const field = fields.get(id)
    if (field === undefined) return [{ pointer, code: 'unknown-field', detail: `There is no field "${id}" here.` }]
    if (value === null) return []
    const fault = faultIn(field, value)
    return fault === null ? [] : [{ pointer, code: 'field-value', detail: fault }]
  })
}
