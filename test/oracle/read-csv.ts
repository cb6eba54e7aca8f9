import { readFileSync } from 'node:fs'

export type Line = ReadonlyMap<string, string>

/** The records of a CSV file by the names in its first line, read character by character. */
export function readCsv(file: string): Line[] {
  const records: string[][] = [[]]
  let cell = ''
  let quoted = false
  const text = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (quoted && character === '"' && text[i + 1] === '"') {
      cell += '"'
      i += 1
    } else if (character === '"') quoted = !quoted
    else if (!quoted && (character === ',' || character === '\n')) {
      records.at(-1)?.push(cell)
      cell = ''
      if (character === '\n') records.push([])
    } else cell += character
  }
  if (cell !== '' || records.at(-1)?.length !== 0) records.at(-1)?.push(cell)
  const [names = [], ...lines] = records.filter((record) => record.length > 0)
  return lines.map((line) => {
    if (line.length !== names.length) throw new Error(`${file}: ${line.length} cells under ${names.length} names.`)
    return new Map(names.map((name, i) => [name, line[i] ?? '']))
  })
}

/** A cell that must be there. */
export function cell(line: Line, name: string): string {
  const value = line.get(name)
  if (value === undefined) throw new Error(`There is no column "${name}".`)
  return value
}
