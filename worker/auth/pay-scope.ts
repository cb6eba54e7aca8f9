import { addDays } from '#engine'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import { type Action, authorize } from './authorize.ts'
import type { Principal } from './principal.ts'

/** Levels of management that the hierarchy is followed upwards for deciding who may see pay. */
const LEVELS = 50

/** Whether the principal may do this with one participant's pay on a day: the one question behind every figure that leaves. */
export function maySeePay(
  principal: Principal,
  action: Action,
  snapshot: OrganisationSnapshot,
  participantId: string,
  on: string,
): boolean {
  return authorize(principal, action, {
    participantId,
    managerIds: new Set(snapshot.facts.managersOf(participantId, on, LEVELS)),
  })
}

/**
 * Participants whose pay the principal may see on the last day of some period: null means everybody's. It narrows a
 * query; each row is still asked for with its own day.
 */
export function visibleParticipants(
  principal: Principal,
  action: Action,
  snapshot: OrganisationSnapshot,
): string[] | null {
  const nobody = { participantId: '', managerIds: new Set<string>() }
  if (authorize(principal, action, nobody)) return null
  const days = [...new Set(snapshot.calendar.map((period) => addDays(period.to, -1)))]
  return [...snapshot.participantNames.keys()].filter((id) =>
    days.some((day) => maySeePay(principal, action, snapshot, id, day)),
  )
}
