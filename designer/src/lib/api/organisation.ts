import { seesPlans } from '#lib/shell/sees.ts'
import { type Answer, answerOf, api } from './client.ts'
import { listEarnings } from './earnings.ts'
import { listAll } from './pages.ts'
import { session } from './session.svelte.ts'

export type Participant = { readonly id: string; readonly name: string }
export type Period = { readonly id: string; readonly kind: string; readonly from: string }
/** Whom and when somebody may ask about. */
export type Choices = { readonly participants: Participant[]; readonly periods: Period[] }

const byName = (a: Participant, b: Participant): number => a.name.localeCompare(b.name)
const latestFirst = (a: Period, b: Period): number => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0)

/** From the organisation's lists; for somebody who may not read those, from the earnings that they may. */
export async function listChoices(): Promise<Answer<Choices>> {
  if (!session.me || !seesPlans(session.me)) return choicesFromEarnings()
  const [participants, calendars] = await Promise.all([
    listAll((query) => answerOf(api.participants.$get({ query }))),
    listAll((query) => answerOf(api.calendars.$get({ query }))),
  ])
  if (!participants.ok) return participants
  if (!calendars.ok) return calendars
  const periods = calendars.value.flatMap((calendar) => calendar.periods)
  return { ok: true, value: { participants: participants.value.sort(byName), periods: periods.sort(latestFirst) } }
}

async function choicesFromEarnings(): Promise<Answer<Choices>> {
  const earnings = await listEarnings({})
  if (!earnings.ok) return earnings
  const participants = new Map(
    earnings.value.map((e) => [e.participantId, { id: e.participantId, name: e.participantName }]),
  )
  const periods = new Map(
    earnings.value.map((e) => [e.periodId, { id: e.periodId, kind: 'quarter', from: e.periodFrom }]),
  )
  return {
    ok: true,
    value: { participants: [...participants.values()].sort(byName), periods: [...periods.values()].sort(latestFirst) },
  }
}

/** The latest period that has begun, a quarter if there are quarters: what people ask about. */
export const currentPeriod = (periods: readonly Period[], today: string): Period | undefined =>
  periods.find((p) => p.kind === 'quarter' && p.from <= today) ?? periods.find((p) => p.from <= today) ?? periods[0]
