/**
 * Cuts an amount among several by largest remainder, as `allocate` does: the parts add up to their sum rounded half up, a
 * missing unit goes to the larger rest, a tie to the earlier place. All products are safe integers.
 *
 * @param one what a part is divided by to count in units of the credit.
 */
export function cutSeveral(whole: number, shares: ArrayLike<number>, one: number, parts: Float64Array): void {
  const count = shares.length
  let sum = 0
  let floors = 0
  for (let k = 0; k < count; k++) {
    const exact = whole * (shares[k] as number)
    const floor = Math.floor(exact / one)
    parts[k] = floor
    sum += exact
    floors += floor
  }
  const half = Math.floor(sum / one)
  const rest = sum - half * one
  const total = rest > one - rest || (rest === one - rest && sum > 0) ? half + 1 : half
  for (let missing = total - floors; missing > 0; missing--) {
    let best = -1
    let most = -1
    for (let k = 0; k < count; k++) {
      const exact = whole * (shares[k] as number)
      const floor = Math.floor(exact / one)
      // Who has got a unit already stands above its floor.
      if ((parts[k] as number) > floor) continue
      const left = exact - floor * one
      if (left > most) {
        most = left
        best = k
      }
    }
    if (best < 0) return
    parts[best] = (parts[best] as number) + 1
  }
}
