import type { Plan } from '#engine'
import { BLOCK_BY_KIND } from './definitions/all.ts'

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
    const node: Record<string, unknown> = {}
    for (const [name, child] of Object.entries(value)) node[name] = visit(child, name)
    if (key === 'bands' || BLOCK_BY_KIND.has(String(node.kind))) {
      const at = typeof node.at === 'string' && !taken.has(node.at) ? node.at : fresh()
      taken.add(at)
      node.at = at
    }
    return node
  }
  return visit(plan, '') as Plan
}
