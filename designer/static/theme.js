// Before the first paint, so that a chosen theme does not flash the other one.
try {
  const theme = localStorage.getItem('dreizack:theme')
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  const locale = localStorage.getItem('dreizack:locale') ?? navigator.language.slice(0, 2)
  document.documentElement.lang = locale === 'de' ? 'de' : 'en'
} catch {
  // Storage may be forbidden: the system's theme and language serve.
}
