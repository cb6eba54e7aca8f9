import { text } from './aspects.ts'
import type { Aspect, BlockSpec, Category } from './spec.ts'

const title = text('title', { as: 'text' }, '')
/** A part's id stays when its title changes; people see titles. */
const id = text('id', { as: 'hidden' }, '')

type Standing = { readonly category: Category; readonly stacks: string; readonly list?: string }

/** A named part of a plan: it stands in a stack, and belongs to a list of the plan that is called like it or otherwise. */
export function part(
  type: string,
  kind: string,
  { category, stacks, list }: Standing,
  ...aspects: Aspect[]
): BlockSpec {
  return {
    type,
    kinds: [kind],
    category,
    stacks,
    list: list ?? stacks,
    aspects: [title, id, ...aspects],
    carriesAt: true,
    explained: true,
  }
}
