import type { Plan } from '../plan/ast.ts'

type Named = { readonly id: string; readonly title: string }
type Family = 'parameter' | 'measure' | 'table' | 'matrix' | 'earning'
type Titles = ReadonlyMap<string, string>

const FAMILIES: Readonly<Record<Family, (plan: Plan) => readonly (readonly Named[] | undefined)[]>> = {
  parameter: (plan) => [plan.parameters],
  measure: (plan) => [plan.measures, plan.compositeMeasures, plan.inputMeasures],
  table: (plan) => [plan.tables],
  matrix: (plan) => [plan.matrices],
  // The prizes of a contest are earnings.
  earning: (plan) => [plan.earnings, plan.contests],
}

function titlesOf(family: Family, plan: Plan, taken: Titles): Titles {
  const parts = FAMILIES[family](plan).flatMap((list) => list ?? [])
  const others = [...taken.values()]
  return new Map(
    parts.map(({ id, title }) => {
      const isShared = parts.some((p) => p.id !== id && p.title === title) || others.includes(title)
      return [id, taken.get(id) ?? (isShared ? `${title} (${id})` : title)]
    }),
  )
}

/** What the parts of a plan are called when others refer to them: by title, with the id where two share one. */
export class Names {
  readonly #titles: Readonly<Record<Family, Titles>>

  /** @param now another version of the plan, whose titles are used for the parts that both have. */
  constructor(plan: Plan, now?: Names) {
    const of = (family: Family) => titlesOf(family, plan, now?.titles(family) ?? new Map())
    this.#titles = {
      parameter: of('parameter'),
      measure: of('measure'),
      table: of('table'),
      matrix: of('matrix'),
      earning: of('earning'),
    }
  }

  titles(family: Family): Titles {
    return this.#titles[family]
  }
  parameter(id: string): string {
    return this.#titles.parameter.get(id) ?? id
  }
  measure(id: string): string {
    return this.#titles.measure.get(id) ?? id
  }
  table(id: string): string {
    return this.#titles.table.get(id) ?? id
  }
  matrix(id: string): string {
    return this.#titles.matrix.get(id) ?? id
  }
  earning(id: string): string {
    return this.#titles.earning.get(id) ?? id
  }
}
