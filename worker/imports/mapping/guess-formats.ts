import { DATE_FORMATS, type DateFormat, readDate } from './read-date.ts'
import { DECIMAL_SIGNS, type DecimalSign, readNumber } from './read-number.ts'

/** The only format in which all samples are days; null where there is none, or where two give different days. */
export function guessDates(samples: readonly string[]): DateFormat | null {
  const readAs = (format: DateFormat): string => samples.map((cell) => readDate(cell, format, 'UTC') ?? '?').join()
  const fitting = DATE_FORMATS.filter((format) => !readAs(format).includes('?'))
  const [first] = fitting
  return first !== undefined && fitting.every((format) => readAs(format) === readAs(first)) ? first : null
}

/** The only decimal sign with which all samples are numbers; null where there is none, or where both give other ones. */
export function guessDecimals(samples: readonly string[]): DecimalSign | null {
  const readAs = (sign: DecimalSign): string => samples.map((cell) => readNumber(cell, sign)?.text ?? '?').join()
  const fitting = DECIMAL_SIGNS.filter((sign) => !readAs(sign).includes('?'))
  const [first] = fitting
  return first !== undefined && fitting.every((sign) => readAs(sign) === readAs(first)) ? first : null
}
