import {
  assignCredits,
  calculate,
  compilePlan,
  creditsOfDeal,
  FactIndex,
  type Facts,
  quoteFromState,
  stateFromJson,
  stateToJson,
  type Transaction,
} from '#engine'
import { PLANS } from '../../worker/dev/demo/plans.ts'
import { readSuperstore } from '../../worker/dev/demo/superstore.ts'
import { CALENDAR, OWNERS, QUOTAS, TERRITORIES } from '../../worker/dev/demo/team.ts'

const ROUNDS = 7
const QUOTES = 2_000

/** CPU microseconds of one quote in the engine alone: the demo's commission plan, from a stored state, no HTTP, no database. */
export function quoteInEngine(): number {
  const plan = PLANS.find((p) => p.externalId === 'commission')?.plan
  const compiled = plan && compilePlan(plan)
  if (!compiled?.ok) throw new Error('the demo plan does not compile')
  const facts: Facts = {
    calendar: CALENDAR.periods as Facts['calendar'],
    titles: [],
    reportingLines: [],
    territories: TERRITORIES.map((t) => ({
      id: t.externalId,
      when: t.rule,
      owners: OWNERS.filter((o) => o.territory === t.externalId),
    })),
    quotas: QUOTAS.map((q) => ({
      quota: q.name,
      participant: q.participant,
      title: null,
      from: q.from,
      to: q.to,
      value: q.value,
    })),
    parameters: [],
    assignments: [{ plan: 'commission', participant: 'P102', from: '2014-01-01', to: null }],
  }
  const index = new FactIndex(facts)
  const program = compiled.value
  const versions = [{ program, effectiveFrom: '2014-01-01' }]
  const transactions = readSuperstore().transactions.map(
    (t): Transaction => ({
      ...t,
      id: t.externalId,
      creditedOn: t.occurredOn,
      owner: null,
      team: [],
      account: null,
      product: null,
    }),
  )
  const credits = transactions.flatMap((t) => assignCredits(program.plain, 'commission', index, t).credits)
  const { state } = calculate({
    plan: 'commission',
    versions,
    facts: index,
    participant: 'P102',
    credits,
    through: '2017-12-30',
  })
  const stored = stateToJson(state ?? fail())
  const deal: Transaction = {
    ...(transactions[0] ?? fail()),
    id: 'quote',
    source: '\uffff',
    occurredOn: '2017-12-30',
    creditedOn: '2017-12-30',
    amount: '12500.00',
    fields: { region: 'West', segment: 'Corporate' },
  }
  const input = { plan: 'commission', versions, facts: index, through: '2017-12-30', deal }
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    for (let i = 0; i < QUOTES; i++) {
      const [participant, added] = [...creditsOfDeal(input).credits][0] ?? fail()
      const quote = quoteFromState(input, participant, added, stateFromJson(stored))
      if (quote?.earnings[0]?.after !== 231_407n) throw new Error(`a wrong quote: ${quote?.earnings[0]?.after}`)
    }
    const { user, system } = process.cpuUsage(start)
    best = Math.min(best, (user + system) / QUOTES)
  }
  return best
}

function fail(): never {
  throw new Error('the demo has changed')
}
