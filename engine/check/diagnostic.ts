/** A change that a machine can make: each edit puts a value in place of what stands at a JSON pointer (RFC 6901). */
export type Fix = {
  /** What it does, as a sentence without a full stop, for a button. */
  readonly title: string
  readonly edits: { readonly path: string; readonly value: unknown }[]
}

/** A mistake of the plan's author, with its place. `code` is stable; `message` is a sentence for a person. */
export type Diagnostic = {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  /** The `at` of the nearest node that carries one: the block to mark. */
  readonly at: string | null
  /** JSON pointer (RFC 6901) into the plan. */
  readonly path: string
  readonly message: string
  readonly fix?: Fix | undefined
}
