/** mulberry32: draws in [0, 1), the same on every machine. */
export function mulberry32(seed: number): () => number {
  let a = seed
  return () => {
    a = ((a | 0) + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
