const YES = new Set(['true', 'yes', 'y', '1', 'ja', 'wahr'])
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'falsch'])

/** Yes or no as systems write them; null for anything else. */
export function readYesNo(cell: string): boolean | null {
  const text = cell.trim().toLowerCase()
  return YES.has(text) ? true : NO.has(text) ? false : null
}
