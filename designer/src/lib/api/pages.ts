import type { Answer } from './client.ts'

type Page<T> = { data: T[]; nextCursor: string | null }
export type PageQuery = { limit: string; cursor?: string }

/** A whole list, page by page; at most `pages` of them, so that no answer grows without end. */
export async function listAll<T>(
  ask: (query: PageQuery) => Promise<Answer<Page<T>>>,
  pages = 20,
): Promise<Answer<T[]>> {
  const items: T[] = []
  let query: PageQuery = { limit: '1000' }
  for (let page = 0; page < pages; page += 1) {
    const answer = await ask(query)
    if (!answer.ok) return answer
    items.push(...answer.value.data)
    if (answer.value.nextCursor === null) break
    query = { limit: '1000', cursor: answer.value.nextCursor }
  }
  return { ok: true, value: items }
}
