import type { TypeContext } from '../check/infer-type.ts'
import type { Expression } from '../plan/expression.ts'
import { childrenOf } from '../plan/walk.ts'

/** Columns of a deal of which the parts add up to the whole. */
const addsUp = (types: TypeContext, field: string): boolean => {
  const type = types.fields.get(field)
  return type === 'money' || type === 'quantity'
}

/** Whether an expression is the same for a deal and for its parts: it reads no column that is cut. */
function isSame(types: TypeContext, e: Expression): boolean {
  if (e.kind === 'CreditAmount' || (e.kind === 'Field' && addsUp(types, e.field))) return false
  if (e.kind === 'Field' && (e.field === 'externalId' || e.field === 'source')) return false
  if ((e.kind === 'ApplyTable' || e.kind === 'TableCell') && e.reads.kind === 'Running') return false
  return childrenOf(e).every((child) => isSame(types, child))
}

/** Whether what an expression gives for the parts of a deal adds up to what it gives for the deal. */
function isAdditive(types: TypeContext, e: Expression): boolean {
  switch (e.kind) {
    case 'CreditAmount':
      return true
    case 'Field':
      return addsUp(types, e.field)
    case 'Add':
      return e.of.every((part) => isAdditive(types, part))
    case 'Subtract':
      return isAdditive(types, e.left) && isAdditive(types, e.right)
    case 'Negate':
      return isAdditive(types, e.of)
    case 'Multiply':
      return (
        e.of.filter((part) => !isSame(types, part)).length === 1 &&
        e.of.every((part) => isSame(types, part) || isAdditive(types, part))
      )
    case 'Divide':
      return e.digits === undefined && isAdditive(types, e.left) && isSame(types, e.right)
    case 'If':
      return isSame(types, e.when) && isAdditive(types, e.then) && isAdditive(types, e.otherwise)
    case 'ApplyTable':
      // Slices of one running total meet where the parts do.
      return e.reads.kind === 'Running' && e.reads.lookup === 'slice' && !e.pays && (!e.per || isSame(types, e.per))
    default:
      return false
  }
}

/**
 * Whether no deal can be worth more in two parts, or two deals in one: credits, sums and lines of the parts add up to those
 * of the whole, so that whatever reads them reads the same. By induction over the expressions.
 */
export function cannotGainBySplitting(types: TypeContext): boolean {
  const { plan } = types
  const same = (e: Expression | undefined) => !e || isSame(types, e)
  return (
    plan.credits.every((r) => same(r.when) && same(r.share) && isAdditive(types, r.amount)) &&
    plan.measures.every((m) => m.aggregate === 'sum' && same(m.when) && m.value && isAdditive(types, m.value)) &&
    plan.earnings.every((e) => e.per === 'period' || (same(e.when) && isAdditive(types, e.amount)))
  )
}

/** Kinds with which a figure can bend, or read what day it is. */
const BENDS: readonly Expression['kind'][] = [
  'Min',
  'Max',
  'Absolute',
  'Round',
  'If',
  'Compare',
  'ApplyTable',
  'TableCell',
  'MatrixCell',
  'Divide',
  'Attainment',
  'Rank',
  'Percentile',
  'Default',
]

/**
 * Whether no deal can be worth more on another day: nothing bends, nothing reads a day, every measure starts anew with each
 * period, no earning is bounded, and no contest gives prizes, so that what a deal pays is the same wherever it stands.
 */
export function cannotGainByTiming(types: TypeContext): boolean {
  const { plan } = types
  const bends = (root: Expression): boolean => {
    const stack = [root]
    for (let e = stack.pop(); e; e = stack.pop()) {
      // What reads no figure is one number: it bends nothing.
      if (isSteady(types, e) && !readsDay(types, e)) continue
      if (BENDS.includes(e.kind) || (e.kind === 'Field' && types.fields.get(e.field) === 'date')) return true
      if (e.kind === 'Multiply' && e.of.filter((part) => !isSteady(types, part)).length > 1) return true
      stack.push(...childrenOf(e))
    }
    return false
  }
  return (
    plan.parameters.length === 0 &&
    (plan.payoutRules ?? []).length === 0 &&
    (plan.contests ?? []).length === 0 &&
    plan.measures.every((m) => m.aggregate === 'sum' && m.window.kind === 'Period' && !(m.value && bends(m.value))) &&
    plan.credits.every((r) => !bends(r.amount) && !(r.share && bends(r.share))) &&
    plan.earnings.every((e) => !bends(e.amount) && !e.gate && !e.floor && !e.cap) &&
    [...plan.credits, ...plan.measures, ...plan.earnings].every((part) => !part.when || !readsDay(types, part.when))
  )
}

const FIGURES: readonly Expression['kind'][] = ['Measure', 'CreditAmount', 'Attainment', 'Earned', 'Rank', 'Percentile']

/** Whether an expression reads nothing that was sold: it is one number, or one text, for a deal wherever it stands. */
const isSteady = (types: TypeContext, e: Expression): boolean =>
  !FIGURES.includes(e.kind) &&
  !(e.kind === 'Field' && types.fields.get(e.field) !== 'text' && types.fields.get(e.field) !== 'yes/no') &&
  !((e.kind === 'ApplyTable' || e.kind === 'TableCell') && e.reads.kind === 'Running') &&
  childrenOf(e).every((child) => isSteady(types, child))

const readsDay = (types: TypeContext, e: Expression): boolean =>
  (e.kind === 'Field' && types.fields.get(e.field) === 'date') || childrenOf(e).some((child) => readsDay(types, child))
