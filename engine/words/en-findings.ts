/** What the analysis says, in English. Names in braces are filled in. */
export const enFindings = {
  'jump-up': 'At {what} of {x}, what is paid jumps from {before} to {after}: crossing it is worth {gain}.',
  'jump-declared':
    'At {what} of {x}, what is paid jumps from {before} to {after}: crossing it is worth {gain}. The table says so: it pays the reached rate on everything.',
  'jump-up-besides':
    'At {what} of {x}, what is paid jumps from {before} to {after}: crossing it is worth {gain}, beside the {own} that it earns itself.',
  'jump-declared-besides':
    'At {what} of {x}, what is paid jumps from {before} to {after}: crossing it is worth {gain}, beside the {own} that it earns itself. The table says so: it pays the reached rate on everything.',
  'more-pays-less': 'More pays less: {what} of {high} pays {before}, and {low} pays {after}.',
  'rises-too-fast': 'From {what} of {low} to {high}, {rate} of what is added is paid ({gain}); the limit is {limit}.',
  'stands-still': 'From {what} of {low} to {high}, nothing more is paid than {before}.',
  'stands-still-without-end': 'From {what} of {low} to any more, nothing more is paid than {before}.',
  'worth-moving': 'A deal of {x} credited on {is} instead of {was} pays {gain} more.',
  'worth-moving-explained':
    'A deal of {x} credited on {is} instead of {was} pays {gain} more. The plan’s own rates, caps and whole tables explain it.',
  'worth-splitting': 'A deal of {x} pays {before}, and cut in two it pays {after}: splitting it is worth {gain}.',
  'worth-joining':
    'Two deals of together {x} pay {before}, and joined in one they pay {after}: joining them is worth {gain}.',
  'paid-twice': 'A deal of {x} is paid by both "{first}" and "{second}": {before} and {gain} on top.',
  'credited-twice':
    'A deal of {x} is credited to one participant by both "{first}" and "{second}", and paid {gain} in all.',
  'cost-at-percentile':
    'At the {percentile}th percentile of attainment ({attainment}), a participant is paid {after}, {gain} more than at the median.',
  'cost-at-percentile-together':
    'At the {percentile}th percentile of attainment ({attainment}), a participant is paid {after}, {gain} more than at the median; {people} such participants cost {total}.',
  'reversed-later':
    'A deal of {x} that is reversed on {is} instead of {was} leaves {gain} more: the clawback takes back what the deal itself earned.',

  'open-unknown': 'Some part of what is paid depends on more than this analysis follows.',
  'open-between': 'Several numbers decide together: bounds do not exclude it, and no situation shows it.',
  'open-too-many': 'More numbers vary together than are followed.',
  'open-stairs': 'A rounding inside the plan makes stairs that were not all looked at.',
  'open-rounded-parts': 'A rounding inside the plan may pay parts differently.',
  'open-settings':
    'The plan tells more kinds of deals apart than were looked at: each value was, not each combination.',
  'open-one-by-one': 'Each deal is looked up on its own, after those before it: their number was not varied.',
  'open-ranks': 'Prizes and ranks depend on what others sell: one sale more may change a place.',
  'open-draw-later': 'A draw that changes after some periods was looked at in its first ones.',
  'open-reversals': 'Reversals were looked at for deals that stand for others, not for all.',
  'open-clawback-partly':
    'A clawback takes back less the later a deal is reversed, or a part only: what that is worth was not looked at.',
  'open-too-large': 'The plan is too large to look at every situation.',
  'open-too-large-to-replay': 'The plan is too large to replay every situation.',
  'open-not-borne-out': 'A situation that might show it was not borne out by the engine.',
  'open-more-places': 'There are more places like these than are listed.',
  'open-histories': 'It was looked at after histories that stand for others, not after all; none shows it.',
}
