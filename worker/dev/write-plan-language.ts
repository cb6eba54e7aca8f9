import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { shapesOf } from '../docs/name-shapes.ts'
import { planSchema } from '../docs/plan-schema.ts'
import { propertyTable } from './property-tables.ts'

// Fills the tables of properties in docs/plan-language.md from the schema: everything else on the page is written by hand.

const TABLE = /<!-- properties: ([^>]+) -->\n[\s\S]*?<!-- end -->/g
const page = new URL('../../docs/plan-language.md', import.meta.url)

/** The names of the objects that the page has tables of. */
export const tabled = (text: string): string[] =>
  [...text.matchAll(TABLE)].flatMap(([, names]) => (names ?? '').split(', '))

/** The page with its tables as they must be. */
export function withTables(text: string): string {
  const shapes = new Map(shapesOf(planSchema()).map((shape) => [shape.name, shape]))
  return text.replaceAll(TABLE, (_, names: string) => {
    const listed = names.split(', ').map((name) => {
      const shape = shapes.get(name)
      if (!shape) throw new Error(`The plan language has no "${name}".`)
      return shape
    })
    return `<!-- properties: ${names} -->\n\n${propertyTable(listed)}\n\n<!-- end -->`
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, withTables(readFileSync(page, 'utf8')))
