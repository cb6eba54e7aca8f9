const END_OF_DIRECTORY = 0x06054b50
const ENTRY = 0x02014b50
const LONGEST_COMMENT = 65_535

/**
 * How many bytes a ZIP archive says it unpacks to, which is what unpacking then holds it to. Null where it does not say:
 * no archive, a damaged one, or one that leaves sizes open.
 */
export function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.byteLength - 22
  const first = Math.max(0, end - LONGEST_COMMENT)
  while (end >= first && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1
  if (end < first) return null
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let total = 0
  for (let i = 0; i < entries; i += 1) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== ENTRY) return null
    const [packed, unpacked] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    if (unpacked === 0xffffffff || (unpacked === 0 && packed > 2)) return null
    total += unpacked
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return total
}
