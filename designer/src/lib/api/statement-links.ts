import { answerOf, api, idempotent } from './client.ts'
import { listAll } from './pages.ts'

const links = api['statement-links']

export const listLinks = () => listAll((query) => answerOf(links.$get({ query })))
export type StatementLink = Extract<Awaited<ReturnType<typeof listLinks>>, { ok: true }>['value'][number]

export const makeLink = (participantId: string, periodId: string) =>
  answerOf(links.$post({ json: { participantId, periodId }, header: idempotent() }))
export type NewLink = Extract<Awaited<ReturnType<typeof makeLink>>, { ok: true }>['value']

export const revokeLink = (linkId: string) => answerOf(links[':linkId'].$delete({ param: { linkId } }))

/** When a link was opened, and from where. */
export const listViews = (linkId: string) =>
  listAll((query) => answerOf(links[':linkId'].views.$get({ param: { linkId }, query })))
