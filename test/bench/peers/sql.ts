import type { Batch } from '../workloads/batch.ts'

/** How a dialect says the larger of two, the smaller, and division of integers. */
export type Dialect = {
  readonly max: string
  readonly min: string
  readonly div: string
  readonly parameter: (i: number, name: string) => string
}

/** W1 as one SELECT of integers: half cents for the edges at half a quota, roundings written out. */
export function quoteSql({ max, min, div, parameter }: Dialect): string {
  const names = ['amount', 'split', 'product', 'margin', 'quota', 'ytd']
  const inputs = names.map((name, i) => `${parameter(i + 1, name)} AS ${name}`).join(', ')
  const over = (edge: string) => `(${max}(0, hi - ${edge}) - ${max}(0, lo - ${edge}))`
  const tiers = `3 * (hi - lo) + 2 * ${over('quota')} + 3 * ${over('2 * quota')} + 2 * ${over('3 * quota')}`
  const multiplier =
    'CASE product WHEN 0 THEN 100 WHEN 1 THEN 125 ELSE 80 END * CASE WHEN margin < 2000 THEN 5 ELSE 10 END'
  return `SELECT ${min}(5000000, ((${tiers}) * (${multiplier}) + 100000) ${div} 200000) AS pay FROM (
    SELECT *, 2 * ytd AS lo, 2 * (ytd + (amount * split + 5000) ${div} 10000) AS hi FROM (SELECT ${inputs}))`
}

/** W2 as one statement over tables t and payee. */
export function batchSql({ max, min, div }: Dialect): string {
  const over = (edge: string) => `${max}(0, 2 * t - ${edge})`
  return `WITH sel AS (SELECT *, (amount * s1 + 5000) ${div} 10000 AS c1 FROM t WHERE family IN (0, 1, 2) AND region IN (0, 1, 3)),
  cr AS (SELECT p1 AS p, c1 AS c, kind, CASE WHEN family = 1 AND amount >= 1000000 THEN 1 ELSE 0 END AS sp FROM sel
         UNION ALL SELECT p2, amount - c1, kind, 0 FROM sel WHERE p2 >= 0),
  agg AS (SELECT p, SUM(CASE WHEN kind = 0 THEN c ELSE 0 END) AS d, SUM(CASE WHEN kind = 0 THEN sp ELSE 0 END) AS s,
          SUM(CASE WHEN kind = 1 THEN (c * 3 + 50) ${div} 100 ELSE 0 END) AS claw FROM cr GROUP BY p),
  base AS (SELECT id, manager, quota, draw, bal, factor, COALESCE(d, 0) AS d, COALESCE(s, 0) AS s, COALESCE(claw, 0) AS claw
           FROM payee LEFT JOIN agg ON id = p),
  one AS (SELECT manager AS m, SUM(d) AS x FROM base WHERE manager >= 0 GROUP BY manager),
  two AS (SELECT b.manager AS m, SUM(one.x) AS x FROM one JOIN base b ON b.id = one.m WHERE b.manager >= 0 GROUP BY b.manager),
  tot AS (SELECT b.*, d + COALESCE(one.x, 0) + COALESCE(two.x, 0) AS t FROM base b
          LEFT JOIN one ON one.m = b.id LEFT JOIN two ON two.m = b.id),
  gross AS (SELECT id, draw, bal, ((3 * 2 * t + 2 * ${over('quota')} + 3 * ${over('2 * quota')} + 2 * ${over('3 * quota')}) * factor
            + 10000) ${div} 20000 + s * 5000 - claw AS g FROM tot)
  SELECT CAST(CASE WHEN g < draw THEN draw ELSE g - ${min}(bal, g - draw) END AS BIGINT) AS pay,
         CAST(CASE WHEN g < draw THEN bal + draw - g ELSE bal - ${min}(bal, g - draw) END AS BIGINT) AS balance
  FROM gross ORDER BY id`
}

export const TABLES = [
  'CREATE TABLE t (amount BIGINT, family INTEGER, region INTEGER, kind INTEGER, p1 INTEGER, p2 INTEGER, s1 BIGINT)',
  'CREATE TABLE payee (id INTEGER PRIMARY KEY, manager INTEGER, quota BIGINT, draw BIGINT, bal BIGINT, factor BIGINT)',
]

export const transactionRow = (b: Batch, i: number): number[] =>
  [b.amount, b.family, b.region, b.kind, b.p1, b.p2, b.s1].map((column) => column[i] as number)
export const payeeRow = (b: Batch, p: number): number[] => [
  p,
  b.manager[p] as number,
  b.quota[p] as number,
  b.draw[p] as number,
  b.balance[p] as number,
  p < b.directors ? 5 : p < b.directors + b.managers ? 20 : 100,
]
