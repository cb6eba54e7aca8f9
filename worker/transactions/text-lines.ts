/** Most characters of one line: a line without end must not fill the memory. */
const LONGEST_LINE = 64 * 1024

/** A line that is longer than any transaction. */
export class LineTooLong extends Error {
  override name = 'LineTooLong'
}

/** Lines of a UTF-8 stream, without their ends; a byte order mark is dropped. */
export async function* textLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  const reader = body.getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE || lines.some((line) => line.length > LONGEST_LINE)) throw new LineTooLong()
    yield* lines
  }
  rest += decoder.decode()
  if (rest.length > LONGEST_LINE) throw new LineTooLong()
  if (rest !== '') yield rest
}

/** Groups of at most `size`. */
export async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length === size) {
      yield group
      group = []
    }
  }
  if (group.length > 0) yield group
}
