import { uuidv7 } from 'uuidv7'

/** What an id names, by its first letters. */
export type IdPrefix =
  | 'org'
  | 'usr'
  | 'key'
  | 'par'
  | 'ttl'
  | 'acc'
  | 'prd'
  | 'ter'
  | 'cal'
  | 'plan'
  | 'imp'
  | 'lnk'
  | 'run'
  | 'rev'
  | 'pay'
  | 'lay'
  | 'exp'
  | 'rep'

/** A new id: its kind, and a UUIDv7 without dashes, so that ids of one kind sort by the time they were made. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`
}
