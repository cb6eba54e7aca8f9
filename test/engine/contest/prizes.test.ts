import { describe, expect, test } from 'vitest'
import { awardPrizes, type Entrant } from '#engine/contest/award-prizes'
import { parseExact } from '#engine/money/exact'
import type { Contest } from '#engine/plan/contest'

/** "ann 900" is who with which figure; "ann 900 2" has 2 in the measure that decides ties. */
const entrant = (line: string): Entrant => {
  const [participant = '', figure = '', tieBreak] = line.split(' ')
  return {
    participant,
    figure: parseExact(figure),
    tieBreak: tieBreak === undefined ? undefined : parseExact(tieBreak),
  }
}
const contest = (over: object): Contest => ({
  kind: 'Contest',
  id: 'contest',
  title: 'Contest',
  measure: 'revenue',
  best: 'highest',
  ties: { kind: 'Pooled' },
  prizes: { kind: 'ByRank', prizes: ['15', '10', '5'] },
  ...over,
})
const awarded = (over: object, lines: readonly string[], digits = 2) =>
  Object.fromEntries(awardPrizes(contest(over), lines.map(entrant), digits))

describe('prizes by rank', () => {
  test('go to the best first, whatever the order in which they are handed in', () => {
    expect(awarded({}, ['dee 1', 'ann 9', 'cy 3', 'bob 7'])).toEqual({ ann: 1500n, bob: 1000n, cy: 500n })
    expect(awarded({ best: 'lowest' }, ['dee 1', 'ann 9', 'cy 3', 'bob 7'])).toEqual({
      dee: 1500n,
      cy: 1000n,
      bob: 500n,
    })
  })

  test('of tied places are pooled: who ties stands on as many places as there are', () => {
    expect(awarded({}, ['ann 9', 'bob 7', 'cy 7', 'dee 1'])).toEqual({ ann: 1500n, bob: 750n, cy: 750n })
    expect(awarded({}, ['ann 9', 'bob 9', 'cy 7'])).toEqual({ ann: 1250n, bob: 1250n, cy: 500n })
    expect(awarded({}, ['ann 9', 'bob 7', 'cy 3', 'dee 3'])).toEqual({ ann: 1500n, bob: 1000n, cy: 250n, dee: 250n })
  })

  test('a cent that a pool does not divide goes to the first by id', () => {
    expect(awarded({ prizes: { kind: 'ByRank', prizes: ['1'] } }, ['cy 3', 'ann 3', 'bob 3'])).toEqual({
      ann: 34n,
      bob: 33n,
      cy: 33n,
    })
  })

  test('all of the tied get the better prize, and the places behind it are taken', () => {
    expect(awarded({ ties: { kind: 'BetterPrize' } }, ['ann 9', 'bob 9', 'cy 7', 'dee 1'])).toEqual({
      ann: 1500n,
      bob: 1500n,
      cy: 500n,
    })
  })

  test('a further measure decides: its higher figure first, who has none last, who still ties pools', () => {
    const ties = { kind: 'DecidedBy', measure: 'deals' }
    expect(awarded({ ties }, ['ann 9 1', 'bob 9 2', 'cy 7 9'])).toEqual({ bob: 1500n, ann: 1000n, cy: 500n })
    expect(awarded({ ties, best: 'lowest' }, ['ann 7 1', 'bob 7 2', 'cy 9 3'])).toEqual({
      bob: 1500n,
      ann: 1000n,
      cy: 500n,
    })
    expect(awarded({ ties }, ['ann 9', 'bob 9 -1', 'cy 9'])).toEqual({ bob: 1500n, ann: 750n, cy: 750n })
    expect(awarded({ ties }, ['bob 9 -1', 'ann 9'])).toEqual({ bob: 1500n, ann: 1000n })
    expect(awarded({ ties }, ['ann 9 2', 'bob 9 2', 'cy 9 1'])).toEqual({ ann: 1250n, bob: 1250n, cy: 500n })
  })

  test('a further measure that the contest does not name decides nothing', () => {
    expect(awarded({}, ['ann 9 1', 'bob 9 2'])).toEqual({ ann: 1250n, bob: 1250n })
  })

  test('nobody wins where nobody takes part', () => {
    expect(awarded({}, [])).toEqual({})
  })
})

describe('prizes for reaching a mark', () => {
  const prizes = { kind: 'ForReaching', mark: '7', prize: '100' }

  test('go to everybody at or over it, or at or under it where the lowest is best', () => {
    expect(awarded({ prizes }, ['ann 7', 'bob 6.99', 'cy 7.01'])).toEqual({ ann: 10_000n, cy: 10_000n })
    expect(awarded({ prizes, best: 'lowest' }, ['ann 7', 'bob 6.99', 'cy 7.01'])).toEqual({
      ann: 10_000n,
      bob: 10_000n,
    })
  })

  test('an odd cent of the budget goes to the first by id', () => {
    expect(awarded({ prizes, budget: '0.05' }, ['cy 7', 'bob 7', 'ann 7'])).toEqual({ ann: 2n, bob: 2n, cy: 1n })
  })
})

describe('a pool', () => {
  const pool = (over: object) => ({ prizes: { kind: 'PoolShare', pool: '100', by: 'measure', ...over } })

  test('is shared by each one’s part of the measure, or in equal parts', () => {
    expect(awarded(pool({}), ['ann 1', 'bob 3'])).toEqual({ ann: 2500n, bob: 7500n })
    expect(awarded(pool({ by: 'equal parts' }), ['ann 1', 'bob 3'])).toEqual({ ann: 5000n, bob: 5000n })
  })

  test('who is not above 0 has no part in it', () => {
    expect(awarded(pool({}), ['ann 1', 'bob -5', 'cy 0', 'dee 1'])).toEqual({ ann: 5000n, dee: 5000n })
    expect(awarded(pool({ by: 'equal parts' }), ['ann 1', 'bob -5', 'cy 0'])).toEqual({ ann: 10_000n })
    expect(awarded(pool({}), ['ann 0', 'bob -1'])).toEqual({})
  })

  test('goes to the best places, and to who ties with the last of them', () => {
    expect(awarded(pool({ places: 2, by: 'equal parts' }), ['ann 1', 'bob 9', 'cy 5'])).toEqual({
      bob: 5000n,
      cy: 5000n,
    })
    expect(awarded(pool({ places: 1 }), ['ann 5', 'bob 5', 'cy 1'])).toEqual({ ann: 5000n, bob: 5000n })
    expect(awarded({ ...pool({ places: 1 }), best: 'lowest' }, ['ann 5', 'bob 1'])).toEqual({ bob: 10_000n })
  })

  test('its odd cent goes to the better place', () => {
    expect(awarded(pool({ by: 'equal parts' }), ['ann 1', 'bob 2', 'cy 3'])).toEqual({
      cy: 3334n,
      ann: 3333n,
      bob: 3333n,
    })
  })
})

describe('an amount for each unit', () => {
  const prizes = { kind: 'PerUnit', amount: '2.5' }

  test('is paid to everybody above 0', () => {
    expect(awarded({ prizes }, ['ann 2', 'bob 0', 'cy -3', 'dee 0.5'])).toEqual({ ann: 500n, dee: 125n })
  })

  test('its odd cent goes to the first by id', () => {
    expect(awarded({ prizes: { kind: 'PerUnit', amount: '0.5' } }, ['bob 0.01', 'ann 0.01'])).toEqual({ ann: 1n })
  })
})

describe('a budget', () => {
  test('cuts prizes in proportion where they exceed it together, and only then', () => {
    expect(awarded({ budget: '15' }, ['ann 9', 'bob 7', 'cy 3'])).toEqual({ ann: 750n, bob: 500n, cy: 250n })
    expect(awarded({ budget: '30' }, ['ann 9', 'bob 7', 'cy 3'])).toEqual({ ann: 1500n, bob: 1000n, cy: 500n })
    expect(awarded({ budget: '90' }, ['ann 9', 'bob 7', 'cy 3'])).toEqual({ ann: 1500n, bob: 1000n, cy: 500n })
  })

  test('finer than the minor unit is never exceeded', () => {
    expect(awarded({ budget: '0.019' }, ['ann 9'])).toEqual({ ann: 1n })
    expect(awarded({ budget: '0' }, ['ann 9'])).toEqual({})
    expect(awarded({ budget: '0', prizes: { kind: 'ByRank', prizes: ['0'] } }, ['ann 9'])).toEqual({})
  })

  test('counts in the currency’s own minor unit', () => {
    expect(awarded({}, ['ann 9'], 0)).toEqual({ ann: 15n })
    expect(awarded({ prizes: { kind: 'ByRank', prizes: ['0.0015'] } }, ['ann 9'], 3)).toEqual({ ann: 2n })
    expect(awarded({ budget: '10.7' }, ['ann 9'], 0)).toEqual({ ann: 10n })
  })
})

test('a kind of prizes that is none is a bug of the caller', () => {
  expect(() => awarded({ prizes: { kind: 'Lottery' } }, [])).toThrow('Lottery')
})
