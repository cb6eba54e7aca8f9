import { type CompileContext, compileExpression } from '../compile/compile-expression.ts'
import type { Program } from '../compile/compile-plan.ts'
import { NoValue } from '../compile/data-exception.ts'
import { frame } from '../compile/frame.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import { type Exact, powerOfTen, reduce } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { windowOf } from '../plan/measure-window.ts'
import { childrenOf } from '../plan/walk.ts'
import type { Period } from '../time/calendar.ts'
import { addDays } from '../time/calendar-date.ts'
import { SAFE } from './ir.ts'
import { type ParticipantLeaf, participantKey } from './slots.ts'
import { Texts } from './texts.ts'

/** One figure of every participant, as integers of 10^-scale or as codes of texts. */
export type ParticipantColumn = {
  readonly values: Float64Array
  readonly scale: number
  readonly lo: number
  readonly hi: number
  readonly isText: boolean
}

/** Everybody whom a period concerns, with what stays the same for them throughout it. */
export type Population = {
  readonly participants: readonly string[]
  /** By participant: their manager's number, or -1. */
  readonly manager: Int32Array
  /** 1 for who is assigned to the plan throughout the period. */
  readonly assigned: Uint8Array
  /** 1 for who has to be calculated by the reference: something changes inside the period, or has no value. */
  readonly exact: Uint8Array
  readonly columns: ReadonlyMap<string, ParticipantColumn>
  readonly texts: Texts
  /** Whether something changes inside the period that may concern everybody. */
  readonly isUnsteady: boolean
}

/**
 * The population of a period in columns. Parameters, quotas, titles and figures handed in are read by the reference's own
 * closures, so that they cannot differ from it.
 *
 * @param participants their ids, which blocks number; managers who are not among them are added.
 */
export function populationOf(
  program: Program,
  plan: string,
  facts: FactIndex,
  participants: string[],
  period: Period,
): Population {
  const last = addDays(period.to, -1)
  const places = new Map(participants.map((id, i) => [id, i]))
  const managers: number[] = []
  for (let p = 0; p < participants.length; p++) {
    const id = facts.managerOf(participants[p] as string, last)
    if (id !== undefined && !places.has(id)) places.set(id, participants.push(id) - 1)
    managers.push(id === undefined ? -1 : (places.get(id) as number))
  }
  const changes = facts.changesWithin(period, plan)
  const assigned = Uint8Array.from(participants, (id) => (facts.isAssigned(plan, id, last) ? 1 : 0))
  const takesPart = (id: string): boolean =>
    facts.assignmentsOf(plan, id).some((a) => a.from < period.to && (a.to === null || period.from < a.to))
  const exact = Uint8Array.from(participants, (id) => (changes.participants.has(id) && takesPart(id) ? 1 : 0))
  const texts = new Texts()
  const columns = new Map<string, ParticipantColumn>()
  const c: CompileContext = { types: program.types, tables: new Map(), matrices: new Map(), traced: false }
  for (const e of leavesOf(program.plan)) {
    const key = participantKey(e)
    if (columns.has(key)) continue
    const handedIn = e.kind === 'Measure' ? e.measure : undefined
    const evaluate = compileExpression(c, e, { path: '', at: null, scope: 'period' })
    const values = participants.map((participant, p) => {
      if (assigned[p] === 0) return undefined
      try {
        if (handedIn !== undefined) return facts.input(handedIn, participant, period)
        return evaluate(
          frame({
            facts,
            plan,
            participant,
            date: last,
            planFrom: period.from,
            period,
            periodKind: program.plan.period,
          }),
        )
      } catch (error) {
        if (error instanceof NoValue) return undefined
        throw error
      }
    })
    values.forEach((value, p) => {
      if (value === undefined && assigned[p] === 1) exact[p] = 1
    })
    columns.set(
      key,
      e.kind === 'Recipient'
        ? textColumn(values as (string | undefined)[], texts)
        : numberColumn(values as (Exact | undefined)[], exact),
    )
  }
  return {
    participants,
    manager: Int32Array.from(managers),
    assigned,
    exact,
    columns,
    texts,
    isUnsteady: changes.everybody,
  }
}

function textColumn(values: readonly (string | undefined)[], texts: Texts): ParticipantColumn {
  const codes = Float64Array.from(values, (v) => texts.code(v ?? ''))
  return { values: codes, scale: 0, lo: 0, hi: 2 ** 31, isText: true }
}

/** Who has a figure that is no decimal of a safe integer is left to the reference. */
function numberColumn(values: readonly (Exact | undefined)[], exact: Uint8Array): ParticipantColumn {
  const read = values.map((value, p) => {
    const x = value && reduce(value)
    const scale = x ? placesOf(x.d) : 0
    if (x && scale === undefined) exact[p] = 1
    return x && scale !== undefined ? { x, scale } : undefined
  })
  const scale = read.reduce((most, r) => Math.max(most, r?.scale ?? 0), 0)
  let lo = 0
  let hi = 0
  const units = Float64Array.from(read, (r, p) => {
    if (!r) return 0
    const n = r.x.n * (powerOfTen(scale) / r.x.d)
    if (n > SAFE || n < -SAFE) {
      exact[p] = 1
      return 0
    }
    lo = Math.min(lo, Number(n))
    hi = Math.max(hi, Number(n))
    return Number(n)
  })
  return { values: units, scale, lo, hi, isText: false }
}

/** Decimal places of 1/d for d in lowest terms; undefined where it does not end. */
function placesOf(d: bigint): number | undefined {
  for (let places = 0; places <= 15; places++) if (powerOfTen(places) % d === 0n) return places
  return undefined
}

/** All expressions of a plan. */
function expressionsOf(plan: Plan): Expression[] {
  const roots = [
    ...plan.credits.flatMap((r) => [r.when, r.amount, r.share]),
    ...plan.measures.flatMap((m) => [m.when, m.value]),
    ...plan.tables.flatMap((t) => t.bands.map((band) => band.value)),
    ...(plan.matrices ?? []).flatMap((m) => m.cells),
    ...plan.earnings.flatMap((e) => [e.when, e.amount, e.gate, e.floor, e.cap]),
    ...(plan.payoutRules ?? []).flatMap((r) => [
      r.kind === 'CapTogether' ? r.cap : 'amount' in r ? r.amount : undefined,
      r.kind === 'Draw' ? r.recovery?.floor : undefined,
    ]),
  ].filter((e) => e !== undefined)
  const all: Expression[] = []
  for (let e = roots.pop(); e; e = roots.pop()) {
    all.push(e)
    roots.push(...childrenOf(e))
  }
  return all
}

/** What a plan reads of participants, and quotas as attainments read them. */
function leavesOf(plan: Plan): ParticipantLeaf[] {
  const handedIn = new Set((plan.inputMeasures ?? []).map((m) => m.id))
  const measured = (e: Expression): string[] => {
    if (e.kind !== 'Measure' && e.kind !== 'Attainment') return []
    const parts = plan.compositeMeasures?.find((m) => m.id === e.measure)?.of.map((part) => part.measure)
    return (parts ?? [e.measure]).filter((id) => handedIn.has(id))
  }
  return expressionsOf(plan).flatMap((e): ParticipantLeaf[] => {
    const inputs = measured(e).map((measure) => ({ kind: 'Measure', measure }) as const)
    if (e.kind === 'Parameter' || e.kind === 'Quota') return [e]
    if (e.kind === 'Recipient') return e.attribute === 'title' ? [e] : []
    return e.kind === 'Attainment' ? [...inputs, quotaOfAttainment(plan, e.measure, e.quota)] : inputs
  })
}

export const quotaOfAttainment = (plan: Plan, measure: string, quota: string): ParticipantLeaf => ({
  kind: 'Quota',
  quota,
  span: windowOf(plan, measure),
  unit: 'number',
})
