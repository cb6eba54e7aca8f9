/** The statement's style: calm, for paper and for a phone, light and dark. */
export const STYLE = `
:root { --ink: #1c2530; --quiet: #5b6774; --line: #d9dee5; --paper: #ffffff; --ground: #f4f6f8; --accent: #0b6b62; --warn: #8a4b00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --quiet: #9aa7b4; --line: #313b46; --paper: #171d24; --ground: #0f1419; --accent: #4fc3b4; --warn: #f0b46a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 54rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3rem); background: var(--paper); min-height: 100vh }
@media (min-width: 58rem) { main { margin: 2rem auto; border-radius: 12px; min-height: 0; box-shadow: 0 1px 3px rgb(0 0 0 / 12%) } }
h1 { font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.15; margin: .2rem 0; letter-spacing: -.01em; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere }
h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--quiet); margin: 1rem 0 .25rem; font-weight: 600 }
.masthead { border-bottom: 2px solid var(--ink); padding-bottom: 1.25rem }
.eyebrow, .meta, .dates, .caption { color: var(--quiet); margin: 0; font-size: .9rem }
.eyebrow { text-transform: uppercase; letter-spacing: .08em; font-size: .78rem }
.sum { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1.5rem; margin: 1.25rem 0 0 }
.total { font-size: clamp(1.8rem, 7vw, 2.8rem); font-weight: 650; color: var(--accent); font-variant-numeric: tabular-nums; letter-spacing: -.02em }
.plan { padding: 1.5rem 0 .5rem; border-bottom: 1px solid var(--line) }
.figure { font-variant-numeric: tabular-nums; text-align: right; margin-left: auto; white-space: nowrap }
summary { display: flex; align-items: baseline; gap: .75rem; cursor: pointer; padding: .4rem .25rem; border-radius: 6px; list-style: none }
summary::-webkit-details-marker { display: none }
summary::before { content: ""; flex: none; align-self: center; border: .3em solid transparent; border-left-color: var(--quiet); margin: 0 -.2em 0 .1em }
details[open] > summary::before { transform: rotate(90deg) translateX(.1em) }
summary:hover { background: var(--ground) }
summary:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.name { overflow-wrap: anywhere; min-width: 0 }
.earning { margin: .5rem 0 }
.earning > summary { font-weight: 600; font-size: 1.05rem }
.bar { flex: 1 1 4rem; min-width: 2rem; align-self: center }
.bar svg { display: block; width: 100%; height: 6px; background: var(--ground); border-radius: 3px }
.bar rect { fill: var(--accent) }
ul { list-style: none; margin: 0; padding: 0 0 0 1.3rem }
.lines { padding-left: 0 }
.lines > li { border-top: 1px solid var(--line) }
.when { color: var(--quiet); flex: none; font-size: .9rem; font-variant-numeric: tabular-nums }
.base { color: var(--quiet); font-size: .9rem; white-space: nowrap; margin-left: auto }
.base + .figure { margin-left: 0; min-width: 6.5rem }
.steps { font-size: .92rem }
.leaf { display: flex; gap: .75rem; padding: .2rem .25rem .2rem 1.55rem }
.clause { color: var(--quiet); margin: .25rem 0 .5rem 1.55rem; max-width: 60ch }
.empty { color: var(--quiet) }
.exceptions { border-left: 4px solid var(--warn); padding: .25rem 1rem; margin: 1rem 0; background: var(--ground) }
.exceptions ul { list-style: disc }
.paid { display: flex; font-weight: 650; border-top: 1px solid var(--line); padding: .4rem .25rem 0 1.55rem; margin: .25rem 0 }
.proof { margin-top: 1.5rem; color: var(--quiet); font-size: .9rem }
dt { font-weight: 600; margin-top: .5rem } dd { margin: 0; overflow-wrap: anywhere } code { font-size: .85em }
.message { max-width: 34rem; margin: 10vh auto; text-align: center }
button { font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: 8px; padding: .8rem 1.6rem; cursor: pointer; min-height: 44px }
@media (max-width: 30rem) { .earning .bar { display: none } .base { display: none } .base + .figure { margin-left: auto; min-width: 0 } summary { gap: .5rem } .when { font-size: .8rem } ul { padding-left: .8rem } }
@media print { body, main { background: #fff; color: #000 } main { box-shadow: none; margin: 0; padding: 0; max-width: none } details { break-inside: avoid } summary::before { display: none } }
`
