/** Names longer than this are not compared: the work is bounded. */
const LONGEST = 60

/** How many letters must change (Levenshtein, by rows; Wagner and Fischer, 1974). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** The one name that was most likely meant: at most a third of the letters differ, and no other is as close. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  const lower = name.toLowerCase()
  const close = [...names]
    .filter((other) => other !== name && Math.abs(other.length - name.length) <= name.length / 3 + 1)
    .map((other) => ({ other, apart: distance(lower, other.toLowerCase()) }))
    .filter(({ apart }) => apart <= Math.max(1, Math.floor(name.length / 3)))
    .sort((x, y) => x.apart - y.apart)
  const [best, second] = close
  return best && best.apart !== second?.apart ? best.other : undefined
}
