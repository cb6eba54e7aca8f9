import type { Facts, Transaction } from '../facts/facts.ts'
import { calculateWorld, type Figure, figuresOf, type World } from './world.ts'

/** Why a figure of the past is another now. */
export type Reason =
  | { readonly kind: 'plan' }
  | { readonly kind: 'assignment' }
  | { readonly kind: 'title' }
  | { readonly kind: 'hierarchy' }
  | { readonly kind: 'territory' }
  | { readonly kind: 'team' }
  | { readonly kind: 'quota' }
  | { readonly kind: 'parameter' }
  | { readonly kind: 'input' }
  | { readonly kind: 'exchange rate' }
  | {
      readonly kind: 'transaction'
      readonly change: 'late' | 'corrected' | 'taken back'
      readonly source: string
      readonly externalId: string
    }

/** A difference of one figure for one reason, to be posted in the open period. Minor units; never 0. */
export type TrueUp = {
  readonly participant: string
  readonly period: string
  readonly earning: string
  readonly minor: bigint
  readonly reason: Reason
}

/** The facts that each reason stands for, in the order in which they are taken over. */
const FACTS: readonly (readonly [Exclude<Reason['kind'], 'plan' | 'transaction'>, keyof Facts])[] = [
  ['assignment', 'assignments'],
  ['title', 'titles'],
  ['hierarchy', 'reportingLines'],
  ['territory', 'territories'],
  ['team', 'teams'],
  ['quota', 'quotas'],
  ['parameter', 'parameters'],
  ['input', 'inputs'],
  ['exchange rate', 'rates'],
]

const keyOf = (t: Transaction): string => `${t.source}\n${t.externalId}`
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The worlds on the way from one to the other, one reason at a time. */
function* steps(before: World, after: World): Generator<readonly [Reason, World]> {
  let world = before
  const versions = (w: World) => w.versions.map((v) => [v.effectiveFrom, v.program.plan])
  if (!isSame(versions(before), versions(after))) {
    world = { ...world, versions: after.versions }
    yield [{ kind: 'plan' }, world]
  }
  for (const [kind, name] of FACTS) {
    if (isSame(before.facts[name], after.facts[name])) continue
    world = { ...world, facts: { ...world.facts, [name]: after.facts[name] } }
    yield [{ kind }, world]
  }
  const old = new Map(before.transactions.map((t) => [keyOf(t), t]))
  const now = new Map(after.transactions.map((t) => [keyOf(t), t]))
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(key), now.get(key)]
    const { source, externalId } = (is ?? was) as Transaction
    if (was && is && isSame({ ...was, id: '' }, { ...is, id: '' })) continue
    const rest = world.transactions.filter((t) => keyOf(t) !== key)
    world = { ...world, transactions: is ? [...rest, is] : rest }
    const change = !was ? 'late' : is ? 'corrected' : 'taken back'
    yield [{ kind: 'transaction', change, source, externalId }, world]
  }
}

const place = (f: Figure): string => `${f.participant}\n${f.period}\n${f.earning}`

/**
 * The differences between figures as they were paid and as they follow from what is known now, per period and reason:
 * the reasons are taken over one after the other, so that for every figure they add up exactly to the difference. Which
 * share falls on which of two reasons that work together depends on that order, which is fixed: plan, people, quotas,
 * parameters, figures and rates, then transactions by source and external id.
 */
export function trueUps(before: World, after: World): TrueUp[] {
  const found: TrueUp[] = []
  let known = new Map(figuresOf(calculateWorld(before)).map((f) => [place(f), f]))
  for (const [reason, world] of steps(before, after)) {
    const next = new Map(figuresOf(calculateWorld(world)).map((f) => [place(f), f]))
    for (const key of [...new Set([...known.keys(), ...next.keys()])].sort()) {
      const figure = (next.get(key) ?? known.get(key)) as Figure
      const minor = (next.get(key)?.minor ?? 0n) - (known.get(key)?.minor ?? 0n)
      if (minor === 0n) continue
      found.push({ participant: figure.participant, period: figure.period, earning: figure.earning, minor, reason })
    }
    known = next
  }
  return found
}
