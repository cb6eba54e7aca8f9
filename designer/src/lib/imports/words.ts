import type { CellFault, ImportMapping } from '#lib/api/imports.ts'
import type { MessageKey } from '#lib/i18n/en.ts'
import { locale, t } from '#lib/i18n/locale.svelte.ts'
import type { Target } from './mapping-draft.ts'

const TARGETS: Readonly<Record<Target, MessageKey>> = {
  externalId: 'targetExternalId',
  version: 'targetVersion',
  voided: 'targetVoided',
  kind: 'targetKind',
  occurredOn: 'targetOccurredOn',
  creditedOn: 'targetCreditedOn',
  owner: 'targetOwner',
  account: 'targetAccount',
  product: 'targetProduct',
  amount: 'targetAmount',
  currency: 'targetCurrency',
  quantity: 'targetQuantity',
  reverses: 'targetReverses',
}

const isTarget = (name: string): name is Target => Object.hasOwn(TARGETS, name)

/** What people call a target; an own field by its title. */
export function targetWords(target: string, titles: ReadonlyMap<string, string>): string {
  if (isTarget(target)) return t(TARGETS[target])
  const id = target.slice('fields.'.length)
  return titles.get(id) ?? id
}

const FAULTS: Readonly<Record<string, MessageKey>> = {
  'cell-empty': 'faultCellEmpty',
  'date-invalid': 'faultDate',
  'number-invalid': 'faultNumber',
  'unknown-reference': 'faultReference',
  'row-contradicts': 'faultContradicts',
  'row-malformed': 'faultMalformed',
  'share-ambiguous': 'faultShare',
  'currency-mismatch': 'faultCurrency',
  'yes-no-invalid': 'faultYesNo',
  'field-value': 'faultFieldValue',
}

/** What is wrong with a cell: the API's own sentence is English and names the cell. */
export function faultWords({ code, detail }: CellFault): string {
  const key = FAULTS[code]
  return locale.current === 'en' || key === undefined ? detail : t(key)
}

/** Formats of days and numbers, as they look. */
export const dateOptions = (): { value: ImportMapping['dates']; label: string }[] => [
  { value: 'iso', label: t('datesIso') },
  { value: 'dd.MM.yyyy', label: t('datesGerman') },
  { value: 'MM/dd/yyyy', label: t('datesAmerican') },
  { value: 'dd/MM/yyyy', label: t('datesBritish') },
]
export const decimalOptions = (): { value: ImportMapping['decimals']; label: string }[] => [
  { value: '.', label: t('decimalPoint') },
  { value: ',', label: t('decimalComma') },
]
