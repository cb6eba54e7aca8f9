/** The nearest block on the way to a JSON pointer. */
export function blockNear(pointer: string, blockAt: ReadonlyMap<string, string>): string | undefined {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
    const block = blockAt.get(path)
    if (block !== undefined || path === '') return block
  }
}

/** Whether nothing stands at a JSON pointer: an open slot, not a wrong value. */
export function isGap(root: unknown, pointer: string): boolean {
  let value = root
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return true
    value = (value as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return value === undefined
}
