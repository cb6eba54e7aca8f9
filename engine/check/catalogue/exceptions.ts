/** What a figure can lack while it is calculated: a data exception, tied to its transaction and block. */
export type ExceptionEntry = {
  readonly code: string
  readonly title: string
  readonly what: string
  readonly fix: string
}

/** Codes of data exceptions. None is a mistake of the plan: something that it reads is not there, or cannot be. */
export const EXCEPTIONS: readonly ExceptionEntry[] = [
  {
    code: 'missing-value',
    title: 'A value is missing',
    what: 'A transaction lacks a field, a participant has no title or territory on the day, a parameter is not set, a figure was not handed in, or no key of a matrix takes a text. Missing is never zero.',
    fix: 'Hand the value in, or say with `Default` what counts instead.',
  },
  {
    code: 'wrong-type',
    title: 'A field holds something else',
    what: 'A transaction’s field is not of the type that the plan was checked for.',
    fix: 'Correct the transaction.',
  },
  {
    code: 'currency-mismatch',
    title: 'A deal is in another currency',
    what: 'The plan does not say how amounts of other currencies are converted.',
    fix: 'State `conversion` in the plan, or send the amount in its currency.',
  },
  {
    code: 'fx-missing',
    title: 'There is no exchange rate',
    what: 'No rate of the stated kind is known on the day or before it. It is never taken to be 1, and no rate is turned round.',
    fix: 'Hand the rate in (`PUT /api/v1/exchange-rates`).',
  },
  {
    code: 'quota-missing',
    title: 'There is no quota',
    what: 'Some day of the span that the plan asks for is covered by no quota.',
    fix: 'State the quota for the whole span (`PUT /api/v1/quotas`), or say with `Default` what counts instead.',
  },
  {
    code: 'quota-zero',
    title: 'A quota is not above 0',
    what: 'Attainment of a quota of 0 has no meaning, nor has a table that is measured against it.',
    fix: 'Correct the quota.',
  },
  {
    code: 'division-by-zero',
    title: 'Something is divided by zero',
    what: 'The divisor of a `Divide` is 0.',
    fix: 'Ask with `If` whether it is 0, and say what counts then.',
  },
  {
    code: 'calendar-gap',
    title: 'The calendar lacks a period',
    what: 'A window or a quota asks for a quarter, half-year or year around the period, and the calendar states none.',
    fix: 'Complete the calendar (`PUT /api/v1/calendars`).',
  },
  {
    code: 'number-overflow',
    title: 'A figure grew beyond all bounds',
    what: 'An exact figure has more than 512 bits: no amount of pay needs that.',
    fix: 'Look for an amount with far too many digits, or round inside the expression that is named.',
  },
]
