/** Most characters of one line: a line without end must not fill the memory. */
const LONGEST_LINE = 64 * 1024

/** A line that is longer than any transaction. */
export class LineTooLong extends Error {
  override name = 'LineTooLong'
}

/** The encoding that the first bytes tell: without a byte order mark it is UTF-8, or a fault when it is read. */
function encodingOf(first: Uint8Array | undefined): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first?.[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first?.[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Lines of a UTF-8 stream, or one of UTF-16 with its byte order mark, without their ends. The mark is dropped. */
export async function* textLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  let part = await reader.read()
  const decoder = new TextDecoder(encodingOf(part.value), { fatal: true, ignoreBOM: false })
  let rest = ''
  for (; !part.done; part = await reader.read()) {
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
