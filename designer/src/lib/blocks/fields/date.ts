import * as Blockly from 'blockly/core'
import { FieldText } from './text.ts'

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const two = (text: string): string => text.padStart(2, '0')

/** A date as the language writes it, from what a person typed: 2027-01-31, or 31.1.2027; null if it is none. */
export function readDate(typed: string): string | null {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(typed)
  const german = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(typed)
  const [year = '', month = '', day = ''] = iso ? iso.slice(1) : (german?.slice(1).toReversed() ?? [])
  if (Number(day) < 1 || Number(day) > (DAYS[Number(month) - 1] ?? 0)) return null
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0)
  if (Number(month) === 2 && Number(day) === 29 && !isLeap) return null
  return `${year}-${two(month)}-${two(day)}`
}

/** A date; what is no date is not taken. */
export class FieldDate extends FieldText {
  readonly #mayBeBlank: boolean

  constructor(value: string, mayBeBlank: boolean) {
    // Without skipping, Blockly's constructor would validate the value before the options are there.
    super(Blockly.Field.SKIP_SETUP)
    this.#mayBeBlank = mayBeBlank
    this.setValue(value)
  }

  protected override doClassValidation_(value?: unknown): string | null {
    const text = String(value ?? '')
    if (text.trim() === '') return this.#mayBeBlank ? '' : null
    return readDate(text)
  }

  protected override getText_(): string | null {
    return super.getText_() ?? (this.value_ || '—')
  }
}
