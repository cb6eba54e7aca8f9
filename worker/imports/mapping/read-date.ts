import { CalendarDate } from '../../values.ts'

/** How a file writes days. Declared by the mapping: of 03/04/2024 nobody can tell. */
export const DATE_FORMATS = ['iso', 'dd.MM.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

const CLOCK = String.raw`(?:,?[ T](?<hour>\d{1,2}):(?<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?<zone>Z|[+-]\d{2}:?\d{2})?)?`
const ISO = new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})${CLOCK}$`)
const PATTERNS: Readonly<Record<DateFormat, RegExp>> = {
  iso: ISO,
  'dd.MM.yyyy': new RegExp(`^(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})${CLOCK}$`),
  'MM/dd/yyyy': new RegExp(`^(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4})${CLOCK}$`),
  'dd/MM/yyyy': new RegExp(`^(?<day>\\d{1,2})/(?<month>\\d{1,2})/(?<year>\\d{4})${CLOCK}$`),
}

/** The day that an instant is on in a time zone; null where the text is none. */
function dayOf(instant: string, timeZone: string): string | null {
  const at = new Date(instant.replace(' ', 'T'))
  if (Number.isNaN(at.getTime())) return null
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(at)
}

/**
 * Reads a day in the declared format, or in ISO, which cannot be mistaken. A time of day is left out; an instant with
 * its zone is the day that it was in the organisation's.
 *
 * @returns YYYY-MM-DD, or null where the cell is no such day.
 */
export function readDate(cell: string, format: DateFormat, timeZone: string): string | null {
  const text = cell.trim()
  const found = ISO.exec(text) ?? PATTERNS[format].exec(text)
  const { year = '', month = '', day = '', hour, minute, zone } = found?.groups ?? {}
  if (found === null || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return null
  const local = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!CalendarDate.safeParse(local).success) return null
  return zone === undefined ? local : dayOf(text, timeZone)
}
