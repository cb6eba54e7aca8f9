import type { Plan } from '../plan/ast.ts'
import { canonicalJson } from '../plan/hash-plan.ts'
import type { Described, Facet, Language, PartList } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { describePlan, SECTION_ORDER, speakerOf } from './describe-plan.ts'
import { Names } from './names.ts'
import { narrowed } from './narrow.ts'
import { meaningOf, orderedRuns } from './plan-order.ts'

/** One difference between two versions of a plan, in the words of the plan document. */
export type Change = {
  readonly kind: 'added' | 'removed' | 'renamed' | 'reworded' | 'changed' | 'moved'
  /** JSON pointer into the later plan; into the earlier one for what was removed. */
  readonly path: string
  readonly at: string | null
  readonly text: string
  /** The titles and explanations that a person reads: they decide no money and leave the content hash. */
  readonly isPresentation: boolean
}

/** From this length on, only the part of an expression is named that differs. */
const LONG = 90

/**
 * What differs between two versions of a plan: parts by their ids, their choices one by one. Where the order of parts
 * decides nothing, another order is no difference. A change that has the same meaning ("0.50" for "0.5") is named as one.
 */
export function planDiff(before: Plan, after: Plan, language: Language): Change[] {
  const names = new Names(after)
  const then = speakerOf(before, language, new Names(before, names))
  const now = speakerOf(after, language, names)
  const [old, current] = [describePlan(then), describePlan(now)]
  const differ = new Differ(then, now)
  differ.presentation(old.plan, current.plan)
  differ.facets(old.plan, current.plan)
  for (const list of SECTION_ORDER) {
    const partsOf = (plan: typeof old) => plan.sections.find((s) => s.list === list)?.parts ?? []
    differ.parts(list, partsOf(old), partsOf(current))
  }
  differ.order()
  differ.rest(current.plan)
  return differ.changes
}

/** Keys that stay apart where several are the same: the second "a" is "a" again, and not the first. */
function keyed<T>(items: readonly T[], keyOf: (item: T, index: number) => string): Map<string, T> {
  const count = new Map<string, number>()
  return new Map(
    items.map((item, i) => {
      const key = keyOf(item, i)
      const n = count.get(key) ?? 0
      count.set(key, n + 1)
      return [n === 0 ? key : `${key}\n${n}`, item]
    }),
  )
}

class Differ {
  readonly changes: Change[] = []
  readonly #then: Speaker
  readonly #now: Speaker

  constructor(then: Speaker, now: Speaker) {
    this.#then = then
    this.#now = now
  }

  #say(kind: Change['kind'], { path, at }: { path: string; at: string | null }, text: string): void {
    this.changes.push({ kind, path, at, text, isPresentation: kind === 'renamed' || kind === 'reworded' })
  }

  presentation(old: Described, now: Described): void {
    const { diff } = this.#now.words
    if (old.title !== now.title) this.#say('renamed', now, diff.renamed(old.title, now.title))
    if (old.note !== now.note) this.#say('reworded', now, diff.explained(now.title))
  }

  /** @returns how many of the part's choices differ. */
  facets(old: Described, now: Described): number {
    const { diff } = this.#now.words
    const [before, after] = [keyed(old.facets, (f) => f.key), keyed(now.facets, (f) => f.key)]
    const count = this.changes.length
    for (const [key, facet] of after) {
      const other = before.get(key)
      if (!other) this.#say('added', facet, diff.rowAdded(now.title, facet.label, facet.value))
      else if (other.value !== facet.value) this.#facet(now.title, other, facet)
    }
    for (const [key, facet] of before) {
      if (!after.has(key)) this.#say('removed', facet, diff.rowRemoved(now.title, facet.label, facet.value))
    }
    return this.changes.length - count
  }

  #facet(title: string, old: Facet, now: Facet): void {
    const { diff, insteadOf } = this.#now.words
    let [was, is] = [old.value, now.value]
    if (old.expression && now.expression && was.length + is.length > 2 * LONG) {
      const [a, b] = narrowed(old.expression, now.expression)
      const [shortWas, shortIs] = [this.#then.text(a), this.#now.text(b)]
      if (shortWas !== shortIs) [was, is] = [shortWas, shortIs]
    }
    const say = now.isRow ? diff.rowChanged : diff.changed
    this.#say('changed', now, say(title, now.label, insteadOf(is, was)))
  }

  parts(list: PartList, old: readonly Described[], now: readonly Described[]): void {
    const { diff, sections } = this.#now.words
    const [section] = sections[list]
    const astOf = (plan: Plan, i: number) => plan[list]?.[i]
    const key = (plan: Plan) => (_: Described, i: number) => `${astOf(plan, i)?.kind} ${astOf(plan, i)?.id}`
    const [then, current] = [keyed(old, key(this.#then.plan)), keyed(now, key(this.#now.plan))]
    for (const [id, part] of then) {
      if (!current.has(id)) this.#say('removed', part, diff.removed(section, part.title))
    }
    for (const [id, part] of current) {
      const other = then.get(id)
      if (!other) {
        this.#say('added', part, diff.added(section, part.title))
        continue
      }
      this.presentation(other, part)
      const isSame =
        canonicalJson(astOf(this.#then.plan, old.indexOf(other))) ===
        canonicalJson(astOf(this.#now.plan, now.indexOf(part)))
      if (!isSame && this.facets(other, part) === 0) this.#say('changed', part, diff.rewritten(part.title))
    }
  }

  order(): void {
    const { diff, sections } = this.#now.words
    const before = orderedRuns(this.#then.plan)
    for (const { list, ids } of orderedRuns(this.#now.plan)) {
      const old = before.find((run) => run.list === list && run.ids.some((id) => ids.includes(id)))
      if (!old) continue
      const [common, was] = [ids.filter((id) => old.ids.includes(id)), old.ids.filter((id) => ids.includes(id))]
      if (common.join('\n') === was.join('\n')) continue
      const titles = (order: readonly string[]) =>
        order.map((id) => this.#now.plan[list]?.find((part) => part.id === id)?.title ?? id)
      this.#say('moved', { path: `/${list}`, at: null }, diff.moved(sections[list][0], titles(common), titles(was)))
    }
  }

  /** What is written in another way, with no difference that words could tell. */
  rest(plan: Described): void {
    if (this.changes.some((c) => !c.isPresentation)) return
    if (meaningOf(this.#then.plan) !== meaningOf(this.#now.plan))
      this.#say('changed', plan, this.#now.words.diff.rewritten(plan.title))
  }
}
