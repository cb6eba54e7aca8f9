import type { SavedBlock } from '#lib/blocks/saved.ts'
import type { Aspect, Condition, Editor, Family, FieldSpec, Part, Properties, Referent, Row, SlotSpec } from './spec.ts'

const upper = (property: string): string => property.toUpperCase()
const present = (property: string, value: unknown): Properties => (value === undefined ? {} : { [property]: value })
const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

export const field = (name: string, editor: Editor, initial: string, visibleWhen?: Condition): FieldSpec => ({
  name,
  editor,
  initial,
  ...(visibleWhen ? { visibleWhen } : {}),
})

/** Several properties that are one thought: their fields and slots, and what they say. */
export const aspect = (
  fields: readonly FieldSpec[],
  read: Aspect['read'],
  write: Aspect['write'],
  slots: readonly SlotSpec[] = [],
): Aspect => ({ fields, slots, read, write })

/** The same, out of sight until somebody unfolds the block's options or it says something. */
export const folded = (of: Aspect): Aspect => ({
  ...of,
  fields: of.fields.map((each) => (each.visibleWhen ? each : { ...each, folded: true })),
  slots: of.slots.map((each) => (each.visibleWhen ? each : { ...each, folded: true })),
})

/** A property that is text in the plan and in the block. */
export function text(property: string, editor: Editor, initial = '', name = upper(property)): Aspect {
  return aspect(
    [field(name, editor, initial)],
    (from) => present(property, from.field(name)),
    (node, to) => to.field(name, textOf(node[property])),
  )
}

/** A text that is left out where its field is empty. */
export function optionalText(property: string, editor: Editor, name = upper(property)): Aspect {
  return aspect(
    [field(name, editor, '')],
    (from) => present(property, from.field(name) || undefined),
    (node, to) => to.field(name, textOf(node[property])),
  )
}

export const choice = (property: string, list: string, values: readonly string[], name = upper(property)): Aspect =>
  text(property, { as: 'choice', list, values }, values[0], name)

/** A choice that may be left out. */
export const optionalChoice = (
  property: string,
  list: string,
  values: readonly string[],
  name = upper(property),
): Aspect => optionalText(property, { as: 'choice', list, values: ['', ...values] }, name)

/** A whole number picked from a list; the empty choice leaves the property out. */
export function integer(property: string, from: number, to: number, optional: boolean, list = 'digits'): Aspect {
  const values = [...(optional ? [''] : []), ...Array.from({ length: to - from + 1 }, (_, i) => String(from + i))]
  return numeric(property, { as: 'choice', list, values }, optional ? '' : '2')
}

/** A whole number that is typed; an empty field leaves the property out. */
export const count = (property: string, from: number, to: number, initial: string, name = upper(property)): Aspect =>
  numeric(property, { as: 'integer', from, to, ...(initial === '' ? { blank: true as const } : {}) }, initial, name)

function numeric(property: string, editor: Editor, initial: string, name = upper(property)): Aspect {
  return aspect(
    [field(name, editor, initial)],
    (from) => present(property, numberIn(from.field(name))),
    (node, to) => to.field(name, textOf(node[property])),
  )
}

export const numberIn = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text)

/** A text that may be null; an empty field is null. */
export function nullable(property: string, editor: Editor): Aspect {
  const name = upper(property)
  return aspect(
    [field(name, editor, '')],
    (from) => ({ [property]: from.field(name) || null }),
    (node, to) => to.field(name, textOf(node[property])),
  )
}

export function yesNo(property: string, list = 'yesNo', name = upper(property)): Aspect {
  return aspect(
    [field(name, { as: 'choice', list, values: ['true', 'false'] }, 'true')],
    (from) => ({ [property]: from.field(name) === 'true' }),
    (node, to) => to.field(name, String(node[property])),
  )
}

/** A value that must be there: a fresh block holds `shadow`. */
export const slot = (property: string, accepts: readonly Family[], shadow: SavedBlock): Aspect =>
  slotAspect(property, { name: upper(property), holds: 'one', path: property, accepts, shadow })

/** A value that may be left out: the slot stands open. */
export const optionalSlot = (property: string, accepts: readonly Family[]): Aspect =>
  slotAspect(property, { name: upper(property), holds: 'one', path: property, accepts, optional: true })

function slotAspect(property: string, spec: SlotSpec): Aspect {
  return aspect(
    [],
    (from) => present(property, from.slot(spec)),
    (node, to) => {
      if (node[property] !== undefined || spec.shadow) to.slot(spec, node[property])
    },
    [spec],
  )
}

/** Any number of values, at least one. */
export function many(property: string, accepts: readonly Family[], shadow: SavedBlock, most?: number): Aspect {
  const name = upper(property)
  const spec: SlotSpec = { name, holds: 'many', path: property, accepts, shadow, least: 1, fresh: 2 }
  const bounded = most === undefined ? spec : { ...spec, most }
  return aspect(
    [],
    (from) => ({ [property]: from.many(bounded) }),
    (node, to) => to.many(bounded, node[property] as readonly unknown[]),
    [bounded],
  )
}

/** Rows of fields under the block's plus and minus. */
export const rowsSlot = (
  name: string,
  columns: readonly FieldSpec[],
  least: number,
  most: number,
  fresh = least,
  visibleWhen?: Condition,
): SlotSpec => ({
  name,
  holds: 'rows',
  path: name.toLowerCase(),
  accepts: [],
  columns,
  least,
  most,
  fresh,
  ...(visibleWhen ? { visibleWhen } : {}),
})

/** Any number of plain texts. */
export function texts(property: string): Aspect {
  const spec = rowsSlot(upper(property), [field('ITEM', { as: 'text' }, '')], 0, 1_000, 1)
  return aspect(
    [],
    (from) => ({ [property]: from.rows(spec).map((row) => row.ITEM) }),
    (node, to) => {
      const values = node[property] as readonly string[]
      to.rows(
        spec,
        values.map((ITEM) => ({ ITEM })),
      )
    },
    [spec],
  )
}

/** Parts that are named; none means all of them. */
export function references(property: string, to: Referent): Aspect {
  const spec = rowsSlot(upper(property), [field('ITEM', { as: 'reference', to }, '')], 0, 100)
  return aspect(
    [],
    (from) => {
      const names = from.rows(spec).map((row) => row.ITEM)
      return names.length === 0 ? {} : { [property]: names }
    },
    (node, block) => {
      const names = (node[property] ?? []) as readonly string[]
      block.rows(
        spec,
        names.map((ITEM) => ({ ITEM })),
      )
    },
    [spec],
  )
}

/** Rows of a node's own list of records. */
export function records(
  property: string,
  spec: SlotSpec,
  read: (row: Row) => Properties,
  write: (record: Properties) => Row,
): Aspect {
  return aspect(
    [],
    (from) => ({ [property]: from.rows(spec).map(read) }),
    (node, to) => to.rows(spec, (node[property] as readonly Properties[]).map(write)),
    [spec],
  )
}

/** A stack of parts. Where it takes parts of several lists, each goes to its own; lists that may be left out, are. */
export function stack(of: string, required: readonly string[], optional: readonly string[] = []): Aspect {
  const lists = [...required, ...optional]
  const spec: SlotSpec = { name: upper(of), holds: 'stack', path: '', accepts: [], of, lists }
  return aspect(
    [],
    (from) => {
      const parts = from.stack(spec)
      const inList = (list: string) => parts.filter((part) => part.list === list).map((part) => part.node)
      const here = lists.filter((list) => required.includes(list) || inList(list).length > 0 || from.saysEmpty(list))
      return Object.fromEntries(here.map((list) => [list, inList(list)]))
    },
    (node, to) => {
      const nodesOf = (list: string) => (node[list] ?? []) as readonly unknown[]
      to.stack(
        spec,
        lists.flatMap((list) => nodesOf(list).map((each): Part => ({ list, node: each }))),
      )
      for (const list of optional) if (node[list] !== undefined && nodesOf(list).length === 0) to.sayEmpty(list)
    },
    [spec],
  )
}

/** A window or a quota's span: its kind, for a trailing one the number of periods, for dates the dates. */
export function span(property: string, values: readonly string[]): Aspect {
  const trailing: Condition = { field: 'SPAN', is: ['Trailing'] }
  const dates: Condition = { field: 'SPAN', is: ['Dates'] }
  return aspect(
    [
      field('SPAN', { as: 'choice', list: 'span', values }, values[0] ?? ''),
      field('PERIODS', { as: 'integer', from: 1, to: 36 }, '3', trailing),
      field('FROM', { as: 'date' }, '2027-01-01', dates),
      field('TO', { as: 'date' }, '2028-01-01', dates),
    ],
    (from) => {
      const kind = from.field('SPAN')
      if (kind === 'Trailing') return { [property]: { kind, periods: Number(from.field('PERIODS')) } }
      if (kind === 'Dates') return { [property]: { kind, from: from.field('FROM'), to: from.field('TO') } }
      return { [property]: { kind } }
    },
    (node, to) => {
      const window = node[property] as { kind: string; periods?: number; from?: string; to?: string }
      to.field('SPAN', window.kind)
      if (window.periods !== undefined) to.field('PERIODS', String(window.periods))
      if (window.from !== undefined) to.field('FROM', window.from)
      if (window.to !== undefined) to.field('TO', window.to)
    },
  )
}

/** What a block carries as data: the named properties as JSON text, shown as a summary and edited in a dialog. */
export function data(kind: 'matrix' | 'example', properties: readonly string[], initial: unknown): Aspect {
  return aspect(
    [field('DATA', { as: 'data', kind }, JSON.stringify(initial))],
    (from) => {
      const held = parseData(from.field('DATA'))
      return Object.fromEntries(properties.filter((each) => held[each] !== undefined).map((each) => [each, held[each]]))
    },
    (node, to) => {
      const held = properties.filter((each) => node[each] !== undefined).map((each) => [each, node[each]])
      to.field('DATA', JSON.stringify(Object.fromEntries(held)))
    },
  )
}

/** Data that is no JSON is no data: the schema says what is missing. */
export function parseData(text: string | undefined): Properties {
  try {
    const held: unknown = JSON.parse(text ?? '{}')
    return typeof held === 'object' && held !== null ? (held as Properties) : {}
  } catch {
    return {}
  }
}
