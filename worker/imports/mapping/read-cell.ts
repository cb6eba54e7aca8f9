import type { TransactionField } from '../../fields/transaction-fields.ts'
import { ok, type Result, refused } from '../../result.ts'
import type { ImportMapping } from './import-mapping.ts'
import { readDate } from './read-date.ts'
import { type DecimalSign, readNumber } from './read-number.ts'
import { readYesNo } from './read-yes-no.ts'

/** How the cell of a target is read. */
export type Kind = 'text' | 'number' | 'percent' | 'date' | 'yes/no' | 'version' | 'reference'

/** What a cell says; a number tells the currency that stands beside it. */
export type CellRead = Result<{ value: unknown; currency?: string | null }, { code: string; detail: string }>

const KINDS: Readonly<Record<string, Kind>> = {
  version: 'version',
  voided: 'yes/no',
  occurredOn: 'date',
  creditedOn: 'date',
  owner: 'reference',
  account: 'reference',
  product: 'reference',
  amount: 'number',
  quantity: 'number',
}

/** The kind of a target; of an own field, by its type. */
export function kindOf(target: string, fields: ReadonlyMap<string, TransactionField>): Kind {
  if (!target.startsWith('fields.')) return KINDS[target] ?? 'text'
  const type = fields.get(target.slice('fields.'.length))?.type
  if (type === 'money' || type === 'number' || type === 'quantity') return 'number'
  return type === 'percent' || type === 'date' || type === 'yes/no' ? type : 'text'
}

function wrong(cell: string, code: string, detail: string): CellRead {
  return refused({ code, detail: `"${cell.slice(0, 60)}" ${detail}` })
}

/** Reads a cell that is not empty, as its target wants it. */
export function readCell(
  cell: string,
  kind: Kind,
  { dates, decimals }: Pick<ImportMapping, 'dates' | 'decimals'>,
  timeZone: string,
): CellRead {
  switch (kind) {
    case 'text':
      return ok({ value: cell })
    case 'reference':
      return ok({ value: { externalId: cell } })
    case 'version':
      return /^\d{1,7}$/.test(cell) ? ok({ value: Number(cell) }) : wrong(cell, 'version-invalid', 'is no version.')
    case 'yes/no': {
      const value = readYesNo(cell)
      return value === null ? wrong(cell, 'yes-no-invalid', 'is neither yes nor no.') : ok({ value })
    }
    case 'date': {
      const value = readDate(cell, dates, timeZone)
      const form = dates === 'iso' ? 'yyyy-MM-dd' : dates
      return value === null ? wrong(cell, 'date-invalid', `is no day written ${form}.`) : ok({ value })
    }
    case 'number':
    case 'percent': {
      const number = readNumber(cell, decimals)
      if (number === null) return wrong(cell, 'number-invalid', `is no number with the decimal sign "${decimals}".`)
      if (number.isPercent && kind === 'number') return wrong(cell, 'number-invalid', 'is a percentage.')
      return ok({ value: number.text, currency: number.currency })
    }
  }
}

const AT_MOST_ONE = /^0\.0*[1-9]|^1(\.0*)?$/

/**
 * Reads a share, such as that of a team member.
 *
 * @param isPercent the column holds percentages. What could then mean two things is refused: spreadsheets keep 50 % as
 * 0.5, so 0.5 may be a half, or half of one percent.
 */
export function readShare(cell: string, isPercent: boolean, decimals: DecimalSign): CellRead {
  const number = readNumber(cell, decimals)
  if (number === null || number.currency !== null) return wrong(cell, 'number-invalid', 'is no share.')
  if (!isPercent || number.isPercent) return ok({ value: number.text })
  if (AT_MOST_ONE.test(number.text))
    return wrong(
      cell,
      'share-ambiguous',
      'could be a percentage or a part of one. Write a percent sign, or map the column as parts of one.',
    )
  return ok({ value: readNumber(`${cell.trim()}%`, decimals)?.text })
}
