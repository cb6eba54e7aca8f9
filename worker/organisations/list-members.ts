import { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'

/** Somebody who may sign in to the organisation. */
export const Member = z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) }).openapi('Member')
export type Member = z.infer<typeof Member>

/** Everybody who may sign in to an organisation, by name. */
export async function listMembers(directory: Client, organisationId: string): Promise<Member[]> {
  const { rows } = await directory.execute({
    sql: `SELECT u.id, u.name, json_group_array(m.role) AS roles FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organisation_id = ? GROUP BY u.id ORDER BY u.name, u.id`,
    args: [organisationId],
  })
  return rows.map((row) => ({ id: String(row.id), name: String(row.name), roles: JSON.parse(String(row.roles)) }))
}
