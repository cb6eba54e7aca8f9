import type { SavedBlock } from '#lib/blocks/saved.ts'
import type { Aspect, Condition, Editor, Family, FieldSpec, Properties, SlotSpec } from './spec.ts'

const upper = (property: string): string => property.toUpperCase()
const present = (property: string, value: unknown): Properties => (value === undefined ? {} : { [property]: value })

/** A property that is text in the plan and in the block. */
export function text(property: string, editor: Editor, initial = '', name = upper(property)): Aspect {
  return {
    fields: [{ name, editor, initial }],
    slots: [],
    read: (from) => present(property, from.field(name)),
    write: (node, to) => to.field(name, String(node[property])),
  }
}

export const choice = (property: string, list: string, values: readonly string[], name = upper(property)): Aspect =>
  text(property, { as: 'choice', list, values }, values[0], name)

/** A whole number picked from a list; the empty choice leaves the property out. */
export function integer(property: string, from: number, to: number, optional: boolean, list = 'digits'): Aspect {
  const name = upper(property)
  const values = [...(optional ? [''] : []), ...Array.from({ length: to - from + 1 }, (_, i) => String(from + i))]
  return {
    fields: [{ name, editor: { as: 'choice', list, values }, initial: optional ? '' : '2' }],
    slots: [],
    read: (block) => {
      const value = block.field(name)
      return value === undefined || value === '' ? {} : { [property]: Number(value) }
    },
    write: (node, block) => block.field(name, node[property] === undefined ? '' : String(node[property])),
  }
}

/** A choice that may be left out. */
export function optionalChoice(property: string, list: string, values: readonly string[]): Aspect {
  const name = upper(property)
  return {
    fields: [{ name, editor: { as: 'choice', list, values: ['', ...values] }, initial: '' }],
    slots: [],
    read: (from) => (from.field(name) ? { [property]: from.field(name) } : {}),
    write: (node, to) => to.field(name, node[property] === undefined ? '' : String(node[property])),
  }
}

/** A text that may be null; an empty field is null. */
export function nullable(property: string, editor: Editor): Aspect {
  const name = upper(property)
  return {
    fields: [{ name, editor, initial: '' }],
    slots: [],
    read: (from) => ({ [property]: from.field(name) || null }),
    write: (node, to) => to.field(name, node[property] === null ? '' : String(node[property])),
  }
}

export function yesNo(property: string): Aspect {
  const name = upper(property)
  return {
    fields: [{ name, editor: { as: 'choice', list: 'yesNo', values: ['true', 'false'] }, initial: 'true' }],
    slots: [],
    read: (from) => ({ [property]: from.field(name) === 'true' }),
    write: (node, to) => to.field(name, String(node[property])),
  }
}

/** A value that must be there: a fresh block holds `shadow`. */
export const slot = (property: string, accepts: readonly Family[], shadow: SavedBlock): Aspect =>
  slotAspect(property, { name: upper(property), holds: 'one', accepts, shadow })

/** A value that may be left out: the slot stands open. */
export const optionalSlot = (property: string, accepts: readonly Family[]): Aspect =>
  slotAspect(property, { name: upper(property), holds: 'one', accepts, optional: true })

function slotAspect(property: string, spec: SlotSpec): Aspect {
  return {
    fields: [],
    slots: [spec],
    read: (from) => present(property, from.slot(spec.name)),
    write: (node, to) => {
      if (node[property] !== undefined || spec.shadow) to.slot(spec, node[property])
    },
  }
}

/** Any number of values, at least one. */
export function many(property: string, accepts: readonly Family[], shadow: SavedBlock): Aspect {
  const spec: SlotSpec = { name: upper(property), holds: 'many', accepts, shadow }
  return {
    fields: [],
    slots: [spec],
    read: (from) => ({ [property]: from.many() }),
    write: (node, to) => to.many(spec, node[property] as readonly unknown[]),
  }
}

/** Any number of plain texts. */
export function texts(property: string): Aspect {
  return {
    fields: [],
    slots: [{ name: upper(property), holds: 'texts', accepts: [] }],
    read: (from) => ({ [property]: from.texts() }),
    write: (node, to) => to.texts(node[property] as readonly string[]),
  }
}

export function stack(property: string, of: string): Aspect {
  const spec: SlotSpec = { name: upper(property), holds: 'stack', accepts: [], of }
  return {
    fields: [],
    slots: [spec],
    read: (from) => ({ [property]: from.stack(spec.name) }),
    write: (node, to) => to.stack(spec, node[property] as readonly unknown[]),
  }
}

/** A window or a quota's span: its kind, and for a trailing one the number of periods. */
export function span(property: string, values: readonly string[]): Aspect {
  const periods = Array.from({ length: 36 }, (_, i) => String(i + 1))
  const trailing: Condition = { field: 'SPAN', is: ['Trailing'] }
  return {
    fields: [
      { name: 'SPAN', editor: { as: 'choice', list: 'span', values }, initial: values[0] ?? '' },
      {
        name: 'PERIODS',
        editor: { as: 'choice', list: 'periods', values: periods },
        initial: '3',
        visibleWhen: trailing,
      },
    ],
    slots: [],
    read: (from) => {
      const kind = from.field('SPAN')
      return { [property]: kind === 'Trailing' ? { kind, periods: Number(from.field('PERIODS')) } : { kind } }
    },
    write: (node, to) => {
      const window = node[property] as { kind: string; periods?: number }
      to.field('SPAN', window.kind)
      if (window.periods !== undefined) to.field('PERIODS', String(window.periods))
    },
  }
}

export const field = (name: string, editor: Editor, initial: string, visibleWhen?: Condition): FieldSpec => ({
  name,
  editor,
  initial,
  ...(visibleWhen ? { visibleWhen } : {}),
})
