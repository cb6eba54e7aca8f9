// Before the first paint, so that a chosen theme does not flash the other one.
try {
  const theme = localStorage.getItem('dreizack:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const locale = localStorage.getItem('dreizack:locale') ?? navigator.language.slice(0, 2)
  document.documentElement.lang = locale === 'de' ? 'de' : 'en'
} catch {
  // Storage may be forbidden: the system's theme and language serve.
}
