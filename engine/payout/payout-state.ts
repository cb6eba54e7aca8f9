/** An amount that becomes payable in a later period, counted from the participant's first under the plan. */
export type Due = {
  readonly period: number
  /** The earning, or the rule that holds it. */
  readonly earning: string
  readonly minor: bigint
  readonly held: boolean
}

/** The rest of one deal's line, until a transaction of that kind refers to the deal. */
export type Waiting = {
  readonly earning: string
  readonly deal: string
  readonly event: string
  readonly minor: bigint
}

/** What a participant's payments carry from period to period. Everything in minor units. */
export type PayoutState = {
  /** Periods that have been closed under the plan. */
  readonly periods: number
  /** By rule: owed by the participant (draws, carry), banked or held for them. Never negative. */
  readonly balances: ReadonlyMap<string, bigint>
  /** Instalments and held shares, each with its period. */
  readonly due: readonly Due[]
  /** Parts of deals' lines that wait for an event of the deal. */
  readonly waiting: readonly Waiting[]
}

export const NO_PAYOUTS: PayoutState = { periods: 0, balances: new Map(), due: [], waiting: [] }

export type StoredPayoutState = {
  n: number
  b?: [string, string][]
  d?: [number, string, string, 0 | 1][]
  w?: [string, string, string, string][]
}

export const storePayouts = (state: PayoutState): StoredPayoutState => ({
  n: state.periods,
  ...(state.balances.size > 0
    ? { b: [...state.balances].map(([id, minor]): [string, string] => [id, String(minor)]) }
    : {}),
  ...(state.due.length > 0
    ? {
        d: state.due.map((d): [number, string, string, 0 | 1] => [
          d.period,
          d.earning,
          String(d.minor),
          d.held ? 1 : 0,
        ]),
      }
    : {}),
  ...(state.waiting.length > 0
    ? { w: state.waiting.map((x): [string, string, string, string] => [x.earning, x.deal, x.event, String(x.minor)]) }
    : {}),
})

export const restorePayouts = (stored: StoredPayoutState): PayoutState => ({
  periods: stored.n,
  balances: new Map((stored.b ?? []).map(([id, minor]) => [id, BigInt(minor)])),
  due: (stored.d ?? []).map(([period, earning, minor, held]) => ({
    period,
    earning,
    minor: BigInt(minor),
    held: held === 1,
  })),
  waiting: (stored.w ?? []).map(([earning, deal, event, minor]) => ({ earning, deal, event, minor: BigInt(minor) })),
})
