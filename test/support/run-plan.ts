import {
  assignCredits,
  calculate,
  checkPlan,
  compilePlan,
  FactIndex,
  type Facts,
  type Plan,
  type Program,
  parsePlan,
  scaledToText,
  type Transaction,
} from '#engine'

/** Parses, checks and compiles as the product does; a plan with errors fails the test with its diagnostics. */
export function programOf(plan: Plan): Program {
  const parsed = parsePlan(JSON.stringify(plan))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error, null, 1))
  const errors = checkPlan(parsed.value).filter((d) => d.severity === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1))
  const compiled = compilePlan(parsed.value)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error, null, 1))
  return compiled.value
}

/** Runs a plan over transactions and gives what each participant earned, by period and earning, as decimal text. */
export function earned(plan: Plan, facts: Facts, transactions: readonly Transaction[], participant = 'ann') {
  const program = programOf(plan)
  const index = new FactIndex(facts)
  const credits = transactions
    .flatMap((t) => assignCredits(program.plain, 'plan', index, t).credits)
    .filter((c) => c.participant === participant)
  const result = calculate({
    plan: 'plan',
    versions: [{ program, effectiveFrom: '2000-01-01' }],
    facts: index,
    participant,
    credits,
    through: '2026-12-31',
  })
  const text = (minor: bigint | null) => (minor === null ? null : scaledToText(minor, program.minorDigits))
  return {
    result,
    credits,
    of: (period: string, earning = 'commission') =>
      text(
        result.periods.find((p) => p.period.id === period)?.earnings.find((e) => e.earning === earning)?.minor ?? null,
      ),
    lines: (period: string, earning = 'commission') =>
      result.periods
        .find((p) => p.period.id === period)
        ?.lines.filter((l) => l.earning === earning)
        .map((l) => text(l.minor)),
  }
}
