import type { enChecks } from './en-checks.ts'

/** What checking a plan says, in German. */
export const deChecks: Readonly<Record<keyof typeof enChecks, string>> = {
  'band-unreachable': 'Nichts, was gelesen wird, kann Stufe {band} von „{title}“ erreichen.',
  'band-repeated': 'Stufe {band} von „{title}“ zahlt dasselbe wie Stufe {before}.',
  'band-on-line': 'Stufe {band} von „{title}“ zahlt dasselbe wie die Linie durch ihre Nachbarn.',
  'axis-band-unreachable': 'Nichts, was gelesen wird, kann Stufe {band} der {axis}. Achse von „{title}“ erreichen.',
  'axis-band-repeated': 'Stufe {band} der {axis}. Achse von „{title}“ zahlt dasselbe wie Stufe {before}.',
}
