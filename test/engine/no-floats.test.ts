import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Finding, findNumberArithmetic } from './support/find-number-arithmetic.ts'

/**
 * R01 of shared/design/reliability.md: money is never a binary number. Amounts come in as text and become big integers;
 * so nothing in the engine turns text into a number, or multiplies, divides or rounds numbers, but what is listed here
 * with what it counts. A file that stops doing so leaves the list. The kernels and registers of engine/fast alone reckon
 * with scaled integers as numbers, and each says how it stays within the safe ones.
 */
const ALLOWED: Record<string, { readonly what: readonly string[]; readonly counts: string }> = {
  'time/calendar-date.ts': { what: ['*', '/', 'Math.floor(', 'Number('], counts: 'days and years' },
  'payout/claw-back.ts': { what: ['*', 'Number('], counts: 'months' },
  'compile/compile-matrix.ts': { what: ['*'], counts: 'cells' },
  'example/run-examples.ts': { what: ['*', 'Number('], counts: 'months and years' },
  'check/bands.ts': { what: ['*', '/', '%', 'Math.floor('], counts: 'cells' },
  'check/bounds.ts': { what: ['*'], counts: 'characters and depths' },
  'check/check-plan.ts': { what: ['*='], counts: 'cells' },
  'check/check-structure.ts': { what: ['*', '/', 'Math.floor(', 'Number('], counts: 'months and years' },
  'check/cost.ts': { what: ['*', '/', 'Math.ceil('], counts: 'steps of a calculation' },
  'check/nearest-name.ts': { what: ['/', 'Math.floor(', 'Math.abs('], counts: 'letters' },
  'check/parse-plan.ts': { what: ['*'], counts: 'depths' },
  'analyse/algebra.ts': { what: ['*'], counts: 'positions in a list' },
  'analyse/curve.ts': { what: ['*'], counts: 'positions in a list' },
  'analyse/evaluate.ts': { what: ['*'], counts: 'cells' },
  'analyse/figure.ts': { what: ['*'], counts: 'positions in a list' },
  'analyse/find-loopholes.ts': { what: ['Number(', 'Math.round('], counts: 'deals' },
  'analyse/histories.ts': { what: ['Number('], counts: 'deals' },
  'analyse/investigation.ts': { what: ['*'], counts: 'steps of a calculation' },
  'analyse/scenario.ts': { what: ['Number('], counts: 'deals' },
  'analyse/settings.ts': { what: ['*', 'Number('], counts: 'years and settings' },
  'analyse/shapes.ts': { what: ['*'], counts: 'positions in a list' },
  'analyse/situation.ts': { what: ['*', 'Number('], counts: 'months and years' },
  'analyse/timing.ts': { what: ['*', '/', 'Math.floor(', 'Number('], counts: 'months and years' },
  'document/describe-table.ts': { what: ['/', '%', 'Math.floor('], counts: 'cells' },
  'document/figures.ts': { what: ['Number('], counts: 'days and months' },
  'document/plan-diff.ts': { what: ['*'], counts: 'letters' },
  'document/words/en-parts.ts': { what: ['%'], counts: 'places' },
  'money/exact.ts': { what: ['*'], counts: 'digits of a decimal, up to fifteen' },
  'fast/build.ts': {
    what: ['Number(', '*', '**', 'Math.floor(', '/', 'Math.ceil(', 'Math.abs('],
    counts: 'ranges of nodes, which are the proof',
  },
  'fast/rounding.ts': {
    what: ['Math.floor(', '/', '*', '%'],
    counts: 'scaled integers within the range that was proven',
  },
  'fast/pay-columns.ts': {
    what: ['Number(', '**', '*'],
    counts: 'minor units; what leaves the safe integers is marked as failed',
  },
  'fast/lower.ts': { what: ['Number(', '*', '*='], counts: 'places and constants of nodes' },
  'fast/population.ts': {
    what: ['**', 'Number('],
    counts: 'scaled integers, else the participant goes to the reference',
  },
  'fast/registers.ts': {
    what: ['Number(', '**', '/', '*', 'Math.floor('],
    counts: 'scaled integers, proven in range or checked operation by operation',
  },
  'fast/plan-rows.ts': {
    what: ['**', '*', 'Math.abs(', '/', 'Math.ceil('],
    counts: 'ranges of credits and sums, which are the proof',
  },
  'fast/cut-several.ts': {
    what: ['*', 'Math.floor(', '/'],
    counts: 'scaled integers within the range that was proven',
  },
  'fast/kernels.ts': { what: ['*', '/', 'Math.floor('], counts: 'scaled integers within the range that was proven' },
  'fast/vector.ts': {
    what: ['Number(', '**', '*', 'Math.abs(', '/', 'Math.floor('],
    counts: 'scaled integers, proven in range or the lane is marked as failed',
  },
  'fast/run-rows.ts': {
    what: ['**', '*', '/', 'Math.floor(', 'Number(', 'Math.abs('],
    counts: 'scaled integers within the range that was proven',
  },
  'fast/batch.ts': { what: ['Number('], counts: 'balances of the reference, compared after the conversion' },
  'fast/build-columns.ts': { what: ['Number(', '**', '*'], counts: 'scaled integers, else there is no column' },
  'fast/mixed.ts': {
    what: ['Number(', '*', 'Math.floor(', '/'],
    counts: 'scaled integers, each operation checked, else big integers',
  },
  'fast/deal-code.ts': { what: ['a fraction', '**'], counts: 'ranges that code is proven for, in smallest units' },
  'fast/derive-deal.ts': { what: ['Number('], counts: 'constants of the register code' },
}

const shown = ({ file, line, what, text }: Finding): string => `${file}:${line} ${what} in ${text}`
const found = findNumberArithmetic(resolve(import.meta.dirname, '../../engine'))

test('nothing in the engine reckons with money in binary numbers', () => {
  const refused = found.filter((f) => !ALLOWED[f.file]?.what.includes(f.what))
  expect(refused.map(shown)).toEqual([])
})

test('what is allowed is still needed', () => {
  const idle = Object.entries(ALLOWED).flatMap(([file, { what }]) =>
    what.filter((w) => !found.some((f) => f.file === file && f.what === w)).map((w) => `${file} ${w}`),
  )
  expect(idle).toEqual([])
})

test('the search finds what it looks for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'floats-'))
  try {
    writeFileSync(
      join(folder, 'sample.ts'),
      [
        'declare const amount: string, minor: number, big: bigint',
        'const a = Number(amount)',
        'const b = parseFloat(amount)',
        'const c = +amount',
        'const d = minor * 2',
        'const e = minor / 3',
        'const f = Math.round(minor)',
        'const g = minor.toFixed(2)',
        'const h = 0.1',
        'const i = minor % 7',
        'let j = minor',
        'j *= 2',
        'const fine = big * 2n + big / 3n',
        'const counted = minor + 1',
        'export { a, b, c, d, e, f, g, h, i, j, fine, counted }',
      ].join('\n'),
    )
    expect(findNumberArithmetic(folder).map((x) => `${x.line} ${x.what}`)).toEqual([
      '2 Number(',
      '3 parseFloat(',
      '4 unary +',
      '5 *',
      '6 /',
      '7 Math.round(',
      '8 .toFixed(',
      '9 a fraction',
      '10 %',
      '12 *=',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
