import type { StateFilter } from '#lib/api/exceptions.ts'
import { t } from '#lib/i18n/locale.svelte.ts'

export const stateWords = (state: StateFilter): string =>
  ({ open: t('stateOpen'), resolved: t('stateResolved'), cleared: t('stateCleared'), all: t('stateAll') })[state]
