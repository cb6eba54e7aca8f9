import { unreachable } from '../lib/assert.ts'
import type { Expression, TableReading } from './expression.ts'

const ofReading = (reads: TableReading): Expression[] => (reads.kind === 'Running' ? [] : [reads.of])

/** The expressions directly inside an expression, in reading order. */
export function childrenOf(e: Expression): Expression[] {
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money':
    case 'Text':
    case 'TextList':
    case 'YesNo':
    case 'Date':
    case 'Field':
    case 'Parameter':
    case 'Recipient':
    case 'CreditAmount':
    case 'CreditType':
    case 'Measure':
    case 'Quota':
    case 'Attainment':
    case 'Earned':
    case 'Rank':
    case 'Percentile':
      return []
    case 'Add':
    case 'Multiply':
    case 'Min':
    case 'Max':
    case 'And':
    case 'Or':
    case 'MatrixCell':
      return e.of
    case 'Subtract':
    case 'Divide':
    case 'Compare':
      return [e.left, e.right]
    case 'Negate':
    case 'Absolute':
    case 'Round':
    case 'Not':
    case 'IsMissing':
      return [e.of]
    case 'If':
      return [e.when, e.then, e.otherwise]
    case 'OneOf':
      return [e.of, e.list]
    case 'TextMatch':
      return [e.of, e.text]
    case 'Default':
      return [e.of, e.otherwise]
    case 'ApplyTable':
      return [...ofReading(e.reads), ...(e.per ? [e.per] : []), ...(e.pays ? [e.pays] : [])]
    case 'TableCell':
      return [...ofReading(e.reads), ...(e.per ? [e.per] : [])]
    default:
      return unreachable(e)
  }
}

/** Visits the expressions directly inside an expression, in reading order, without making a list of them. */
export function eachChild(e: Expression, visit: (child: Expression) => void): void {
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money':
    case 'Field':
    case 'Text':
    case 'CreditAmount':
      return
    case 'Add':
    case 'Multiply':
    case 'Min':
    case 'Max':
    case 'And':
    case 'Or':
    case 'MatrixCell':
      for (let i = 0; i < e.of.length; i++) visit(e.of[i] as Expression)
      return
    case 'Subtract':
    case 'Divide':
    case 'Compare':
      visit(e.left)
      visit(e.right)
      return
    default: {
      const children = childrenOf(e)
      for (let i = 0; i < children.length; i++) visit(children[i] as Expression)
    }
  }
}

/** The same, each with its JSON pointer from the expression. */
export function placesOf(e: Expression): [path: string, e: Expression][] {
  const of = (nodes: readonly Expression[]): [string, Expression][] => nodes.map((node, i) => [`/of/${i}`, node])
  switch (e.kind) {
    case 'Add':
    case 'Multiply':
    case 'Min':
    case 'Max':
    case 'And':
    case 'Or':
    case 'MatrixCell':
      return of(e.of)
    case 'Subtract':
    case 'Divide':
    case 'Compare':
      return [
        ['/left', e.left],
        ['/right', e.right],
      ]
    case 'Negate':
    case 'Absolute':
    case 'Round':
    case 'Not':
    case 'IsMissing':
      return [['/of', e.of]]
    case 'If':
      return [
        ['/when', e.when],
        ['/then', e.then],
        ['/otherwise', e.otherwise],
      ]
    case 'OneOf':
      return [
        ['/of', e.of],
        ['/list', e.list],
      ]
    case 'TextMatch':
      return [
        ['/of', e.of],
        ['/text', e.text],
      ]
    case 'Default':
      return [
        ['/of', e.of],
        ['/otherwise', e.otherwise],
      ]
    case 'ApplyTable':
    case 'TableCell':
      return [
        ...(e.reads.kind === 'Running' ? [] : [['/reads/of', e.reads.of] as [string, Expression]]),
        ...(e.per ? [['/per', e.per] as [string, Expression]] : []),
        ...(e.kind === 'ApplyTable' && e.pays ? [['/pays', e.pays] as [string, Expression]] : []),
      ]
    default:
      return []
  }
}
