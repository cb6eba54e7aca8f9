import { common, type StaticType, SYSTEM_FIELDS, staticType } from '../check/types.ts'
import type { Parameter, Plan } from '../plan/ast.ts'
import type { Expression, ExpressionOf } from '../plan/expression.ts'

/** What compiling needs of a plan's types; the checker learns it too. */
export type PlanTypes = {
  readonly plan: Plan
  readonly fields: ReadonlyMap<string, StaticType>
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly measureTypes: ReadonlyMap<string, StaticType>
  readonly cellTypes: ReadonlyMap<string, StaticType>
  readonly types: { get(e: Expression): StaticType | undefined }
}

/**
 * The types of a plan that has been checked: no mistakes are looked for, and an expression's type is found when it is
 * asked for. What the checker infers and what this says are the same (a test holds them together).
 */
export class KnownTypes implements PlanTypes {
  readonly plan: Plan
  readonly fields: ReadonlyMap<string, StaticType>
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly measureTypes = new Map<string, StaticType>()
  readonly cellTypes = new Map<string, StaticType>()
  readonly types = { get: (e: Expression): StaticType | undefined => this.#typeOf(e) }
  readonly #modes: ReadonlyMap<string, string>

  constructor(plan: Plan) {
    this.plan = plan
    this.fields = new Map([...SYSTEM_FIELDS, ...plan.fields.map((f) => [f.id, staticType(f.type)] as const)])
    this.parameters = new Map(plan.parameters.map((p) => [p.id, p]))
    this.#modes = new Map(plan.tables.map((t) => [t.id, t.mode]))
    const enter = (to: Map<string, StaticType>, id: string, type: StaticType | undefined): void => {
      if (type !== undefined) to.set(id, type)
    }
    for (const table of plan.tables)
      enter(this.cellTypes, table.id, table.bands[0] && this.#typeOf(table.bands[0].value))
    for (const matrix of plan.matrices ?? [])
      enter(this.cellTypes, matrix.id, matrix.cells[0] && this.#typeOf(matrix.cells[0]))
    for (const m of plan.measures) {
      const isCount = m.aggregate === 'count' || m.aggregate === 'distinctCount'
      enter(this.measureTypes, m.id, isCount ? 'quantity' : m.value && this.#typeOf(m.value))
    }
    for (const m of plan.inputMeasures ?? []) this.measureTypes.set(m.id, m.type)
    for (const m of plan.compositeMeasures ?? [])
      enter(this.measureTypes, m.id, this.measureTypes.get(m.of[0]?.measure ?? ''))
  }

  #both(a: Expression, b: Expression): StaticType | undefined {
    const x = this.#typeOf(a)
    const y = this.#typeOf(b)
    return x && y && common(x, y)
  }

  #product(of: readonly Expression[]): StaticType | undefined {
    const types = of.map((e) => this.#typeOf(e))
    if (types.includes('money')) return 'money'
    const all = types.reduce((x, y) => x && y && common(x, y))
    return all === 'quantity' && of.length > 1 ? 'number' : all
  }

  #table(e: ExpressionOf<'ApplyTable'>): StaticType | undefined {
    const cell = this.cellTypes.get(e.table)
    const mode = this.#modes.get(e.table)
    if (mode === 'step' || mode === 'interpolated') return cell
    const read = e.reads.kind === 'Running' ? this.measureTypes.get(e.reads.measure) : this.#typeOf(e.reads.of)
    const paid = e.pays ? this.#typeOf(e.pays) : read
    return cell === 'money' || paid === 'money' ? 'money' : 'number'
  }

  #typeOf(e: Expression): StaticType | undefined {
    switch (e.kind) {
      case 'Percent':
      case 'Attainment':
      case 'Percentile':
        return 'percent'
      case 'Money':
      case 'CreditAmount':
      case 'Earned':
        return 'money'
      case 'Text':
      case 'Recipient':
      case 'CreditType':
        return 'text'
      case 'TextList':
        return 'text list'
      case 'Date':
        return 'date'
      case 'Field':
        return this.fields.get(e.field)
      case 'Parameter':
        return this.parameters.get(e.parameter)?.type
      case 'Measure':
        return this.measureTypes.get(e.measure)
      case 'Quota':
        return e.unit
      case 'Number':
      case 'Rank':
        return 'number'
      case 'Add':
      case 'Min':
      case 'Max':
        return e.of.map((item) => this.#typeOf(item)).reduce((x, y) => x && y && common(x, y))
      case 'Multiply':
        return this.#product(e.of)
      case 'Subtract': {
        const type = this.#both(e.left, e.right)
        return type === 'date' ? 'number' : type
      }
      case 'Divide':
        return this.#typeOf(e.left) === 'money' && this.#typeOf(e.right) !== 'money' ? 'money' : 'number'
      case 'Negate':
      case 'Absolute':
      case 'Round':
        return this.#typeOf(e.of)
      case 'If':
        return this.#both(e.then, e.otherwise)
      case 'Default':
        return this.#both(e.of, e.otherwise)
      case 'ApplyTable':
        return this.#table(e)
      case 'TableCell':
        return this.cellTypes.get(e.table)
      case 'MatrixCell':
        return this.cellTypes.get(e.matrix)
      default:
        return 'yes/no'
    }
  }
}
