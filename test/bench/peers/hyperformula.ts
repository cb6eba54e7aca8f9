import type { Batch } from '../workloads/batch.ts'
import { decimalDeals } from './decimal-deals.ts'
import { dollars } from './host.ts'
import { importPeer } from './import-peer.ts'
import { type Peer, toCents } from './peer.ts'

type Cell = string | number | boolean
type Sheets = {
  setCellContents(at: { sheet: number; row: number; col: number }, values: Cell[][]): void
  getCellValue(at: { sheet: number; row: number; col: number }): number
  getSheetValues(sheet: number): number[][]
  destroy(): void
}
type Module = {
  HyperFormula: {
    buildFromSheets(sheets: Record<string, Cell[][]>, options: object): Sheets
  }
}

const OPTIONS = { licenseKey: 'gpl-v3', maxRows: 200_000 }
const over = (high: string, low: string, edge: string): string => `(MAX(0,${high}-${edge})-MAX(0,${low}-${edge}))`
const tiers = (low: string, high: string, quota: string): string =>
  `((${high}-${low})*0.03+${over(high, low, `${quota}*0.5`)}*0.02+${over(high, low, quota)}*0.03+${over(high, low, `${quota}*1.5`)}*0.02)`

/** HyperFormula: a spreadsheet engine, the nearest to what most compensation is calculated in today. */
export async function hyperformula(): Promise<Peer | undefined> {
  const module = await importPeer<Module>('hyperformula')
  if (!module) return undefined
  const { HyperFormula } = module
  return {
    name: 'HyperFormula',
    quotes: 2_000,
    most: 10_000,
    quote: async (d) => {
      const list = decimalDeals(d, 10_000)
      const sheets = HyperFormula.buildFromSheets(
        {
          Deal: [
            [0, 0, 'core', 0, 1, 0],
            [
              '=F1+ROUND(A1*B1,2)',
              `=MIN(50000,ROUND(${tiers('F1', 'A2', 'E1')}*IF(C1="core",1,IF(C1="addon",1.25,0.8))*IF(D1<0.2,0.5,1),2))`,
            ],
          ],
        },
        OPTIONS,
      )
      return (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) {
          const { amount, split, product, margin, quota, ytd } = list[i]!
          sheets.setCellContents({ sheet: 0, row: 0, col: 0 }, [[amount, split, product, margin, quota, ytd]])
          pay[i] = toCents(sheets.getCellValue({ sheet: 0, row: 1, col: 1 }))
        }
        return pay
      }
    },
    batch: async (b) => {
      const input = sheetsOf(b)
      return () => {
        const sheets = HyperFormula.buildFromSheets(input, OPTIONS)
        const values = sheets.getSheetValues(1)
        sheets.destroy()
        return dollars(
          values.map((row) => row[12]!),
          values.map((row) => row[13]!),
        )
      }
    },
  }
}

/** Transactions with their credits in one sheet, payees with SUMIFS over it in another. */
function sheetsOf(b: Batch): Record<string, Cell[][]> {
  const deals = Array.from({ length: b.count }, (_, i): Cell[] => {
    const r = i + 1
    return [
      b.amount[i]! / 100,
      b.family[i]!,
      b.region[i]!,
      b.kind[i]!,
      b.p1[i]!,
      b.p2[i]!,
      b.s1[i]! / 10_000,
      `=IF(AND(B${r}<=2,C${r}<>2),ROUND(A${r}*G${r},2),0)`,
      `=IF(AND(B${r}<=2,C${r}<>2),ROUND(A${r}-H${r},2),0)`,
      `=ROUND(H${r}*0.03,2)`,
      `=ROUND(I${r}*0.03,2)`,
      `=IF(AND(B${r}=1,C${r}<>2,A${r}>=10000,D${r}=0),1,0)`,
    ]
  })
  const n = b.count
  const at = (column: string) => `Deals!$${column}$1:$${column}$${n}`
  const payees = Array.from({ length: b.payees }, (_, p): Cell[] => {
    const r = p + 1
    const all = (column: string) => `$${column}$1:$${column}$${b.payees}`
    return [
      p,
      b.manager[p]!,
      b.quota[p]! / 100,
      b.draw[p]! / 100,
      b.balance[p]! / 100,
      p < b.directors ? 0.05 : p < b.directors + b.managers ? 0.2 : 1,
      `=SUMIFS(${at('H')},${at('E')},A${r},${at('D')},0)+SUMIFS(${at('I')},${at('F')},A${r},${at('D')},0)`,
      `=SUMIFS(${all('G')},${all('B')},A${r})`,
      `=SUMIFS(${all('H')},${all('B')},A${r})`,
      `=SUMIFS(${at('L')},${at('E')},A${r})`,
      `=SUMIFS(${at('J')},${at('E')},A${r},${at('D')},1)+SUMIFS(${at('K')},${at('F')},A${r},${at('D')},1)`,
      `=ROUND(${tiers('0', `(G${r}+H${r}+I${r})`, `C${r}`)}*F${r},2)+J${r}*50-K${r}`,
      `=IF(L${r}<D${r},D${r},L${r}-MIN(E${r},L${r}-D${r}))`,
      `=IF(L${r}<D${r},E${r}+D${r}-L${r},E${r}-MIN(E${r},L${r}-D${r}))`,
    ]
  })
  return { Deals: deals, Payees: payees }
}
