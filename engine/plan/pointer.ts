/** One step of a JSON pointer (RFC 6901), its `~` and `/` escaped. */
export const pointerStep = (key: string | number): string =>
  typeof key === 'number' || !(key.includes('~') || key.includes('/'))
    ? `/${key}`
    : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
