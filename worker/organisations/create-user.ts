import type { Client } from '@libsql/client/web'
import { hashPassword } from '../auth/password.ts'
import type { Role } from '../auth/principal.ts'
import { newId } from '../ids.ts'

/** A person who may sign in, and what they are in one organisation. */
export type NewUser = {
  name: string
  email: string
  password: string
  organisationId: string
  roles: readonly Role[]
  participantId: string | null
}

/** Creates a user with a password, or adds the roles to the user of that e-mail address; a password that stands is kept. */
export async function createUser(directory: Client, user: NewUser, now: Date): Promise<string> {
  const at = BigInt(now.getTime())
  const email = user.email.toLowerCase()
  const { rows } = await directory.execute({ sql: 'SELECT id FROM users WHERE email = ?', args: [email] })
  const known = rows[0]?.id
  const id = known === undefined ? newId('usr') : String(known)
  const create = async () => [
    {
      sql: 'INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES (?, ?, ?, 1, ?, ?)',
      args: [id, user.name, email, at, at],
    },
    {
      sql: `INSERT INTO accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
        VALUES (?, ?, 'credential', ?, ?, ?, ?)`,
      args: [`${id}-password`, id, id, await hashPassword(user.password), at, at],
    },
  ]
  const memberships = user.roles.map((role) => ({
    sql: `INSERT INTO memberships (user_id, organisation_id, role, participant_id, created_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (user_id, organisation_id, role) DO UPDATE SET participant_id = excluded.participant_id`,
    args: [id, user.organisationId, role, user.participantId, at],
  }))
  await directory.batch([...(known === undefined ? await create() : []), ...memberships], 'write')
  return id
}
