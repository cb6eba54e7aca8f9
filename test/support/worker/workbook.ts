import { writeXlsx } from 'hucre/xlsx'

type Value = string | number | boolean | Date | null

/** The bytes of a workbook with one sheet of these rows. */
export async function workbookOf(rows: Value[][]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await writeXlsx({ sheets: [{ name: 'Deals', rows }] }))
}
