import type { Answer } from './client.ts'
import { listAll } from './pages.ts'

export type Participant = { readonly id: string; readonly externalId: string | null; readonly name: string }
export type Period = { readonly id: string; readonly kind: string; readonly from: string; readonly to: string }

export const listParticipants = (): Promise<Answer<Participant[]>> => listAll('/api/v1/participants')

/** The periods of all calendars, the latest first. */
export async function listPeriods(): Promise<Answer<Period[]>> {
  const answer = await listAll<{ periods: Period[] }>('/api/v1/calendars')
  if (!answer.ok) return answer
  const periods = answer.value.flatMap((calendar) => calendar.periods)
  return { ...answer, value: periods.sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0)) }
}

/** The latest period that has begun, of the shortest kind but a month: what people ask about. */
export const currentPeriod = (periods: readonly Period[], today: string): Period | undefined =>
  periods.find((p) => p.kind === 'quarter' && p.from <= today) ?? periods.find((p) => p.from <= today) ?? periods[0]
