import { DATE_FORMATS, type DateFormat, readDate } from './read-date.ts'
import { DECIMAL_SIGNS, type DecimalSign, readNumber } from './read-number.ts'

/**
 * The only format in which all samples can be read; null where there is none, or where two read different things. Samples
 * that no format reads are faults of their rows, and say nothing.
 */
function guess<F>(
  formats: readonly F[],
  samples: readonly string[],
  read: (cell: string, as: F) => string | null,
): F | null {
  const readable = samples.filter((cell) => formats.some((format) => read(cell, format) !== null))
  const fitting = formats.filter((format) => readable.every((cell) => read(cell, format) !== null))
  const [first] = fitting
  if (first === undefined || readable.length === 0) return null
  const agree = fitting.every((format) => readable.every((cell) => read(cell, format) === read(cell, first)))
  return agree ? first : null
}

/** How the samples write days, if they leave no doubt. */
export function guessDates(samples: readonly string[]): DateFormat | null {
  return guess(DATE_FORMATS, samples, (cell, format) => readDate(cell, format, 'UTC'))
}

/** The decimal sign of the samples, if they leave no doubt. */
export function guessDecimals(samples: readonly string[]): DecimalSign | null {
  return guess(DECIMAL_SIGNS, samples, (cell, sign) => readNumber(cell, sign)?.text ?? null)
}
