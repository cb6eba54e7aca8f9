import type { Example } from '../plan/example.ts'

/** The calendar years that an example touches, the first 21 of them. */
export function yearsOf(example: Example): { readonly from: number; readonly to: number } {
  const dates = [...example.deals.map((d) => d.creditedOn), ...(example.quotas ?? []).map((q) => q.from)]
  const years = [...dates, ...example.expects.map((e) => e.period)]
    .map((text) => Number(text.slice(0, 4)))
    .filter((y) => y >= 1900 && y < 9998)
  const from = Math.min(...years)
  return { from, to: Math.min(Math.max(...years), from + 20) }
}
