import type { Client } from '@libsql/client/web'
import type { Actor } from '../db/command.ts'
import type { Idempotency } from '../http/command-context.ts'
import type { Person } from '../runs/change-run.ts'
import { readLines } from './batch-rows.ts'
import { paymentJournal, stepOfBatch } from './change-batch.ts'

/**
 * Marks a batch as paid, once and only once: the state moves, and each payment goes from what is owed to what payroll has
 * in hand, all in one batch of the database.
 */
export const payBatch = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) =>
  stepOfBatch(
    client,
    id,
    {
      from: ['approved'],
      to: 'paid',
      action: 'Payment.pay',
      event: 'paid',
      journals: async (batch) =>
        (await readLines(client, id)).map(({ participant, amount }) =>
          paymentJournal('payment', id, batch, participant, ['liability:participant', 'clearing:payroll'], amount, by),
        ),
    },
    person,
    by,
    idempotency,
  )

/**
 * Closes a batch after payroll's report: what payroll did not pay is owed again, and what it paid too much is owed by the
 * participant, so that nothing is left in the clearing account.
 */
export const settleBatch = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) =>
  stepOfBatch(
    client,
    id,
    {
      from: ['paid'],
      to: 'settled',
      action: 'Payment.settle',
      event: 'settled',
      journals: async (batch) =>
        (await readLines(client, id))
          .map(({ participant, amount, reported }) => ({ participant, left: amount - (reported ?? 0n) }))
          .filter(({ left }) => left !== 0n)
          .map(({ participant, left }) =>
            paymentJournal(
              'settlement',
              id,
              batch,
              participant,
              ['clearing:payroll', 'liability:participant'],
              left,
              by,
            ),
          ),
    },
    person,
    by,
    idempotency,
  )
