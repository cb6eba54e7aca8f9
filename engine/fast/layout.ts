import { NotFast } from './build.ts'
import type { Block, Column } from './columns.ts'

/** One column over all blocks: its scale and range, or its dictionary. */
export type ColumnForm =
  | { readonly kind: 'number'; readonly scale: number; readonly lo: number; readonly hi: number }
  | { readonly kind: 'text'; readonly dictionary: readonly string[] }

/** What the blocks of a data set have in common, and so what code for them may rely on. */
export type Layout = {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ColumnForm>
  readonly hasOwner: boolean
  /** By place in the team: its role where it is the same throughout, and the form of its share. */
  readonly team: readonly {
    readonly role: string | undefined
    readonly share: { readonly scale: number; readonly hi: number } | 'rest'
  }[]
  readonly sharesAreWhole: boolean
  readonly currencies: ReadonlySet<string>
  readonly refers: boolean
  readonly repeats: boolean
  readonly from: string
  readonly to: string
}

const formOf = (column: Column): ColumnForm =>
  column.kind === 'number'
    ? { kind: 'number', scale: column.scale, lo: column.lo, hi: column.hi }
    : { kind: 'text', dictionary: column.dictionary }

function merge(a: ColumnForm, b: ColumnForm): ColumnForm {
  if (a.kind === 'number' && b.kind === 'number' && a.scale === b.scale)
    return { ...a, lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) }
  if (a.kind === 'text' && b.kind === 'text' && a.dictionary === b.dictionary) return a
  throw new NotFast('blocks whose columns differ in form')
}

/** @throws NotFast where blocks differ in form. */
export function layoutOf(blocks: readonly Block[]): Layout {
  const [first] = blocks
  if (!first) throw new NotFast('no blocks')
  const columns = new Map<string, ColumnForm>()
  for (const [field, column] of first.columns) {
    const all = blocks.map((block) => block.columns.get(field))
    if (all.every((c) => c !== undefined)) columns.set(field, all.map(formOf).reduce(merge, formOf(column)))
  }
  const team = first.team.map((member, k) => {
    const places = blocks.map((block) => block.team[k])
    const isSame = places.every((m) => m && m.role === member.role)
    const shares = places.map((m) => m?.share)
    const share = shares.reduce<{ scale: number; hi: number } | 'rest' | undefined>((sofar, s) => {
      if (s === undefined) throw new NotFast('blocks whose teams differ in form')
      if (s === 'rest') return 'rest'
      if (s.lo < 0) throw new NotFast('a share below nothing')
      if (sofar !== undefined && (sofar === 'rest' || sofar.scale !== s.scale))
        throw new NotFast('blocks whose shares differ in form')
      return { scale: s.scale, hi: Math.max(s.hi, sofar?.hi ?? 0) }
    }, undefined)
    return { role: isSame && typeof member.role === 'string' ? member.role : undefined, share: share ?? 'rest' }
  })
  if (blocks.some((block) => block.team.length !== team.length)) throw new NotFast('blocks whose teams differ in size')
  return {
    rows: blocks.reduce((sum, block) => sum + block.count, 0),
    columns,
    hasOwner: blocks.every((block) => block.owner !== undefined),
    team,
    sharesAreWhole: blocks.every((block) => block.sharesAreWhole),
    currencies: new Set(blocks.flatMap((block) => block.currencies)),
    refers: blocks.some((block) => block.refers),
    repeats: blocks.some((block) => block.repeats),
    from: blocks.reduce((least, b) => (b.credited.from < least ? b.credited.from : least), first.credited.from),
    to: blocks.reduce((most, b) => (b.credited.to > most ? b.credited.to : most), first.credited.to),
  }
}
