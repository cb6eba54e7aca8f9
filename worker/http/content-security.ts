const BASE: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'media-src': "'self'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
}

function policy(extra: Readonly<Record<string, string>>): string {
  return Object.entries({ ...BASE, ...extra })
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ')
}

/** Headers of every answer, whatever its type. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

/** What an HTML page of the Worker itself may load: its own files, and scripts with this nonce. */
export function pagePolicy(nonce: string): string {
  return policy({ 'script-src': `'nonce-${nonce}'`, 'style-src': `'self' 'nonce-${nonce}'` })
}

/**
 * The API reference sets style attributes through its framework, so styles may be inline there; scripts may not.
 */
export function referencePolicy(nonce: string): string {
  return policy({ 'script-src': `'self' 'nonce-${nonce}'`, 'style-src': "'self' 'unsafe-inline'" })
}

/**
 * Headers of the static designer. Blockly injects a sheet and sets style attributes, so styles may be inline there.
 *
 * @param scriptHashes quoted CSP sources, one for each inline script of the page.
 */
export function staticHeaders(scriptHashes: readonly string[]): Record<string, string> {
  const scripts = ["'self'", ...scriptHashes].join(' ')
  return {
    'Content-Security-Policy': policy({ 'script-src': scripts, 'style-src': "'self' 'unsafe-inline'" }),
    ...COMMON_HEADERS,
  }
}
