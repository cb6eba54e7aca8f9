import { type Answer, call } from './client.ts'

export type Page<T> = { readonly data: T[]; readonly nextCursor: string | null }

/** A whole list, page by page; at most `pages` of them, so that no answer grows without end. */
export async function listAll<T>(path: string, pages = 20): Promise<Answer<T[]>> {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages; page += 1) {
    const join = path.includes('?') ? '&' : '?'
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer: Answer<Page<T>> = await call(`${path}${join}limit=1000${next}`)
    if (!answer.ok) return answer
    items.push(...answer.value.data)
    cursor = answer.value.nextCursor
    if (cursor === null) break
  }
  return { ok: true, value: items }
}
