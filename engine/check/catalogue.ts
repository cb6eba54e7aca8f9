import type { CatalogueEntry } from './catalogue/entry.ts'
import { PARTS } from './catalogue/parts.ts'
import { READING } from './catalogue/reading.ts'
import { TABLES } from './catalogue/tables.ts'

/** Every code that reading and checking a plan can report, each with something that raises it. */
export const DIAGNOSTICS: readonly CatalogueEntry[] = [...READING, ...PARTS, ...TABLES]
