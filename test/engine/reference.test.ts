import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkPlan, compilePlan, Expression, type Plan, parsePlan, runExamples } from '#engine'
import { COMMON, MEANINGS } from '#worker/docs/meanings'
import { shapesOf } from '#worker/docs/name-shapes'
import { planSchema } from '#worker/docs/plan-schema'
import { tabled, withTables } from '../../worker/dev/write-plan-language.ts'
import { jsonOf } from '../support/reference-page.ts'
import { expressionKinds, schemaChoices } from '../support/schema-kinds.ts'

const page = readFileSync(new URL('../../docs/plan-language.md', import.meta.url), 'utf8')
const [frame] = jsonOf(page, 'frame')
const examples = jsonOf(page, 'example').map((parts, i) => ({
  name: `${i + 1} ${(parts.examples as { title: string }[])[0]?.title}`,
  ast: { ...frame, ...parts },
}))
const shapes = shapesOf(planSchema())

function parsed(ast: unknown): Plan {
  const result = parsePlan(ast)
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1))
  return result.value
}

describe('every example of the reference pays what it says', () => {
  test.each(examples)('$name', ({ ast }) => {
    const plan = parsed(ast)
    expect(checkPlan(plan).filter((d) => d.severity === 'error')).toEqual([])
    const results = runExamples(plan)
    expect(results.length).toBeGreaterThan(0)
    expect(results.flatMap((r) => r.figures.filter((f) => !f.holds))).toEqual([])
  })
})

test('the plan that it begins with is complete', () => {
  const [plan] = jsonOf(page, 'plan')
  expect(checkPlan(parsed(plan)).map((d) => d.code)).toEqual(['no-cap'])
  expect(compilePlan(parsed(plan)).ok).toBe(true)
})

describe('the reference leaves nothing out', () => {
  const words = new Set<string>()
  const properties = new Set<string>()
  const collect = (node: unknown): void => {
    if (typeof node === 'string') words.add(node)
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) {
      properties.add(key)
      collect(value)
    }
  }
  for (const { ast } of examples) collect(ast)

  test('every kind and every choice stands in an example', () => {
    const kinds = shapes.flatMap(({ properties: p }) => (p.kind?.const ? [String(p.kind.const)] : []))
    expect([...kinds, ...schemaChoices()].filter((word) => !words.has(word))).toEqual([])
  })

  test('every property stands in an example', () => {
    const all = shapes.flatMap(({ properties: p }) => Object.keys(p)).filter((key) => !(key in COMMON))
    expect([...new Set(all)].filter((key) => !properties.has(key))).toEqual([])
  })

  test('every object has a table, and the tables are in step: otherwise run `npm run docs:language`', () => {
    expect(tabled(page).toSorted()).toEqual(shapes.map((s) => s.name).toSorted())
    expect(withTables(page)).toBe(page)
  })

  test('every object and every property has a meaning, and nothing else has', () => {
    expect(Object.keys(MEANINGS).toSorted()).toEqual(shapes.map((s) => s.name).toSorted())
    for (const { name, properties: p } of shapes) {
      const own = Object.keys(MEANINGS[name]?.properties ?? {})
      expect(
        Object.keys(p).filter((key) => !own.includes(key) && !(key in COMMON)),
        name,
      ).toEqual([])
      expect(
        own.filter((key) => !(key in p)),
        name,
      ).toEqual([])
    }
  })
})

describe('/plan-schema.json', () => {
  const schema = planSchema()
  const nodes = (node: unknown): Record<string, unknown>[] =>
    typeof node !== 'object' || node === null
      ? []
      : [
          ...(Array.isArray(node) ? [] : [node as Record<string, unknown>]),
          ...Object.values(node).flatMap((value) => nodes(value)),
        ]

  test('every reference in it leads somewhere', () => {
    const refs = nodes(schema).flatMap((node) => (typeof node.$ref === 'string' ? [node.$ref] : []))
    expect(refs.length).toBeGreaterThan(10)
    for (const ref of new Set(refs)) {
      const target = ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], schema)
      expect(ref.startsWith('#/') && target !== undefined, ref).toBe(true)
    }
  })

  test('it has every kind of expression, and describes every object and property', () => {
    const kinds = new Set(shapes.flatMap(({ properties: p }) => (p.kind ? [p.kind.const] : [])))
    expect(expressionKinds(Expression).filter((kind) => !kinds.has(kind))).toEqual([])
    for (const shape of shapes) {
      expect(shape.schema.description, shape.name).toBe(MEANINGS[shape.name]?.is)
      for (const [key, property] of Object.entries(shape.properties))
        expect(property.description, `${shape.name}.${key}`).toBeTruthy()
    }
  })

  test('it allows no property that it does not name', () => {
    for (const { name, schema: node } of shapes) expect(node.additionalProperties, name).toBe(false)
  })
})
