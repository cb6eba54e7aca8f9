import type { Fraction } from '../../oracle/fraction.ts'
import { lowest } from '../../oracle/language/exact.ts'
import { oracleOf as makeOracle, type OraclePeriod, type World } from '../../oracle/plan-oracle.ts'
import type { Figures } from './engine-figures.ts'

/** A decimal where it ends, else a fraction, as the engine shows exact figures. */
export function exactText(value: Fraction): string {
  const { n, d } = lowest(value)
  let places = 0
  while (10n ** BigInt(places) % d !== 0n) if (++places > 200) return `${n}/${d}`
  const digits = String((n < 0n ? -n : n) * (10n ** BigInt(places) / d)).padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return n < 0n ? `-${text}` : text
}

const made = new WeakMap<World, Map<string, OraclePeriod[]>>()

/** The oracle of a world, made once for all who ask. */
export function oracleOf(world: World): Map<string, OraclePeriod[]> {
  const oracle = made.get(world) ?? makeOracle(world)
  made.set(world, oracle)
  return oracle
}

/** The oracle's figures in the same words as `engineFigures`. */
export function oracleFigures(world: World): Figures {
  const lines: Figures = {}
  for (const [who, periods] of oracleOf(world)) {
    for (const p of periods) {
      const put = (key: string, value: string) => {
        lines[`${who} ${p.period.id} ${key}`] = value
      }
      for (const [id, minor] of p.earnings) put(`earning ${id}`, String(minor))
      for (const [id, value] of p.measures) put(`measure ${id}`, value ? exactText(value) : 'null')
      put('paid', String(p.paid))
      for (const [id, minor] of p.balances) put(`balance ${id}`, String(minor))
      for (const x of p.exceptions) put(`exception ${x}`, 'yes')
    }
  }
  return lines
}

/** Lines that differ, as `line: engine ≠ oracle`. */
export function differences(engine: Figures, oracle: Figures): string[] {
  return [...new Set([...Object.keys(engine), ...Object.keys(oracle)])]
    .filter((key) => engine[key] !== oracle[key])
    .sort()
    .map((key) => `${key}: ${engine[key] ?? 'nothing'} ≠ ${oracle[key] ?? 'nothing'}`)
}
