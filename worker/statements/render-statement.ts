import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Plan, Step } from '#engine'
import type { PeriodExplanation } from '../earnings/explain-period.ts'
import type { Statement } from './build-statement.ts'
import { Format } from './format.ts'
import { page } from './render-page.ts'
import type { Words } from './words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>
/** What a step needs to be said: the words, the formats, and the plan that it is of. */
type Voice = {
  readonly words: Words
  readonly format: Format
  readonly plan: Plan
}

/**
 * The statement as one HTML page: complete without JavaScript, every figure a disclosure that unfolds to deals and
 * clauses. Names are text nodes; nothing from outside becomes markup.
 */
export function renderStatement(statement: Statement, words: Words, locale: string, nonce: string): Html {
  const format = new Format(locale)
  const totals = [...statement.totals].map(
    ([currency, minor]) => html`<span class="total">${format.money(minor, currency)}</span>`,
  )
  const isOpen = statement.sections.some(({ result }) => result.exceptions.length > 0)
  const body = html`
    <header class="masthead">
      <p class="eyebrow">${statement.organisation} · ${words.statement}</p>
      <h1>${statement.participant}</h1>
      <p class="dates">${statement.periodId} · ${format.date(statement.from)} – ${format.lastDay(statement.to)}</p>
      <p class="sum"><span class="caption">${isOpen ? words.totalOpen : words.total}</span>${totals}</p>
    </header>
    ${statement.sections.length + statement.trueUps.length === 0 ? html`<p class="empty">${words.nothing}</p>` : ''}
    ${statement.sections.map((section) => renderSection(section, words, format))}
    ${renderTrueUps(statement, words, format)}
    ${renderProof(statement, words, format)}`
  return page({
    title: `${words.statement} – ${statement.participant} – ${statement.periodId}`,
    lang: words.locale,
    nonce,
    body,
  })
}

function renderSection(section: PeriodExplanation, words: Words, format: Format): Html {
  const { plan } = section.result.version.program
  const voice: Voice = { words, format, plan }
  const { period, exceptions } = section.result
  const largest = section.result.earnings.reduce((most, e) => ((e.minor ?? 0n) > most ? (e.minor ?? 0n) : most), 1n)
  return html`
    <section class="plan" aria-labelledby="p-${section.plan.id}-${period.id}">
      <h2 id="p-${section.plan.id}-${period.id}">${section.plan.name}</h2>
      <p class="meta">${period.id} · ${format.date(period.from)} – ${format.lastDay(period.to)} · ${words.version} ${section.version}</p>
      ${section.derivations.map((step, i) => renderEarning(step, section.result.earnings[i]?.minor ?? null, largest, voice))}
      ${renderPayment(section, voice)}
      ${
        exceptions.length === 0
          ? ''
          : html`<div class="exceptions" role="note"><h3>${words.exceptions}</h3><ul>${exceptions.map((x) => html`<li>${x.message}</li>`)}</ul></div>`
      }
    </section>`
}

/** What earlier, locked periods would be now, and what is paid for it in this one; nothing where they stand. */
function renderTrueUps({ trueUps }: Statement, words: Words, format: Format): Html | string {
  if (trueUps.length === 0) return ''
  const line = (t: Statement['trueUps'][number]) =>
    html`<li class="leaf"><span class="name">${t.corrects} · ${t.planName} · ${t.title}</span><span class="figure">${format.money(t.minor, t.currency)}</span></li>`
  return html`<section class="plan" aria-labelledby="true-ups">
    <h2 id="true-ups">${words.trueUps}</h2>
    <p class="meta">${words.trueUpsText}</p>
    <ul class="steps">${trueUps.map(line)}</ul>
  </section>`
}

/** Between what was earned and what is paid, where the plan has payout rules; nothing where both are the same. */
function renderPayment({ result }: PeriodExplanation, { words, format, plan }: Voice): Html | string {
  const titles = new Map((plan.payoutRules ?? []).map((rule) => [rule.id, rule.title]))
  const { entries, minor } = result.payment
  const earned = result.earnings.reduce((sum, e) => sum + (e.minor ?? 0n), 0n)
  if (entries.length === 0 && earned === minor) return ''
  const payable = [...result.payment.payable.values()].reduce((sum, m) => sum + m, 0n)
  const line = (name: string, amount: bigint) =>
    html`<li class="leaf"><span class="name">${name}</span><span class="figure">${format.money(amount, plan.currency)}</span></li>`
  return html`<div class="payment">
    <h3>${words.payment}</h3>
    <ul class="steps">
      ${line(words.earned, earned)} ${payable === earned ? '' : line(words.payable, payable)}
      ${entries.map((e) => line(`${words.entries[e.what] ?? e.what}: ${titles.get(e.rule) ?? e.rule}`, e.minor))}
    </ul>
    <p class="paid"><span class="name">${words.paid}</span><span class="figure">${format.money(minor, plan.currency)}</span></p>
  </div>`
}

function renderEarning(step: Step, minor: bigint | null, largest: bigint, voice: Voice): Html {
  const { words, format, plan } = voice
  const lines = step.steps.filter((s) => s.kind === 'Line')
  const others = step.steps.filter((s) => s.kind !== 'Line')
  const width = minor !== null && minor > 0n ? Number((minor * 100n) / largest) : 0
  return html`
    <details class="earning">
      <summary>
        <span class="name">${step.label}</span>
        <span class="bar" aria-hidden="true"><svg viewBox="0 0 100 4" preserveAspectRatio="none"><rect width="${width}" height="4" /></svg></span>
        <span class="figure">${minor === null ? words.notCalculated : format.money(minor, plan.currency)}</span>
      </summary>
      ${clauseOf(step, voice)}
      ${
        lines.length > 0
          ? html`<h3>${words.deals}</h3><ul class="lines">${lines.map((line) => renderLine(line, voice))}</ul>`
          : isPerCredit(step, plan)
            ? html`<p class="empty">${words.noDeals}</p>`
            : ''
      }
      ${others.length > 0 ? html`<h3>${words.howCalculated}</h3><ul class="steps">${others.map((s) => renderStep(s, voice))}</ul>` : ''}
    </details>`
}

/** The earning or the contest that a derivation is of. */
function partOf(step: Step, plan: Plan): Plan['earnings'][number] | NonNullable<Plan['contests']>[number] | undefined {
  const [, list, index] = step.path.split('/')
  return list === 'contests' ? plan.contests?.[Number(index)] : plan.earnings[Number(index)]
}

function isPerCredit(step: Step, plan: Plan): boolean {
  const part = partOf(step, plan)
  return part?.kind === 'Earning' && part.per === 'credit'
}

/** What the plan says about the part, in its author's words. */
function clauseOf(step: Step, { plan }: Voice): Html | string {
  const explanation = partOf(step, plan)?.explanation
  return explanation ? html`<p class="clause">${explanation}</p>` : ''
}

function renderLine(line: Step, voice: Voice): Html {
  const { words, format, plan } = voice
  const credit = line.steps.find((s) => s.kind === 'Credit')
  return html`<li><details>
    <summary>
      <span class="when">${line.transaction ? format.date(line.transaction.creditedOn) : ''}</span>
      <span class="name">${line.label}</span>
      <span class="base">${credit?.value ? html`${words.of} ${format.moneyText(credit.value.text, plan.currency)}` : ''}</span>
      <span class="figure">${line.value ? format.moneyText(line.value.text, plan.currency) : ''}</span>
    </summary>
    <ul class="steps">${line.steps.map((s) => renderStep(s, voice))}</ul>
  </details></li>`
}

/** A step with what made it; a leaf is a line of text. */
function renderStep(step: Step, voice: Voice): Html {
  const name = nameOf(step, voice)
  const value = shownValue(step, voice)
  const head = html`<span class="name">${name}</span><span class="figure">${value}</span>`
  if (step.steps.length === 0) return html`<li class="leaf">${head}</li>`
  return html`<li><details open><summary>${head}</summary><ul class="steps">${step.steps.map((s) => renderStep(s, voice))}</ul></details></li>`
}

function nameOf(step: Step, { words, format, plan }: Voice): string {
  const kind = words.kinds[step.kind] ?? step.kind
  if (step.kind === 'Band' && step.band) {
    const { from, to, slice, rate, rateType } = step.band
    const table = plan.tables[Number(step.path.split('/')[2])]
    const edge = (text: string) =>
      table?.axis === 'number' ? format.number(text) : format.moneyText(text, plan.currency)
    const amount = table?.axis === 'number' ? format.number(slice) : format.moneyText(slice, plan.currency)
    const range =
      to === null
        ? `${words.from} ${edge(from)} ${words.andMore}`
        : `${words.from} ${edge(from)} ${words.to} ${edge(to)}`
    return `${step.label ?? kind}, ${range}: ${rateType === 'money' ? format.moneyText(rate, plan.currency) : format.percent(rate)} ${words.of} ${amount}`
  }
  if (step.label === null) return kind
  return `${kind} ${step.label}`
}

function shownValue(step: Step, { words, format, plan }: Voice): string {
  if (step.value === null) return words.notCalculated
  const { type, text } = step.value
  switch (type) {
    case 'money':
      return format.moneyText(text, plan.currency)
    case 'percent':
      return format.percent(text)
    case 'number':
    case 'quantity':
      return format.number(text)
    case 'yes/no':
      return text === 'yes' ? words.yes : words.no
    case 'date':
      return format.date(text)
    default:
      return text
  }
}

/** What an auditor needs to calculate the page again. */
function renderProof(statement: Statement, words: Words, format: Format): Html {
  const hashes = [...new Map(statement.sections.map((s) => [s.hash, s])).values()]
  return html`
    <footer class="proof">
      <details>
        <summary>${words.proof}</summary>
        <dl>
          ${hashes.map((s) => html`<dt>${words.planHash}, ${s.plan.name} ${s.version}</dt><dd><code>${s.hash}</code></dd>`)}
          <dt>${words.engine}</dt><dd>${statement.engineVersion}</dd>
          <dt>${words.inputs}</dt><dd>${words.revision} ${statement.configurationRevision}, ${words.upTo} ${statement.throughSeq}</dd>
          <dt>${words.asOf}</dt><dd>${format.date(statement.asOf)}</dd>
        </dl>
      </details>
    </footer>`
}
