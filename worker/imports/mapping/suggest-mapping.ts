import type { TransactionField } from '../../fields/transaction-fields.ts'
import { guessDates, guessDecimals } from './guess-formats.ts'
import { type ImportMapping, REQUIRED_TARGETS } from './import-mapping.ts'
import { PRESETS, type Preset, USUAL_NAMES } from './presets.ts'
import type { DateFormat } from './read-date.ts'
import type { DecimalSign } from './read-number.ts'

/** A column of a file with some of the cells in it, none empty. */
export type SampledColumn = { name: string; samples: readonly string[] }

/** A mapping to start from. Formats are null where the samples leave them open: then a person says. */
export type Suggestion = {
  preset: string | null
  title: string
  mapping: Omit<ImportMapping, 'dates' | 'decimals'> & { dates: DateFormat | null; decimals: DecimalSign | null }
  /** Required things that no column looks like. */
  missing: string[]
}

const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The file's column for one of some names: the very name if there is one, else the same letters. */
function findColumn(names: readonly string[], columns: readonly SampledColumn[]): string | undefined {
  for (const name of names) {
    const found =
      columns.find((column) => column.name === name) ?? columns.find((column) => bare(column.name) === bare(name))
    if (found !== undefined) return found.name
  }
  return undefined
}

function withFormats(
  mapping: Omit<ImportMapping, 'dates' | 'decimals'>,
  columns: readonly SampledColumn[],
): Suggestion['mapping'] {
  const samplesOf = (...targets: string[]): string[] =>
    targets.flatMap((target) => {
      const source = mapping.columns[target]
      return source !== undefined && 'column' in source
        ? (columns.find(({ name }) => name === source.column)?.samples ?? [])
        : []
    })
  return {
    ...mapping,
    dates: guessDates(samplesOf('occurredOn', 'creditedOn')),
    decimals: guessDecimals(samplesOf('amount', 'quantity')),
  }
}

function fitPreset(preset: Preset, columns: readonly SampledColumn[]): Suggestion | null {
  const found: ImportMapping['columns'] = {}
  for (const [target, { names, optional }] of Object.entries(preset.columns)) {
    const column = findColumn(names, columns)
    if (column !== undefined) found[target] = { column, optional }
    else if (!optional) return null
  }
  const only = preset.only.map(({ names, in: wanted }) => ({ column: findColumn(names, columns), in: [...wanted] }))
  if (only.some(({ column }) => column === undefined)) return null
  const mapping = {
    name: preset.title,
    source: preset.source,
    columns: found,
    team: [],
    values: {},
    only: only.map(({ column = '', in: wanted }) => ({ column, in: wanted })),
  }
  return { preset: preset.id, title: preset.title, mapping: withFormats(mapping, columns), missing: [] }
}

/** By the usual names, and by the organisation's own fields. */
function byNames(columns: readonly SampledColumn[], fields: readonly TransactionField[], name: string): Suggestion {
  const found: ImportMapping['columns'] = {}
  const taken = new Set<string>()
  const look = (target: string, names: readonly string[], optional: boolean): void => {
    const column = findColumn(
      names,
      columns.filter((one) => !taken.has(one.name)),
    )
    if (column === undefined) return
    taken.add(column)
    found[target] = { column, optional }
  }
  for (const [target, names] of Object.entries(USUAL_NAMES))
    look(target, [target, ...names], !REQUIRED_TARGETS.some((required) => required === target) && target !== 'amount')
  for (const { id, title } of fields) look(`fields.${id}`, [`fields.${id}`, id, title], true)
  return {
    preset: null,
    title: name,
    mapping: withFormats({ name, source: 'import', columns: found, team: [], values: {}, only: [] }, columns),
    missing: REQUIRED_TARGETS.filter((target) => found[target] === undefined),
  }
}

/** Mappings to start from, the likeliest first: presets whose columns are all there, then one by the names alone. */
export function suggestMappings(
  columns: readonly SampledColumn[],
  fields: readonly TransactionField[],
  name: string,
): Suggestion[] {
  const named = columns.filter((column) => column.name !== '')
  const fitting = PRESETS.flatMap((preset) => fitPreset(preset, named) ?? [])
  const width = ({ mapping }: Suggestion): number => Object.keys(mapping.columns).length
  return [...fitting.sort((a, b) => width(b) - width(a)), byNames(named, fields, name)]
}

/** A preset as a mapping with the names that the system's API gives its columns. */
export function presetMapping(preset: Preset): ImportMapping {
  const columns = Object.entries(preset.columns).map(([target, { names, optional }]) => [
    target,
    { column: names[0] ?? '', optional },
  ])
  return {
    name: preset.title,
    source: preset.source,
    columns: Object.fromEntries(columns),
    team: [],
    values: {},
    only: preset.only.map(({ names, in: wanted }) => ({ column: names[0] ?? '', in: [...wanted] })),
    dates: 'iso',
    decimals: '.',
  }
}
