import { personsOf } from '../auth/principal.ts'
import type { AppContext } from '../http/app-env.ts'
import { namesOf } from './names.ts'

/** Whoever acts in this request: as it is recorded, and under every name that is theirs. */
export async function personIn(c: AppContext): Promise<{ persons: string[]; names: string[] }> {
  const { principal, deps } = c.var
  return { persons: personsOf(principal), names: await namesOf(deps, principal) }
}
