import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addedUp,
  type Calculation,
  canonicalText,
  correction,
  faultOf,
  GENESIS,
  imbalances,
  type Journal,
  type Movement,
  participantMovements,
  payoutBalances,
  type SealedJournal,
  seal,
  sumOn,
  type Version,
} from '#engine'
import { credit, deal, earning, facts, pct, plan, times, usd } from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'
import { anyCase } from './arbitrary/cases.ts'
import { Prepared } from './support/engine-figures.ts'

const CASES = 200
const ALWAYS = { from: '2000-01-01', to: '9999-01-01' }

const total = (movements: readonly Movement[]) => movements.reduce((sum, { minor }) => sum + minor, 0n)
const hasValues = ({ periods }: Calculation) => periods.every((p) => p.earnings.every((e) => e.minor !== null))
const isBalance = ({ account }: Movement) => /^(asset:draw|liability:(deferred|held|banked|carried))$/.test(account)

/** Every participant's calculation of a random case, as far as everything in it has a value. */
function calculated(c: Parameters<Parameters<typeof anyCase.map>[0]>[0]): [Calculation, readonly Version[]][] {
  const prepared = new Prepared(c.world)
  return [...prepared.calculate().values()].filter(hasValues).map((one) => [one, prepared.versions])
}

describe('what a period means for the ledger, of random plans', { timeout: 60_000 }, () => {
  const property = (check: (calculation: Calculation, versions: readonly Version[]) => void) => {
    let checked = 0
    fc.assert(
      fc.property(anyCase, (c) => {
        for (const [calculation, versions] of calculated(c)) {
          check(calculation, versions)
          checked += calculation.periods.length
        }
      }),
      { numRuns: CASES, seed: 20_260_102, endOnFailure: true },
    )
    expect(checked).toBeGreaterThan(CASES)
  }

  test('each period comes to 0, costs what was earned, and makes payable what is paid', () => {
    property((calculation, versions) => {
      for (const { period, movements } of participantMovements(calculation, versions, ALWAYS).periods) {
        expect(total(movements)).toBe(0n)
        const cost = sumOn(movements, 'expense:commission') + sumOn(movements, 'expense:clawback')
        expect(cost).toBe(period.earnings.reduce((sum, e) => sum + (e.minor ?? 0n), 0n))
        expect(sumOn(movements, 'liability:participant')).toBe(-period.payment.minor)
      }
    })
  })

  test('after every period the balances are those of the payout rules, whichever period was the first of ours', () => {
    property((calculation, versions) => {
      calculation.periods.forEach((first, i) => {
        const last = calculation.periods.at(-1) ?? first
        const to = last.period.to
        const { opening, periods } = participantMovements(calculation, versions, { from: first.period.from, to })
        expect(total(opening)).toBe(0n)
        expect(periods).toHaveLength(calculation.periods.length - i)
        const posted = addedUp([...opening, ...periods.flatMap(({ movements }) => movements)])
        expect(posted.filter(isBalance)).toEqual(payoutBalances(calculation, versions, to))
      })
    })
  })

  test('what was posted and its correction are what should stand there', () => {
    property((calculation, versions) => {
      const all = participantMovements(calculation, versions, ALWAYS).periods.map((p) => p.movements)
      const [was = [], is = []] = [all[0], all.at(-1)]
      expect(addedUp([...was, ...correction(is, was)])).toEqual(is)
      expect(total(correction(is, was))).toBe(0n)
    })
  })
})

describe('stated plans', () => {
  type Rules = NonNullable<ReturnType<typeof plan>['payoutRules']>
  const months = (amounts: readonly string[], rules: Rules, over: object = {}) => {
    const p = plan({
      period: 'month',
      payoutRules: rules,
      earnings: [earning(times(pct('1'), credit), { per: 'credit', ...over })],
    })
    const deals = amounts.map((amount, i) => deal(amount, { creditedOn: `2026-${String(i + 1).padStart(2, '0')}-10` }))
    const { result } = earned(p, facts(), deals)
    const versions = [{ program: programOf(p), effectiveFrom: '2000-01-01' }]
    return participantMovements(result, versions, ALWAYS)
      .periods.slice(0, amounts.length)
      .map(({ movements }) => movements.map(({ account, item, minor }) => `${account}/${item} ${minor}`))
  }
  const draw = (over: object) =>
    [{ kind: 'Draw', id: 'draw', title: 'Draw', amount: usd('1500'), pays: 'upTo', ...over }] as Rules

  test('a recoverable draw is owed, then recovered', () => {
    expect(months(['500', '3000'], draw({ recovery: { percent: '1', forgivenAtEnd: false } }))).toEqual([
      ['asset:draw/draw 100000', 'expense:commission/commission 50000', 'liability:participant/ -150000'],
      ['asset:draw/draw -100000', 'expense:commission/commission 300000', 'liability:participant/ -200000'],
    ])
  })

  test('a draw that is not recovered costs what it pays, and so does one that is forgiven', () => {
    const costs = ['expense:commission/commission 50000', 'expense:draw/draw 100000', 'liability:participant/ -150000']
    expect(months(['500'], draw({}))).toEqual([costs])
    expect(months(['500'], draw({ periods: 1, recovery: { percent: '1', forgivenAtEnd: true } }))).toEqual([costs])
  })

  test('what a cap takes away lowers the cost; what it banks is owed', () => {
    const cap = (excess: string) =>
      [{ kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('1500'), excess }] as Rules
    expect(months(['2000'], cap('lost'))).toEqual([
      ['expense:capped/cap -50000', 'expense:commission/commission 200000', 'liability:participant/ -150000'],
    ])
    expect(months(['2000', '1000'], cap('banked'))).toEqual([
      ['expense:commission/commission 200000', 'liability:banked/cap -50000', 'liability:participant/ -150000'],
      ['expense:commission/commission 100000', 'liability:banked/cap 50000', 'liability:participant/ -150000'],
    ])
  })

  test('instalments, holds and what is carried wait on accounts of their own', () => {
    expect(months(['300', '0'], [], { payable: { kind: 'Amortised', periods: 2 } })).toEqual([
      ['expense:commission/commission 30000', 'liability:deferred/commission -15000', 'liability:participant/ -15000'],
      ['liability:deferred/commission 15000', 'liability:participant/ -15000'],
    ])
    expect(months(['100', '0'], [{ kind: 'Hold', id: 'hold', title: 'Hold', share: '0.3', periods: 1 }])).toEqual([
      ['expense:commission/commission 10000', 'liability:held/hold -3000', 'liability:participant/ -7000'],
      ['liability:held/hold 3000', 'liability:participant/ -3000'],
    ])
    expect(months(['-300', '500'], [{ kind: 'CarryNegative', id: 'carry', title: 'Carry' }])).toEqual([
      ['expense:commission/commission -30000', 'liability:carried/carry 30000'],
      ['expense:commission/commission 50000', 'liability:carried/carry -30000', 'liability:participant/ -20000'],
    ])
  })

  test('a clawback is an entry of its own', () => {
    const p = plan({
      period: 'month',
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
      clawbacks: [
        { kind: 'Clawback', id: 'back', title: 'Back', share: '1', manner: { kind: 'Full' }, reducesAttainment: true },
      ],
    })
    const sold = deal('1000', { externalId: 'A', creditedOn: '2026-01-10' })
    const lost = deal('-1000', { externalId: 'B', creditedOn: '2026-02-10', reverses: 'A' })
    const other = deal('200', { externalId: 'C', creditedOn: '2026-02-11' })
    const { result } = earned(p, facts(), [sold, lost, other])
    const versions = [{ program: programOf(p), effectiveFrom: '2000-01-01' }]
    const [, february] = participantMovements(result, versions, ALWAYS).periods
    expect(february?.movements).toEqual([
      { account: 'expense:clawback', item: 'commission', minor: -10_000n },
      { account: 'expense:commission', item: 'commission', minor: 2_000n },
      { account: 'liability:participant', item: '', minor: 8_000n },
    ])
  })
})

describe('the chain', () => {
  const journal = (minor: bigint, over: Partial<Journal> = {}): Journal => ({
    kind: 'period',
    source: 'run_1',
    participant: 'ann',
    plan: 'plan',
    period: '2026-01',
    postedIn: '2026-01',
    corrects: null,
    reason: null,
    evidence: 'e',
    actor: 'user:1',
    at: 1,
    postings: [
      { account: 'expense:commission', item: 'commission', currency: 'EUR', minor },
      { account: 'liability:participant', item: '', currency: 'EUR', minor: -minor },
    ],
    ...over,
  })
  const faultsOf = async (chain: readonly SealedJournal[]): Promise<(string | undefined)[]> => {
    const faults: (string | undefined)[] = []
    let head = GENESIS
    for (const one of chain) {
      faults.push(await faultOf(head, one))
      head = { seq: one.seq, hash: one.hash }
    }
    return faults
  }

  test('has a stated hash: another one would mean another way of writing', async () => {
    const [sealed] = await seal(GENESIS, [journal(100n)])
    expect(sealed).toMatchObject({ seq: 1, previousHash: '0'.repeat(64) })
    expect(sealed?.hash).toBe('42e2969f69efe0f430dc98a459bd0df3f929eeb7f7589dc617e2620abd647970')
  })

  test('is the same whether sealed at once or in two parts', async () => {
    const all = [journal(1n), journal(2n), journal(3n)]
    const whole = await seal(GENESIS, all)
    const [first] = await seal(GENESIS, all.slice(0, 1))
    expect([first, ...(await seal(first!, all.slice(1)))]).toEqual(whole)
    expect(await faultsOf(whole)).toEqual([undefined, undefined, undefined])
  })

  test('shows any change of any part of a journal at its place', async () => {
    const chain = await seal(GENESIS, [journal(1n), journal(2n), journal(3n)])
    const changes: Partial<SealedJournal>[] = [
      { kind: 'true-up' },
      { source: 'run_2' },
      { participant: 'bob' },
      { plan: null },
      { period: '2026-02' },
      { postedIn: null },
      { corrects: 1 },
      { reason: 'other' },
      { evidence: 'f' },
      { actor: 'user:2' },
      { at: 2 },
      { postings: journal(4n).postings },
      { postings: [...journal(2n).postings].reverse() },
      { hash: 'f'.repeat(64) },
    ]
    for (const change of changes) {
      const faults = await faultsOf(chain.map((one, i) => (i === 1 ? { ...one, ...change } : one)))
      expect([change, faults[1]]).toEqual([change, 'hash'])
    }
    expect(await faultsOf([chain[0]!, chain[2]!])).toEqual([undefined, 'sequence'])
    expect(await faultsOf([chain[1]!, chain[0]!, chain[2]!])).toContain('sequence')
    const forked = await seal(chain[0]!, [journal(9n)])
    expect(await faultsOf([chain[0]!, forked[0]!, chain[2]!])).toEqual([undefined, undefined, 'previous hash'])
  })

  test('takes no journal that does not come to 0 in every currency', async () => {
    const [debit, kredit] = journal(5n).postings
    const mixed = { postings: [debit!, { ...kredit!, currency: 'USD' }] }
    expect(imbalances(mixed.postings)).toEqual(
      new Map([
        ['EUR', 5n],
        ['USD', -5n],
      ]),
    )
    await expect(seal(GENESIS, [journal(5n, mixed)])).rejects.toThrow('does not come to 0')
    await expect(seal(GENESIS, [journal(0n, { postings: [] })])).rejects.toThrow('two postings')
  })
})

describe('canonical JSON (RFC 8785)', () => {
  test('sorts keys by code units, writes no space, and knows one text for each value', () => {
    const value = {
      '\u20ac': 'Euro',
      '\r': 'CR',
      '1': 'One',
      '\u{1f600}': 'Smile',
      '\u0080': 'Control',
      '\ufb33': 'Dalet',
    }
    expect(Object.keys(JSON.parse(canonicalText(value)))[0]).toBe('1')
    expect(canonicalText(value)).toBe(
      '{"\\r":"CR","1":"One","\u0080":"Control","\u20ac":"Euro","\u{1f600}":"Smile","\ufb33":"Dalet"}',
    )
    expect(canonicalText({ b: [1, null, true, { z: '"\n' }], a: undefined })).toBe('{"b":[1,null,true,{"z":"\\"\\n"}]}')
  })

  test('refuses what it has no one text for', () => {
    for (const value of [0.5, Number.NaN, 2 ** 53, 1n, '\ud800', () => 1, undefined])
      expect(() => canonicalText([value])).toThrow()
  })
})
