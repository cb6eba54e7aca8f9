/** What checking a plan says, in English. Names in braces are filled in. */
export const enChecks = {
  'band-unreachable': 'Nothing that is read can reach band {band} of "{title}".',
  'band-repeated': 'Band {band} of "{title}" pays as band {before} does.',
  'band-on-line': 'Band {band} of "{title}" pays as the line through its neighbours does.',
  'axis-band-unreachable': 'Nothing that is read can reach band {band} of axis {axis} of "{title}".',
  'axis-band-repeated': 'Band {band} of axis {axis} of "{title}" pays as band {before} does.',
}
