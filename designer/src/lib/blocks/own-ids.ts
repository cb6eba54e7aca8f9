import type { Plan } from '#engine'
import { BLOCK_BY_KIND, BLOCKS } from './definitions/all.ts'

const LISTS: ReadonlySet<string> = new Set(BLOCKS.flatMap((spec) => (spec.list && spec.carriesAt ? [spec.list] : [])))
/** What these carry is data on one block, without blocks of its own. */
const CARRIERS: ReadonlySet<string> = new Set(['matrices', 'examples'])

/** The plan with a different `at` on every node, so that each block has its own; ids that are there and differ stay. */
export function withOwnIds(plan: Plan): Plan {
  const taken = new Set<string>()
  let next = 0
  const fresh = (): string => {
    let id = `b${next++}`
    while (taken.has(id)) id = `b${next++}`
    return id
  }
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, key))
    if (typeof value !== 'object' || value === null) return value
    const inside = CARRIERS.has(key) ? (child: unknown) => child : visit
    const node: Record<string, unknown> = {}
    for (const [name, child] of Object.entries(value)) node[name] = inside(child, name)
    if (LISTS.has(key) || BLOCK_BY_KIND.has(String(node.kind))) {
      const at = typeof node.at === 'string' && !taken.has(node.at) ? node.at : fresh()
      taken.add(at)
      node.at = at
    }
    return node
  }
  return visit(plan, '') as Plan
}
