import { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'
import { ACCOUNTS, type Account, minorDigits, scaledToText } from '#engine'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import type { Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import { Id, Name } from '../values.ts'
import { csvOf, safeText } from './csv.ts'
import { accountOf } from './posted-movements.ts'
import { journalOf, journalRows } from './read-journals.ts'

/** What finance calls an account, for all plans or for one. */
export const AccountCode = z
  .strictObject({
    account: z.enum(Object.keys(ACCOUNTS) as [Account, ...Account[]]),
    planId: Id.nullable().default(null).openapi({ description: 'null stands for all plans without one of their own.' }),
    code: z.string().trim().min(1).max(60),
    name: Name.nullable().default(null),
  })
  .openapi('AccountCode')
export type AccountCode = z.output<typeof AccountCode>

/** Replaces the whole chart: codes are only right together. */
export async function replaceAccountCodes(
  client: Client,
  codes: readonly AccountCode[],
  by: Actor,
): Promise<Result<null, Refusal>> {
  const done = await runCommand(client, {
    by,
    action: 'AccountCode.replace',
    object: 'account-codes',
    detail: codes,
    statements: [
      'DELETE FROM account_codes',
      ...codes.map(({ account, planId, code, name }) => ({
        sql: 'INSERT INTO account_codes (account, plan_id, code, name) VALUES (?, ?, ?, ?)',
        args: [account, planId ?? '', code, name],
      })),
    ],
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(null) : refused(refusalOf(done.error))
}

export async function readAccountCodes(client: Client): Promise<AccountCode[]> {
  const { rows } = await client.execute(
    'SELECT account, plan_id, code, name FROM account_codes ORDER BY account, plan_id',
  )
  return rows.map((row) => ({
    account: accountOf(row.account),
    planId: row.plan_id === '' ? null : String(row.plan_id),
    code: String(row.code),
    name: row.name === null ? null : String(row.name),
  }))
}

const HEADER = [
  'journal',
  'date',
  'kind',
  'account',
  'accountName',
  'debit',
  'credit',
  'currency',
  'participantId',
  'planId',
  'period',
  'postedIn',
  'item',
  'source',
]
const MOST = 20_000

/**
 * Journals as lines for finance, each under its code; debits and credits apart.
 *
 * @returns the file and its last journal, or the accounts that have no code.
 */
export async function exportJournals(
  client: Client,
  { after, through }: { after: number; through: number },
): Promise<Result<{ csv: string; throughSeq: number }, Refusal>> {
  const codes = await readAccountCodes(client)
  const codeOf = new Map(codes.map((c) => [`${c.account}\n${c.planId ?? ''}`, c]))
  const missing = new Set<string>()
  const lines: string[][] = [HEADER]
  const rows = (await journalRows(client, {}, BigInt(after), MOST)).slice(0, MOST).map(journalOf)
  const journals = rows.filter(({ seq }) => seq <= through)
  for (const journal of journals) {
    for (const { account, item, currency, minor } of journal.postings) {
      const code = codeOf.get(`${account}\n${journal.plan ?? ''}`) ?? codeOf.get(`${account}\n`)
      if (code === undefined) missing.add(account)
      const amount = scaledToText(minor < 0n ? -minor : minor, minorDigits(currency))
      lines.push([
        String(journal.seq),
        new Date(journal.at).toISOString().slice(0, 10),
        journal.kind,
        safeText(code?.code ?? ''),
        safeText(code?.name ?? ''),
        minor > 0n ? amount : '',
        minor < 0n ? amount : '',
        currency,
        journal.participant,
        journal.plan ?? '',
        safeText(journal.period ?? ''),
        safeText(journal.postedIn ?? ''),
        safeText(item),
        journal.source,
      ])
    }
  }
  if (missing.size > 0)
    return refused({
      status: 422,
      kind: 'accounts-without-code',
      detail: 'Finance has no code for some accounts that are in these journals. State them first.',
      extra: { accounts: [...missing].sort() },
    })
  return ok({ csv: csvOf(lines, ','), throughSeq: journals.at(-1)?.seq ?? after })
}
