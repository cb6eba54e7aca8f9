import { parseData } from '#lib/blocks/definitions/aspects.ts'
import { type Row, recordOf, rowOf } from './records.ts'

/** An example's lists, each a table of rows. Own columns of a deal stand among its properties as `fields.name`. */
export const LISTS = ['deals', 'quotas', 'parameters', 'inputs', 'rates', 'expects'] as const
export type ListName = (typeof LISTS)[number]
export type ExampleRows = { title: string } & Record<ListName, Row[]>

const OWN = 'fields.'
/** Says that a deal has own columns, even if none of them is there. */
const HAS_OWN = OWN
const recordsIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])

function flat(deal: Record<string, unknown>): Record<string, unknown> {
  const { fields, ...rest } = deal
  if (fields === undefined) return rest
  const own = Object.entries(fields as object).map(([id, value]) => [OWN + id, value])
  return { ...rest, [HAS_OWN]: true, ...Object.fromEntries(own) }
}

/** Back from one level to two; a text that a yes/no column has is one. */
function nested(deal: Record<string, unknown>, yesNo: ReadonlySet<string>): Record<string, unknown> {
  const own = Object.entries(deal).filter(([key]) => key.startsWith(OWN))
  const rest = Object.fromEntries(Object.entries(deal).filter(([key]) => !key.startsWith(OWN)))
  if (own.length === 0) return rest
  const fields = own.flatMap(([key, value]) => {
    const id = key.slice(OWN.length)
    return key === HAS_OWN ? [] : [[id, yesNo.has(id) && typeof value === 'string' ? value === 'true' : value]]
  })
  return { ...rest, fields: Object.fromEntries(fields) }
}

export function readExample(text: string): ExampleRows {
  const held = parseData(text)
  const rows = (list: ListName) =>
    recordsIn(held[list]).map((record, i) => rowOf(list === 'deals' ? flat(record) : record, i))
  return {
    title: String(held.participantTitle ?? ''),
    ...(Object.fromEntries(LISTS.map((list) => [list, rows(list)])) as Record<ListName, Row[]>),
  }
}

/** The example's data again. Lists that were left out stay so while they are empty. */
export function writeExample(text: string, rows: ExampleRows, yesNo: ReadonlySet<string>): string {
  const held = parseData(text)
  const listOf = (list: ListName) =>
    rows[list].map((row) => (list === 'deals' ? nested(recordOf(row), yesNo) : recordOf(row)))
  const lists = LISTS.flatMap((list) => {
    const isStated = list === 'deals' || list === 'expects' || held[list] !== undefined || rows[list].length > 0
    return isStated ? [[list, listOf(list)] as const] : []
  })
  const title = rows.title === '' ? {} : { participantTitle: rows.title }
  return JSON.stringify({ ...title, ...Object.fromEntries(lists) })
}
