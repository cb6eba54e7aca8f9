import { RefusalError } from './problem.ts'

function tooLarge(limit: number): RefusalError {
  const detail = `The body is larger than ${limit} bytes.`
  return new RefusalError({
    status: 413,
    kind: 'body-too-large',
    detail,
    errors: [{ pointer: '', code: 'too-large', detail }],
  })
}

/** Passes a body on, counting what really arrives: Content-Length may be missing or wrong. */
export function countedStream(body: ReadableStream<Uint8Array>, limit: number): ReadableStream<Uint8Array> {
  let seen = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength
        if (seen > limit) controller.error(tooLarge(limit))
        else controller.enqueue(chunk)
      },
    }),
  )
}

/**
 * The body as text, at most `limit` bytes of it.
 *
 * @throws RefusalError 413 when it is longer, 400 when it is not UTF-8.
 */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (request.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let text = ''
  let seen = 0
  const reader = request.body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      seen += part.value.byteLength
      if (seen > limit) throw tooLarge(limit)
      text += decoder.decode(part.value, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    if (error instanceof TypeError) {
      throw new RefusalError({ status: 400, kind: 'malformed-body', detail: 'The body is not valid UTF-8.' })
    }
    throw error
  }
}
