import { expect, test } from 'vitest'
import { Expression } from '#engine'
import { BLOCK_BY_KIND, BLOCKS } from '#lib/blocks/definitions/all.ts'
import { fieldsOf, slotsOf } from '#lib/blocks/definitions/spec.ts'
import { de } from '#lib/blocks/texts/de.ts'
import { en } from '#lib/blocks/texts/en.ts'

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
  for (const spec of BLOCKS) {
    const placed = [...(texts.sentences[spec.type] ?? '').matchAll(/\{([A-Z_]+)\}/g)].map((match) => match[1])
    const wanted = [...fieldsOf(spec), ...slotsOf(spec)].map((each) => each.name)
    expect(placed.sort(), spec.type).toEqual(wanted.sort())
  }
})
