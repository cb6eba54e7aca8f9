/** Who reports to whom in a stretch of time. */
export type Line = { participant: string; manager: string; from: string; to: string | null }

/**
 * A day on which somebody would be their own manager, directly or through others; null where there is none.
 * The hierarchy only changes where a line begins, so those days are all that need a look.
 */
export function findCycle(
  lines: readonly Line[],
  changed: ReadonlySet<string>,
): { on: string; participant: string } | null {
  const days = new Set(lines.map(({ from }) => from))
  for (const on of [...days].sort()) {
    const managerOf = new Map<string, string>()
    for (const { participant, manager, from, to } of lines) {
      if (from <= on && (to === null || on < to)) managerOf.set(participant, manager)
    }
    for (const participant of changed) {
      let above = managerOf.get(participant)
      for (let steps = 0; above !== undefined && steps <= managerOf.size; steps += 1) {
        if (above === participant) return { on, participant }
        above = managerOf.get(above)
      }
    }
  }
  return null
}
