import { cel } from './cel.ts'
import { duckdb } from './duckdb.ts'
import { hyperformula } from './hyperformula.ts'
import { jsonLogic } from './json-logic.ts'
import type { Peer } from './peer.ts'
import { libsql, sqlite } from './sqlite.ts'
import { zen } from './zen.ts'

/** Every alternative that is installed. */
export async function allPeers(): Promise<Peer[]> {
  const decisions = await zen()
  const peers = [
    sqlite,
    await libsql(),
    await duckdb(),
    await jsonLogic(),
    await cel(),
    decisions?.graph,
    decisions?.traced,
    decisions?.expression,
    await hyperformula(),
  ]
  return peers.filter((p) => p !== undefined)
}
