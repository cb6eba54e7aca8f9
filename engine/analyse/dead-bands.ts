import { deadBandsOf } from '../check/bands.ts'
import { parseExact } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { Cut } from './curve.ts'
import type { Investigation } from './investigation.ts'
import { digitsOf, type Scenario, situationAt } from './scenario.ts'

/**
 * Bands that make no difference, proven from the plan alone (check/bands.ts). The witness shows two situations on both
 * sides of the band's edge where the edge can be reached, otherwise a small and a large one: the band decides neither.
 */
export function inspectBands(i: Investigation, scenario: Scenario, seen: readonly Cut[]): void {
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  const step = { n: 1n, d: 10n ** BigInt(digits) }
  for (const band of deadBandsOf(i.program.plan)) {
    const cut = seen.find((c) => c.by.some((o) => o.path === band.path))
    const low = cut ? roundExact(cut.x, digits, 'floor') : parseExact('1000')
    const high = cut ? { n: low.n * step.d + step.n * low.d, d: low.d * step.d } : parseExact('1000000')
    if (low.n <= 0n) continue
    i.suspect({
      code: 'dead-band',
      severity: 'warning',
      origin: band,
      worth: parseExact('1'),
      witness: {
        before: { situation: situationAt(scenario, low) },
        after: { situation: situationAt(scenario, high) },
      },
      say: () => band.sentence,
    })
  }
}
