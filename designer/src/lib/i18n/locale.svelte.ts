import { de } from './de.ts'
import { en, type MessageKey, type Messages } from './en.ts'

export type Locale = 'en' | 'de'
const CATALOGUES: Record<Locale, Messages> = { en, de }
const KEY = 'dreizack:locale'

function initial(): Locale {
  const chosen = stored() ?? navigator.language.slice(0, 2)
  return chosen === 'de' ? 'de' : 'en'
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** Some systems name languages in a way that Intl refuses, such as "en-US@posix". */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

class LocaleChoice {
  #current = $state<Locale>(initial())

  get current(): Locale {
    return this.#current
  }

  /** The reader's region where it speaks the chosen language, so that dates and money look familiar. */
  get tag(): string {
    return (
      navigator.languages.find((tag) => tag.startsWith(this.#current) && isTag(tag)) ??
      (this.#current === 'de' ? 'de-DE' : 'en-GB')
    )
  }

  choose(locale: Locale): void {
    this.#current = locale
    document.documentElement.lang = locale
    try {
      localStorage.setItem(KEY, locale)
    } catch {
      // A browser without storage asks again next time.
    }
  }
}

export const locale = new LocaleChoice()

/** A message in the chosen language, `{name}`s filled in. Reactive: components that show it follow the choice. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return CATALOGUES[locale.current][key].replaceAll(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))
}
