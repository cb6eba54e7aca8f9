import type { Client } from '@libsql/client/web'
import type { Actor } from '../db/command.ts'
import { findJsonFault } from '../http/json-text.ts'
import { type ImportGround, type ParsedLine, parseLine } from './import-lines.ts'
import { answerOf, decideAndAppend, type LineAnswer } from './store-transactions.ts'
import { inGroups, textLines } from './text-lines.ts'

const GROUP = 500

function parseJsonLine(text: string): ParsedLine {
  const fault = findJsonFault(text)
  if (fault !== null) return { ok: false, errors: [...(fault.errors ?? [])] }
  try {
    return parseLine(JSON.parse(text))
  } catch {
    return { ok: false, errors: [{ pointer: '', code: 'malformed', detail: 'The line is no JSON.' }] }
  }
}

async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<{ line: number; parsed: ParsedLine }> {
  let line = 0
  for await (const text of lines) {
    line += 1
    if (text.trim() !== '') yield { line, parsed: parseJsonLine(text) }
  }
}

/**
 * Stores transactions as they stream in, 500 at a time, and answers each line. A faulty line stops no other; what was
 * answered `stored` is stored, even if the stream breaks off later.
 */
export async function* importNdjson(
  client: Client,
  body: ReadableStream<Uint8Array>,
  ground: ImportGround,
  by: Actor,
): AsyncGenerator<LineAnswer> {
  for await (const group of inGroups(numbered(textLines(body)), GROUP)) {
    const lines = group.map(({ parsed }) => parsed)
    const stored = await decideAndAppend(client, lines, ground, by, { isWhole: false })
    const decisions = stored.ok ? stored.value : stored.error.decisions
    for (const [index, decision] of decisions.entries()) {
      const line = group[index]?.line ?? 0
      if (stored.ok || decision.status !== 'stored') yield answerOf(decision, line)
      else
        yield {
          line,
          status: 'rejected',
          errors: [{ pointer: '', code: stored.error.refusal.kind, detail: stored.error.refusal.detail }],
        }
    }
  }
}
