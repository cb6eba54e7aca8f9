import { type StaticType, SYSTEM_FIELDS, staticType } from '../check/types.ts'
import type { Transaction } from '../facts/facts.ts'
import { readExact } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import { dayNumber } from '../time/calendar-date.ts'
import {
  BLOCK_ROWS,
  type Block,
  type Codes,
  type Column,
  type Member,
  type NumberColumn,
  type TextColumn,
  type Units,
} from './columns.ts'
import { SAFE } from './ir.ts'

/** A decimal as an integer and its places; undefined where it has no float64 integer. */
function unitsOf(text: string): { units: number; scale: number } | undefined {
  const exact = readExact(text)
  if (!exact || exact.n > SAFE || exact.n < -SAFE) return undefined
  return { units: Number(exact.n), scale: exact.d.toString().length - 1 }
}

/** The narrowest array that holds the integers. */
function pack(values: readonly number[], lo: number, hi: number): Units {
  if (lo >= 0 && hi < 2 ** 8) return Uint8Array.from(values)
  if (lo >= 0 && hi < 2 ** 16) return Uint16Array.from(values)
  if (lo >= -(2 ** 31) && hi < 2 ** 31) return Int32Array.from(values)
  return Float64Array.from(values)
}

function numberColumn(read: readonly { units: number; scale: number }[]): NumberColumn | undefined {
  const scale = read.reduce((most, x) => Math.max(most, x.scale), 0)
  const values = read.map((x) => x.units * 10 ** (scale - x.scale))
  const lo = values.reduce((least, x) => Math.min(least, x), 0)
  const hi = values.reduce((most, x) => Math.max(most, x), 0)
  if (hi > SAFE || lo < -SAFE) return undefined
  return { kind: 'number', values: pack(values, lo, hi), scale, lo, hi }
}

class Dictionary {
  readonly texts: string[] = []
  readonly #places = new Map<string, number>()

  code(text: string): number {
    const known = this.#places.get(text)
    if (known !== undefined) return known
    this.#places.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }
}

const codesOf = (list: readonly number[], size: number): Codes =>
  size <= 2 ** 8 ? Uint8Array.from(list) : size <= 2 ** 16 ? Uint16Array.from(list) : Int32Array.from(list)

const SYSTEM = new Set(['amount', 'quantity', 'currency', 'kind', 'source', 'externalId', 'account', 'product'])

function read(t: Transaction, field: string): string | boolean | null {
  if (field === 'occurredOn' || field === 'creditedOn') return t[field]
  if (SYSTEM.has(field)) return t[field as 'amount']
  return Object.hasOwn(t.fields, field) ? (t.fields[field] ?? null) : null
}

function columnOf(
  list: readonly Transaction[],
  field: string,
  type: StaticType,
  dictionary: Dictionary,
): Column | undefined {
  const values = list.map((t) => read(t, field))
  if (type === 'yes/no') {
    if (!values.every((v) => typeof v === 'boolean')) return undefined
    return { kind: 'number', values: Uint8Array.from(values, Number), scale: 0, lo: 0, hi: 1 }
  }
  if (!values.every((v) => typeof v === 'string')) return undefined
  if (type === 'text') {
    const codes = values.map((v) => dictionary.code(v))
    return { kind: 'text', codes: codesOf(codes, dictionary.texts.length), dictionary: dictionary.texts }
  }
  if (type === 'date') return numberColumn(values.map((v) => ({ units: dayNumber(v), scale: 0 })))
  const units = values.map(unitsOf)
  return units.every((x) => x !== undefined) ? numberColumn(units) : undefined
}

/**
 * Transactions as blocks of typed columns, for the fields that a plan reads. Everything here is done once, where
 * transactions come in.
 *
 * @param participants their ids; who is not among them is added.
 */
export function blocksOf(
  plan: Plan,
  transactions: readonly Transaction[],
  participants: string[],
  rows = BLOCK_ROWS,
): Block[] {
  const places = new Map(participants.map((id, i) => [id, i]))
  const number = (id: string): number => {
    const known = places.get(id)
    if (known !== undefined) return known
    places.set(id, participants.length)
    return participants.push(id) - 1
  }
  const own = plan.fields.map((f) => [f.id, staticType(f.type)] as const)
  const fields = [...SYSTEM_FIELDS, ...own].filter(([field]) => field !== 'externalId' && field !== 'source')
  const columns = new Map<string, Column>()
  for (const [field, type] of fields) {
    const column = columnOf(transactions, field, type, new Dictionary())
    if (column) columns.set(field, column)
  }
  const owner = transactions.some((t) => t.owner !== null)
    ? Int32Array.from(transactions, (t) => (t.owner === null ? -1 : number(t.owner)))
    : undefined
  const team = teamOf(transactions, number)
  const blocks: Block[] = []
  for (let from = 0; from < transactions.length; from += rows) {
    const to = Math.min(transactions.length, from + rows)
    const list = transactions.slice(from, to)
    const dates = list.map((t) => t.creditedOn).sort()
    blocks.push({
      count: list.length,
      columns: new Map([...columns].map(([field, column]) => [field, cut(column, from, to)])),
      owner: owner?.subarray(from, to),
      team: team.map((member) => ({
        role: typeof member.role === 'string' ? member.role : (cut(member.role, from, to) as TextColumn),
        participant: member.participant.subarray(from, to),
        share: member.share === 'rest' ? 'rest' : (cut(member.share, from, to) as NumberColumn),
      })),
      sharesAreWhole: list.every((t) => t.team.length === 0 || isWhole(t)),
      credited: { from: dates[0] as string, to: dates.at(-1) as string },
      currencies: [...new Set(list.map((t) => t.currency ?? ''))],
      refers: list.some((t) => t.reverses != null),
      repeats: list.some((t) => new Set(t.team.map((m) => m.participant)).size < t.team.length),
    })
  }
  return blocks
}

/** A stretch of a column, in its own memory. */
const cut = (column: Column, from: number, to: number): Column =>
  column.kind === 'number'
    ? { ...column, values: column.values.subarray(from, to) }
    : { ...column, codes: column.codes.subarray(from, to) }

function teamOf(list: readonly Transaction[], number: (id: string) => number): Member[] {
  const roles = new Dictionary()
  const most = list.reduce((n, t) => Math.max(n, t.team.length), 0)
  const members: Member[] = []
  for (let k = 0; k < most; k++) {
    const names = list.map((t) => t.team[k]?.role ?? '')
    const used = [...new Set(list.flatMap(({ team: { [k]: member } }) => (member ? [member.role] : [])))]
    const share = numberColumn(list.map((t) => unitsOf(t.team[k]?.share ?? '0') ?? { units: Number.NaN, scale: 0 }))
    if (!share || share.values.some(Number.isNaN)) return []
    members.push({
      role:
        used.length === 1
          ? (used[0] as string)
          : {
              kind: 'text',
              codes: codesOf(
                names.map((n) => roles.code(n)),
                2 ** 31,
              ),
              dictionary: roles.texts,
            },
      participant: Int32Array.from(list, ({ team: { [k]: member } }) => (member ? number(member.participant) : -1)),
      share,
    })
  }
  return members
}

function isWhole(t: Transaction): boolean {
  const shares = t.team.map((m) => readExact(m.share) ?? { n: 0n, d: 1n })
  const d = shares.reduce((most, s) => (s.d > most ? s.d : most), 1n)
  return shares.reduce((sum, s) => sum + s.n * (d / s.d), 0n) === d
}
