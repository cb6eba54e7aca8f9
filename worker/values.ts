import { z } from '@hono/zod-openapi'

/** A real day of the calendar, YYYY-MM-DD, years 1900 to 9998. */
export const CalendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A date is written YYYY-MM-DD.')
  .refine(isRealDate, 'There is no such day.')
  .openapi({ type: 'string', format: 'date', example: '2026-01-31' })

function isRealDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  if (year < 1900 || year > 9998 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** A number as text: no exponent, no thousands separator, at most 34 digits. */
export const DecimalText = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,33})(\.\d{1,34})?$/, 'A number is written as text like "1234.50".')
  .refine((text) => text.replace(/\D/g, '').length <= 34, 'A number has at most 34 digits.')
  .openapi({ type: 'string', example: '1234.50' })

/** ISO 4217 letters; trimmed and upper-cased on the way in. */
export const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'A currency is three letters, like EUR.')
  .refine((code) => code !== 'XXX' && code !== 'XTS', 'That is no currency.')
  .openapi({ type: 'string', example: 'EUR' })

// Control and format characters, among them those that turn the direction of text around. Tabs and the like, too:
// these texts are one line.
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

function line(most: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length > 0, 'It is empty.')
    .refine((text) => [...text].length <= most, `It is longer than ${most} characters.`)
    .refine((text) => !UNSEEN.test(text), 'It contains control characters.')
    .openapi({ type: 'string', minLength: 1, maxLength: most })
}

/** What people call a thing. */
export const Name = line(120)

/** A longer single line, such as an address. */
export const TextLine = line(500)

/** The id that another system gave a thing. */
export const ExternalId = line(200)

/** How a program calls a quota, a parameter or a field. */
export const Identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'An identifier starts with a letter and has letters, digits, _ and - only.')

/** Our id of a thing. */
export const Id = z.string().regex(/^[a-z]{3,4}_[0-9a-z]{20,40}$/, 'That is no id of ours.')

/** A thing by our id, or by the id that another system gave it. */
export const Reference = z.union([Id, z.strictObject({ externalId: ExternalId })]).openapi('Reference')
export type Reference = z.infer<typeof Reference>

/** [from, to): `to` is exclusive, null is open-ended. */
export const spanShape = { from: CalendarDate, to: CalendarDate.nullable().default(null) }

/** Whether a span has at least one day. */
export function isSpan({ from, to }: { from: string; to: string | null }): boolean {
  return to === null || from < to
}
