import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessDates, guessDecimals } from '../../worker/imports/mapping/guess-formats.ts'
import { readShare } from '../../worker/imports/mapping/read-cell.ts'
import { DATE_FORMATS, type DateFormat, readDate } from '../../worker/imports/mapping/read-date.ts'
import { DECIMAL_SIGNS, readNumber } from '../../worker/imports/mapping/read-number.ts'
import { guardFormula, unguardFormula } from '../../worker/imports/mark-rejected.ts'
import { RowsSaid } from '../../worker/imports/rows-said.ts'

const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most })
const grouped = (whole: string, separator: string): string => whole.replace(/\B(?=(\d{3})+$)/g, separator)

describe('a number', () => {
  const written = fc.record({
    sign: fc.constantFrom(...DECIMAL_SIGNS),
    whole: digits(12).map((text) => text.replace(/^0+(?=\d)/, '')),
    decimals: fc.option(digits(6), { nil: '' }),
    separator: fc.constantFrom('', ' ', '\u00a0', '\u202f', "'", '’', 'other'),
    minus: fc.constantFrom('', '-', '\u2212', 'behind', 'parentheses'),
    unit: fc.constantFrom('', '€ ', ' €', '$', ' £', 'USD ', ' CHF', '\u00a0EUR'),
  })

  test('is the same however people write it, to the last digit', () => {
    fc.assert(
      fc.property(written, ({ sign, whole, decimals, separator, minus, unit }) => {
        const other = sign === '.' ? ',' : '.'
        const body = grouped(whole, separator === 'other' ? other : separator) + (decimals && sign + decimals)
        const signed =
          minus === 'behind' ? `${body}-` : minus === 'parentheses' ? `(${body})` : minus === '' ? body : minus + body
        const cell = unit.trimStart() === unit ? unit + signed : signed + unit
        const isNegative = minus !== '' && /[1-9]/.test(whole + decimals)
        const text = `${isNegative ? '-' : ''}${whole}${decimals && `.${decimals}`}`
        expect({ cell, read: readNumber(cell, sign)?.text }).toEqual({ cell, read: text })
      }),
      { numRuns: 2_000 },
    )
  })

  test('is never made of a text that could be another one', () => {
    for (const cell of [
      '1,23',
      '1.2.3',
      '12,34,567',
      '1,2345',
      '1 23',
      '1e5',
      '0x10',
      '1/2',
      '--1',
      '(-1)',
      '$1€',
      '5%%',
      '=1+1',
      '',
      'N/A',
      '1.',
      '١',
    ])
      expect([cell, readNumber(cell, '.')]).toEqual([cell, null])
    for (const cell of ['1.23', '1.234.5', '1,2,3']) expect([cell, readNumber(cell, ',')]).toEqual([cell, null])
  })

  test('tells a currency only where it names one, and a percentage as a part of one', () => {
    expect(readNumber('USD 1,234.50', '.')).toEqual({ text: '1234.50', isPercent: false, currency: 'USD' })
    expect(readNumber('1.234,50 €', ',')).toEqual({ text: '1234.50', isPercent: false, currency: 'EUR' })
    expect(readNumber('$5', '.')?.currency).toBeNull()
    expect(readNumber('7.25 %', '.')).toEqual({ text: '0.0725', isPercent: true, currency: null })
    expect(readNumber('-150%', '.')?.text).toBe('-1.5')
    expect(readNumber('0.5%', '.')?.text).toBe('0.005')
  })

  test('as a percentage is refused where a spreadsheet may mean a part of one', () => {
    expect(readShare('50', true, '.')).toEqual({ ok: true, value: { value: '0.5' } })
    expect(readShare('50%', true, '.')).toEqual({ ok: true, value: { value: '0.5' } })
    expect(readShare('0.5', false, '.')).toEqual({ ok: true, value: { value: '0.5' } })
    for (const cell of ['0.5', '1', '1.00', '0,01'])
      expect([cell, readShare(cell, true, cell.includes(',') ? ',' : '.').ok]).toEqual([cell, false])
  })
})

describe('a day', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  const write: Record<DateFormat, (y: string, m: string, d: string) => string> = {
    iso: (y, m, d) => `${y}-${m}-${d}`,
    'dd.MM.yyyy': (y, m, d) => `${d}.${m}.${y}`,
    'MM/dd/yyyy': (y, m, d) => `${m}/${d}/${y}`,
    'dd/MM/yyyy': (y, m, d) => `${d}/${m}/${y}`,
  }

  test('is read as it was written, with or without leading zeros and a time of day', () => {
    const clock = fc.constantFrom('', ' 23:59', ' 00:00:00', ', 9:05 AM')
    fc.assert(
      fc.property(day, fc.constantFrom(...DATE_FORMATS), fc.boolean(), clock, (date, format, isShort, time) => {
        const iso = date.toISOString().slice(0, 10)
        const [y = '', m = '', d = ''] = iso.split('-')
        const short = (text: string) => (isShort && format !== 'iso' ? String(Number(text)) : text)
        expect(readDate(write[format](y, short(m), short(d)) + time, format, 'Europe/Berlin')).toBe(iso)
      }),
      { numRuns: 1_000 },
    )
  })

  test('that does not exist, or could be another one, is refused', () => {
    const cells = [
      '2026-02-30',
      '12/31/26',
      '1767139200000',
      '45413',
      '0001-01-01',
      '9999-12-31',
      '2026-1-5',
      '20260105',
      '31.12.2026',
      '13/13/2026',
      '2026-05-01 25:00',
      'yesterday',
      '',
    ]
    for (const cell of cells) expect([cell, readDate(cell, 'MM/dd/yyyy', 'UTC')]).toEqual([cell, null])
    expect(readDate('31/12/2026', 'MM/dd/yyyy', 'UTC')).toBeNull()
  })

  test('of an instant is the one that it was in the organisation’s time zone', () => {
    expect(readDate('2024-04-30T22:30:00Z', 'iso', 'Europe/Berlin')).toBe('2024-05-01')
    expect(readDate('2024-04-30T22:30:00.000+0000', 'iso', 'America/New_York')).toBe('2024-04-30')
    // 02:30 does not exist in Berlin on this day; the day does.
    expect(readDate('2024-03-31 02:30', 'iso', 'Europe/Berlin')).toBe('2024-03-31')
  })
})

describe('formats', () => {
  test('are told from samples only where no other would give something else', () => {
    expect(guessDates(['2024-05-01', '2024-12-31'])).toBe('iso')
    expect(guessDates(['03/04/2024'])).toBeNull()
    expect(guessDates(['03/04/2024', '03/25/2024'])).toBe('MM/dd/yyyy')
    expect(guessDates(['04/04/2024'])).toBe('MM/dd/yyyy')
    expect(guessDates(['03.04.2024'])).toBe('dd.MM.yyyy')
    expect(guessDates(['03.04.2024', '41.04.2024', 'soon'])).toBe('dd.MM.yyyy')
    expect(guessDates(['soon'])).toBeNull()
    expect(guessDates([])).toBeNull()
    expect(guessDecimals(['1.234', '12'])).toBeNull()
    expect(guessDecimals(['1.234', '12,5'])).toBe(',')
    expect(guessDecimals(['1,234.50'])).toBe('.')
    expect(guessDecimals(['7', '12'])).toBe('.')
  })
})

describe('cells of rejected rows', () => {
  test('come back as they were, and none is a formula on the way', () => {
    const nasty = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      "'",
      '"',
      ',',
      ';',
      '\n',
      '1',
      'a',
      ' ',
      '.',
      '%',
      '(',
    )
    const cells = fc.oneof(
      fc.string(),
      fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(cells, (cell) => {
        const guarded = guardFormula(cell)
        expect(unguardFormula(guarded)).toBe(cell)
        expect(/^[=@\t\r]/.test(guarded)).toBe(false)
        if (/^[+-]/.test(guarded)) expect(guarded).toMatch(/^[+-]?[\d.,\s]*%?$/)
      }),
      { numRuns: 3_000 },
    )
  })

  test('that are negative amounts stay numbers', () => {
    for (const cell of ['-5', '-1,234.50', '-1.234,50', '+3', '-7.25%']) expect(guardFormula(cell)).toBe(cell)
    for (const cell of ['-1+1', '+A1', "=cmd|' /C calc'!A0", '@SUM(1)', '-2+3+cmd'])
      expect(guardFormula(cell)).toBe(`'${cell}`)
  })
})

test('what rows have said is remembered for each transaction, however many there are', () => {
  const said = new RowsSaid()
  for (let i = 0; i < 20_000; i += 1) expect(said.contradicts(`deal ${i}`, 'a')).toBe(false)
  for (let i = 0; i < 20_000; i += 1) {
    expect(said.contradicts(`deal ${i}`, 'a')).toBe(false)
    expect(said.contradicts(`deal ${i}`, 'b')).toBe(true)
  }
})
