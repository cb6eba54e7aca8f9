import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'

/** The languages that a plan can be read in. */
export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/**
 * One piece of the plan document, tied to the node that it was made from. `note` is what the plan's author wrote about the
 * part: it explains, and decides nothing.
 */
export type Clause = {
  /** JSON pointer (RFC 6901) into the plan. */
  readonly path: string
  /** The block to mark: the `at` of the nearest node that carries one. */
  readonly at: string | null
  readonly heading: string
  readonly text: string
  readonly note?: string
  readonly clauses?: readonly Clause[]
}

/** One stated choice or value of a part. The document lists facets; the diff compares them. */
export type Facet = {
  /** Names the facet within its part: two versions of a part are compared facet by facet. */
  readonly key: string
  readonly path: string
  readonly at: string | null
  readonly label: string
  /** A phrase, without a full stop. */
  readonly value: string
  /** What the value was said from, where it is one expression. */
  readonly expression?: Expression
  /** Said in the part's own sentence already, so the document does not repeat it. */
  readonly isInLead?: boolean
  /** A row of a list, such as a band: it may be added and removed. */
  readonly isRow?: boolean
}

/** A part of a plan in words: its sentence, and everything that it states, one by one. */
export type Described = {
  readonly path: string
  readonly at: string | null
  readonly title: string
  readonly lead: string
  readonly facets: readonly Facet[]
  readonly note?: string
}

/** The lists of a plan that hold its parts. */
export type PartList = Extract<
  {
    [K in keyof Plan]-?: NonNullable<Plan[K]> extends readonly { id: string; title: string }[] ? K : never
  }[keyof Plan],
  string
>

export type Section = { readonly list: PartList; readonly parts: readonly Described[] }
