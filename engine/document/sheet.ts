import type { Expression } from '../plan/expression.ts'
import { pointerStep } from '../plan/pointer.ts'
import type { Described, Facet } from './clause.ts'

type Node = { readonly at?: string }
type Part = Node & { readonly title: string; readonly explanation?: string }
type FacetOptions = {
  /** The expression that the value was said from. */
  readonly node?: Expression | undefined
  readonly at?: string | undefined
  readonly isInLead?: boolean
  readonly isRow?: boolean
  readonly key?: string
}

/** Collects what a part states. Steps are the way from the part to the node that a facet was made from. */
export class Sheet {
  readonly #path: string
  readonly #at: string | null
  readonly #facets: Facet[] = []
  readonly #part: Part

  constructor(list: string, index: number, part: Part) {
    this.#path = `/${list}/${index}`
    this.#at = part.at ?? null
    this.#part = part
  }

  add(steps: readonly (string | number)[], label: string, value: string, options: FacetOptions = {}): this {
    const way = steps.map(pointerStep).join('')
    const { node, at, isInLead, isRow, key } = options
    this.#facets.push({
      key: key ?? way,
      path: this.#path + way,
      at: node?.at ?? at ?? this.#at,
      label,
      value,
      ...(node ? { expression: node } : {}),
      ...(isInLead ? { isInLead } : {}),
      ...(isRow ? { isRow } : {}),
    })
    return this
  }

  done(lead: string): Described {
    const { title, explanation } = this.#part
    return {
      path: this.#path,
      at: this.#at,
      title,
      lead,
      facets: this.#facets,
      ...(explanation ? { note: explanation } : {}),
    }
  }
}
