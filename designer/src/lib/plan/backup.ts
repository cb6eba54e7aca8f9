import type { SavedWorkspace } from '#lib/blocks/saved.ts'

/** Blocks that are not on the server yet, and the draft that they were made from. */
export type Backup = { readonly revision: number; readonly saved: SavedWorkspace }

const key = (planId: string): string => `dreizack:draft:${planId}`

export function readBackup(planId: string): Backup | undefined {
  try {
    const text = localStorage.getItem(key(planId))
    const backup: unknown = text === null ? undefined : JSON.parse(text)
    const isBackup = typeof backup === 'object' && backup !== null && 'revision' in backup && 'saved' in backup
    return isBackup ? (backup as Backup) : undefined
  } catch {
    return undefined
  }
}

export function writeBackup(planId: string, backup: Backup): void {
  try {
    localStorage.setItem(key(planId), JSON.stringify(backup))
  } catch {
    // A full or forbidden storage: the save state on the screen still says that the server has not got it.
  }
}

export function dropBackup(planId: string): void {
  try {
    localStorage.removeItem(key(planId))
  } catch {
    // As above.
  }
}
