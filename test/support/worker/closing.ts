import type { Caller } from './organisation.ts'
import { once } from './organisation.ts'
import { createPayingOrganisation, type PayingOrganisation } from './paying-organisation.ts'

/** A paying organisation with the people who close periods: each step by somebody whose work it is. */
export async function createClosingOrganisation() {
  const acme = await createPayingOrganisation()
  const analyst = await acme.person(['analyst'])
  const approver = await acme.person(['approver'])
  const second = await acme.person(['approver'])
  const finance = await acme.person(['finance'])
  const auditor = await acme.person(['auditor'])
  return { ...acme, analyst, approver, second, finance, auditor, ...steps({ ...acme, analyst, approver, finance }) }
}

export type ClosingOrganisation = Awaited<ReturnType<typeof createClosingOrganisation>>

/** A POST with a key of its own. */
export const post = (who: Caller, path: string, body?: unknown) =>
  who(`/api/v1/${path}`, { method: 'POST', headers: once(), ...(body === undefined ? {} : { body }) })

function steps({
  analyst,
  approver,
  finance,
}: PayingOrganisation & { analyst: Caller; approver: Caller; finance: Caller }) {
  const need = async (answer: ReturnType<Caller>, status: number) => {
    const got = await answer
    if (got.status !== status) throw new Error(`${got.status} ${got.text}`)
    return got.json
  }
  /** Calculates a period of all plans, or of some. */
  const calculate = (periodId: string, planIds?: readonly string[]) =>
    need(post(analyst, 'runs', { periodId, ...(planIds ? { planIds } : {}) }), 201)
  /** Takes a calculated run to the ledger. */
  const close = async (runId: string) => {
    await need(post(analyst, `runs/${runId}/submission`), 200)
    await need(post(approver, `runs/${runId}/approval`), 200)
    return need(post(finance, `runs/${runId}/posting`), 200)
  }
  /** Calculates, approves and posts a period. */
  const lock = async (periodId: string, planIds?: readonly string[]): Promise<string> => {
    const run = await calculate(periodId, planIds)
    await close(run.id)
    return run.id
  }
  return { calculate, close, lock, need }
}
