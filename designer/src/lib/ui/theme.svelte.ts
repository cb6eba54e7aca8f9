export type Theme = 'system' | 'light' | 'dark'
const KEY = 'dreizack:theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

class ThemeChoice {
  #chosen = $state<Theme>(stored())
  #systemDark = $state(dark.matches)
  readonly isDark = $derived(this.#chosen === 'dark' || (this.#chosen === 'system' && this.#systemDark))

  constructor() {
    dark.addEventListener('change', (event) => {
      this.#systemDark = event.matches
      this.#apply()
    })
    this.#apply()
  }

  get chosen(): Theme {
    return this.#chosen
  }

  choose(theme: Theme): void {
    this.#chosen = theme
    this.#apply()
    try {
      if (theme === 'system') localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, theme)
    } catch {
      // A browser without storage follows the system next time.
    }
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.isDark ? 'dark' : 'light'
  }
}

export const theme = new ThemeChoice()
