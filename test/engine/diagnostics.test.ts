import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  checkPlan,
  DIAGNOSTICS,
  EXAMPLE_BASE,
  EXCEPTIONS,
  FINDINGS,
  findLoopholes,
  type Plan,
  parsePlan,
  planOf,
  planOfFinding,
} from '#engine'
import { diagnose } from '#worker/plans/diagnose'
import { diagnosticsPage } from '../../worker/dev/write-diagnostics.ts'

const root = new URL('../../', import.meta.url)
const sources = (folders: readonly string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root))
        .filter((name) => name.endsWith('.ts') && name !== 'catalogue.ts')
        .map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8')),
    )
    .join('\n')

/** Words with hyphens in the checker that are no codes: places, periods. */
const NO_CODES = new Set(['earning-line', 'half-year'])
const hyphenated = (source: string): string[] =>
  [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].flatMap(([, word]) => (word && !NO_CODES.has(word) ? [word] : []))
const reported = (source: string): string[] =>
  [...source.matchAll(/\b(?:report|refuse|fail)\(\s*(?:c,\s*)?'([a-z-]+)'/g)].flatMap(([, code]) => code ?? [])

test('the plan that examples change raises nothing', () => {
  expect(diagnose(EXAMPLE_BASE, []).diagnostics).toEqual([])
})

test.each(DIAGNOSTICS.map((entry) => [entry.code, entry] as const))(
  '%s is raised by its example, alone',
  (code, entry) => {
    const { diagnostics } = diagnose(planOf(entry), [])
    expect([...new Set(diagnostics.map((d) => `${d.code} ${d.severity}`))]).toEqual([`${code} ${entry.severity}`])
  },
)

test('no code of the checker is missing, and none is there twice', () => {
  const codes = DIAGNOSTICS.map((d) => d.code)
  expect(new Set(codes).size).toBe(codes.length)
  const source = sources(['engine/check', 'engine/example'])
  const raised = new Set([...hyphenated(source), ...reported(source)])
  expect([...raised].filter((code) => !codes.includes(code))).toEqual([])
  expect(codes.filter((code) => !raised.has(code)).sort()).toEqual(['malformed', 'unknown-field'])
})

test('no data exception is missing', () => {
  const source = sources(['engine/compile', 'engine/calculate', 'engine/credit'])
  const raised = [...source.matchAll(/(?:NoValue|#exception)\(\s*'([a-z-]+)'/g)].map(([, code]) => code)
  expect([...new Set(raised)].sort()).toEqual(EXCEPTIONS.map((e) => e.code).sort())
})

const parsed = (ast: unknown): Plan => {
  const plan = parsePlan(ast)
  if (!plan.ok) throw new Error(JSON.stringify(plan.error))
  expect(checkPlan(plan.value).filter((d) => d.severity === 'error')).toEqual([])
  return plan.value
}

test.each(FINDINGS.map((entry) => [entry.code, entry] as const))(
  '%s is raised by its example, and not by the one that puts it right',
  (code, { severity, example, instead, options }) => {
    const raised = findLoopholes(parsed(planOfFinding(example)), options)
    expect(raised.filter((f) => f.code === code).map((f) => f.severity)).toContain(severity)
    const right = findLoopholes(parsed(planOfFinding(instead)))
    expect(right.filter((f) => f.code === code && f.severity === severity)).toEqual([])
    expect(right.filter((f) => f.severity === 'warning')).toEqual([])
  },
)

test('no code of the analysis is missing, and none is there twice', () => {
  const source = readFileSync(new URL('engine/analyse/finding.ts', root), 'utf8')
  const union = source.slice(source.indexOf('export type Loophole'), source.indexOf('/** Which figures'))
  const codes = [...union.matchAll(/\| '([a-z-]+)'/g)].map(([, code]) => code)
  expect(FINDINGS.map((f) => f.code).sort()).toEqual([...codes, 'not-excluded'].sort())
})

test('docs/diagnostics.md is in step: otherwise run `npm run docs:diagnostics`', () => {
  expect(readFileSync(new URL('docs/diagnostics.md', root), 'utf8')).toBe(diagnosticsPage())
})
