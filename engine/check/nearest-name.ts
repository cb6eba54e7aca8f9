/** Names longer than this are not compared: the work is bounded. */
const LONGEST = 60

/** How many letters must change (Levenshtein, by rows; Wagner and Fischer, 1974), or more than `most`. */
function distance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const cost = Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1)
      next.push(cost)
      if (cost < least) least = cost
    }
    if (least > most) return least
    row = next
  }
  return row[b.length] as number
}

/** The one name that was most likely meant: at most three letters differ, and at most a third; no other is as close. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  const lower = name.toLowerCase()
  const most = Math.max(1, Math.min(3, Math.floor(name.length / 3)))
  const close = [...names]
    .filter((other) => other !== name && Math.abs(other.length - name.length) <= most)
    .map((other) => ({ other, apart: distance(lower, other.toLowerCase(), most) }))
    .filter(({ apart }) => apart <= most)
    .sort((x, y) => x.apart - y.apart)
  const [best, second] = close
  return best && best.apart !== second?.apart ? best.other : undefined
}
