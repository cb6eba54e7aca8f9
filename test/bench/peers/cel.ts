import { decimalDeals } from './decimal-deals.ts'
import { Books, decimalRows, dollars } from './host.ts'
import { importPeer } from './import-peer.ts'
import { type Peer, toCents } from './peer.ts'

type Parsed = (data: unknown) => unknown
type Environment = {
  registerFunction(signature: string, f: (...args: number[]) => number): Environment
  parse(source: string): Parsed
}
type Module = { Environment: new (options: { unlistedVariablesAreDyn: boolean }) => Environment }

const tiers = (low: string, high: string, quota: string): string => {
  const over = (k: string) => `(max(0.0, ${high} - ${quota} * ${k}) - max(0.0, ${low} - ${quota} * ${k}))`
  return `((${high} - ${low}) * 0.03 + ${over('0.5')} * 0.02 + ${over('1.0')} * 0.03 + ${over('1.5')} * 0.02)`
}

/** cel-js: the Common Expression Language, parsed once, over float64. */
export async function cel(): Promise<Peer | undefined> {
  const module = await importPeer<Module>('@marcbachmann/cel-js')
  if (!module) return undefined
  const environment = new module.Environment({ unlistedVariablesAreDyn: true })
    .registerFunction('max(double, double): double', Math.max)
    .registerFunction('min(double, double): double', Math.min)
    .registerFunction('round2(double): double', (x) => Math.round(x! * 100) / 100)
  return {
    name: 'cel-js, parsed once',
    quotes: 5_000,
    most: 1_000_000,
    quote: async (d) => {
      const credit = environment.parse('round2(amount * split)')
      const pays = environment.parse(
        `min(50000.0, round2(${tiers('ytd', 'high', 'quota')} * (product == "core" ? 1.0 : product == "addon" ? 1.25 : 0.8) * (margin < 0.2 ? 0.5 : 1.0)))`,
      )
      const list = decimalDeals(d, 10_000)
      return (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) {
          const deal = list[i]!
          pay[i] = toCents(pays({ ...deal, high: deal.ytd + (credit(deal) as number) }) as number)
        }
        return pay
      }
    },
    batch: async (b) => {
      const rows = decimalRows(b)
      const picks = environment.parse('family in [0.0, 1.0, 2.0] && region in [0.0, 1.0, 3.0]')
      const first = environment.parse('round2(amount * s1)')
      const claw = environment.parse('round2(c * 0.03)')
      const spiff = environment.parse('family == 1.0 && amount >= 10000.0')
      const gross = environment.parse(`round2(${tiers('0.0', 'total', 'quota')} * factor) + spiffs * 50.0 - claw`)
      const pays = environment.parse('gross < draw ? draw : gross - min(balance, gross - draw)')
      const keeps = environment.parse('gross < draw ? balance + draw - gross : balance - min(balance, gross - draw)')
      return () => {
        const books = new Books(b)
        for (const row of rows) {
          if (!picks(row)) continue
          const c1 = first(row) as number
          const c2 = Math.round((row.amount - c1) * 100) / 100
          if (row.kind === 1) {
            books.claw[row.p1]! += claw({ c: c1 }) as number
            if (row.p2 >= 0) books.claw[row.p2]! += claw({ c: c2 }) as number
            continue
          }
          books.direct[row.p1]! += c1
          if (row.p2 >= 0) books.direct[row.p2]! += c2
          if (spiff(row)) books.spiffs[row.p1]! += 1
        }
        const payees = books.payees().map((p) => ({ ...p, gross: gross(p) as number }))
        return dollars(
          payees.map((p) => pays(p) as number),
          payees.map((p) => keeps(p) as number),
        )
      }
    },
  }
}
