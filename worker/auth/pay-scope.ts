import { addDays } from '#engine'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import { todayOf } from '../settings/settings-rows.ts'
import { type Action, authorize, type PayObject } from './authorize.ts'
import type { Principal } from './principal.ts'

/** Levels of management that the hierarchy is followed upwards for deciding who may see pay. */
const LEVELS = 50

/** Whose pay a principal may see, and as of which day: the one question behind every figure that leaves. */
export type PayScope = {
  /** Whether they may see this participant's pay of a day. */
  sees(participantId: string, on: string): boolean
  /**
   * Participants of whom they may see the last day of some period: null means everybody. It narrows a query; each row
   * is still asked for with its own day.
   */
  participants(): string[] | null
}

/**
 * The pay that an action opens to a principal. A manager sees the days on which they managed somebody, while they still
 * do: nothing of a team that they have left, nor of what was before them.
 */
export function payScope(principal: Principal, action: Action, snapshot: OrganisationSnapshot, now: Date): PayScope {
  if (authorize(principal, action, { participantId: '', managerIds: new Set() }))
    return { sees: () => true, participants: () => null }
  const today = todayOf(snapshot, now)
  const managersOn = (participantId: string, on: string) => snapshot.facts.managersOf(participantId, on, LEVELS)
  const sees = (participantId: string, on: string): boolean => {
    const current = new Set(managersOn(participantId, today))
    const managerIds: PayObject['managerIds'] = new Set(managersOn(participantId, on).filter((id) => current.has(id)))
    return authorize(principal, action, { participantId, managerIds })
  }
  return {
    sees,
    participants() {
      const days = [...new Set(snapshot.calendar.map((period) => addDays(period.to, -1)))]
      return [...snapshot.participantNames.keys()].filter((id) => days.some((day) => sees(id, day)))
    },
  }
}
