import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { Expression, Plan } from '#engine'
import { BLOCK_BY_KIND, BLOCKS, UNKNOWN } from '#lib/blocks/definitions/all.ts'
import { fieldsOf, slotsOf } from '#lib/blocks/definitions/spec.ts'
import { de } from '#lib/blocks/texts/de.ts'
import { en } from '#lib/blocks/texts/en.ts'
import { anyPlan } from './plan-arbitrary.ts'

/** The kinds out of the schema itself, so that a new kind without a block is noticed. */
function kindsOfSchema(): string[] {
  const union = Expression as unknown as { options: { shape: { kind: { value: string } } }[] }
  return union.options.map((option) => option.shape.kind.value)
}

test('there is a block for every kind of expression', () => {
  expect(kindsOfSchema().filter((kind) => !BLOCK_BY_KIND.has(kind))).toEqual([])
})

test.each([
  ['English', en],
  ['German', de],
])('%s sentences place every field and slot of every block', (_, texts) => {
  for (const spec of [...BLOCKS, ...UNKNOWN]) {
    const placed = [...(texts.sentences[spec.type] ?? '').matchAll(/\{([A-Z_]+)\}/g)].map((match) => match[1])
    const wanted = [...fieldsOf(spec), ...slotsOf(spec)].map((each) => each.name)
    expect(placed.sort(), spec.type).toEqual(wanted.sort())
  }
})

test.each([
  ['English', en],
  ['German', de],
])('%s has a word for every choice that a block offers, and for every category', (_, texts) => {
  const columns = BLOCKS.flatMap((spec) => slotsOf(spec).flatMap((slot) => slot.columns ?? []))
  for (const { editor } of [...BLOCKS.flatMap(fieldsOf), ...columns]) {
    if (editor.as !== 'choice') continue
    const words = texts.choices[editor.list]
    const missing = editor.values.filter((value) => !/^\d+$/.test(value) && words?.[value] === undefined)
    expect(missing, editor.list).toEqual([])
  }
  for (const { category } of BLOCKS) expect(texts.categories[category], category).toBeTruthy()
  for (const { type, explained } of BLOCKS) {
    if (explained && type !== 'plan') expect(texts.newPart[type], type).toBeTruthy()
  }
})

type Def = { type: string; shape: object; options: z.ZodType[]; element: z.ZodType; innerType: z.ZodType }

/** Every property of every object of the schema: `Draw.recovery`, or `deals.amount` where an object has no kind. */
function propertiesOfSchema(): Set<string> {
  const found = new Set<string>()
  const seen = new Set<unknown>()
  const visit = (schema: z.ZodType, name: string): void => {
    const def = schema.def as unknown as Def
    if (def.type === 'lazy') visit((schema as unknown as { unwrap(): z.ZodType }).unwrap(), name)
    if (def.type === 'union') for (const option of def.options) visit(option, name)
    if (def.type === 'array') visit(def.element, name)
    if (def.type === 'optional' || def.type === 'nullable') visit(def.innerType, name)
    if (def.type !== 'object' || seen.has(schema)) return
    seen.add(schema)
    const shape = def.shape as Record<string, z.ZodType>
    const kind = (shape.kind?.def as unknown as { values?: string[] } | undefined)?.values?.[0]
    for (const [property, child] of Object.entries(shape)) {
      found.add(`${kind ?? name}.${property}`)
      visit(child, property)
    }
  }
  visit(Plan, 'plan')
  return found
}

function propertiesOf(value: unknown, name: string, found: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) propertiesOf(each, name, found)
  else if (typeof value === 'object' && value !== null) {
    const kind = 'kind' in value && name !== 'deals' ? String(value.kind) : name
    for (const [property, child] of Object.entries(value)) {
      found.add(`${kind}.${property}`)
      propertiesOf(child, property, found)
    }
  }
}

test('random plans have every property that the schema knows', () => {
  const found = new Set<string>()
  for (const plan of fc.sample(anyPlan, { numRuns: 400, seed: 7 })) propertiesOf(plan, 'plan', found)
  const known = propertiesOfSchema()
  expect(known.size).toBeGreaterThan(150)
  expect([...known].filter((property) => !found.has(property))).toEqual([])
})
