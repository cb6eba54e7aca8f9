import { type Answer, answerOf, api } from './client.ts'

/** Titles of the organisation's own fields, by id. */
export async function listFieldTitles(): Promise<Answer<ReadonlyMap<string, string>>> {
  const answer = await answerOf(api['transaction-fields'].$get())
  return answer.ok ? { ok: true, value: new Map(answer.value.data.map(({ id, title }) => [id, title])) } : answer
}
