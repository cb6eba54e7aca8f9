import { SYSTEM_FIELDS, staticType } from '../check/types.ts'
import { unreachable } from '../lib/assert.ts'
import type { Plan } from '../plan/ast.ts'
import type { ComparisonOperator, Expression, ExpressionOf, QuotaSpan, TableReading } from '../plan/expression.ts'
import { addDays } from '../time/calendar-date.ts'
import type { Names } from './names.ts'
import type { Condition, Phrase } from './phrase.ts'
import type { Words } from './words.ts'

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

/** Says the expressions of one plan in one language. Every kind has its words; a new kind is a compile error here. */
export class Speaker {
  readonly plan: Plan
  readonly names: Names
  readonly words: Words
  readonly #dateFields: ReadonlySet<string>

  constructor(plan: Plan, names: Names, words: Words) {
    this.plan = plan
    this.names = names
    this.words = words
    const fields = [...SYSTEM_FIELDS, ...plan.fields.map((f) => [f.id, staticType(f.type)] as const)]
    this.#dateFields = new Set(fields.flatMap(([id, type]) => (type === 'date' ? [id] : [])))
  }

  /** An expression as the words of a value. */
  value(e: Expression): Phrase {
    const { words: w, names } = this
    const all = (of: readonly Expression[]) => of.map((item) => this.value(item))
    const only = (of: readonly Expression[], join: (of: readonly Phrase[]) => Phrase): Phrase => {
      const [first, ...rest] = all(of)
      return first && rest.length === 0 ? first : join(all(of))
    }
    switch (e.kind) {
      case 'Number':
        return w.literal(w.figures.number(e.value))
      case 'Percent':
        return w.literal(w.figures.percent(e.value))
      case 'Money':
        return w.literal(w.figures.money(e.value, e.currency))
      case 'Text':
        return w.literal(w.quoted(e.value))
      case 'TextList':
        return w.texts(e.values)
      case 'YesNo':
        return w.yesNo(e.value)
      case 'Date':
        return w.date(w.figures.date(e.value))
      case 'Field':
        return w.field(e.field)
      case 'Parameter':
        return w.parameterValue(names.parameter(e.parameter))
      case 'Recipient':
        return w.recipient(e.attribute)
      case 'CreditAmount':
        return w.creditAmount
      case 'CreditType':
        return w.creditType
      case 'Measure':
        return w.measureValue(names.measure(e.measure))
      case 'Quota': {
        const unit = e.unit === 'money' ? w.quotaUnits.money(this.plan.currency) : w.quotaUnits.number
        return w.quota(e.quota, this.span(e.span), unit)
      }
      case 'Attainment':
        return w.attainment(names.measure(e.measure), e.quota)
      case 'Earned':
        return w.earned(names.earning(e.earning))
      case 'Add':
        return only(e.of, w.sum)
      case 'Multiply':
        return this.#product(e.of)
      case 'Min':
        return only(e.of, w.smallest)
      case 'Max':
        return only(e.of, w.largest)
      case 'Subtract':
        return this.#isDate(e.left)
          ? w.days(this.value(e.left), this.value(e.right))
          : w.difference(this.value(e.left), this.value(e.right))
      case 'Divide': {
        const quotient = w.quotient(this.value(e.left), this.value(e.right))
        return e.digits === undefined ? quotient : w.rounded(quotient, w.rounding(e.digits, e.mode))
      }
      case 'Negate':
        return w.opposite(this.value(e.of))
      case 'Absolute':
        return w.unsigned(this.value(e.of))
      case 'Round':
        return w.rounded(this.value(e.of), w.rounding(e.digits, e.mode))
      case 'If':
        return w.either(this.condition(e.when), this.value(e.then), this.value(e.otherwise))
      case 'Default':
        return w.orElse(this.value(e.of), this.value(e.otherwise))
      case 'ApplyTable':
        return w.tableResult(
          names.table(e.table),
          this.#reading(e.reads, w.runningResult),
          e.per && this.value(e.per),
          e.pays && this.value(e.pays),
        )
      case 'TableCell':
        return w.tableCell(names.table(e.table), this.#reading(e.reads, w.runningCell), e.per && this.value(e.per))
      case 'MatrixCell':
        return w.matrixCell(names.matrix(e.matrix), all(e.of))
      case 'Rank':
        return w.rank(names.measure(e.measure), e.best)
      case 'Percentile':
        return w.percentile(names.measure(e.measure))
      case 'Compare':
      case 'And':
      case 'Or':
      case 'Not':
      case 'OneOf':
      case 'TextMatch':
      case 'IsMissing':
        return w.whether(this.condition(e))
      default:
        return unreachable(e)
    }
  }

  /** An expression as the words of a condition: something that holds or does not. */
  condition(e: Expression): Condition {
    const { words: w } = this
    switch (e.kind) {
      case 'Compare':
        return this.#compare(e, e.op)
      case 'And':
        return w.allOf(e.of.map((item) => this.condition(item)))
      case 'Or':
        return w.anyOf(e.of.map((item) => this.condition(item)))
      case 'Not':
        return this.#opposite(e.of)
      case 'OneOf':
        return w.oneOf(this.value(e.of), this.value(e.list), true)
      case 'TextMatch':
        return (e.how === 'contains' ? w.contains : w.startsWith)(this.value(e.of), this.value(e.text))
      case 'IsMissing':
        return w.missing(this.value(e.of))
      case 'YesNo':
        return w.constant(e.value)
      default:
        return w.holds(this.value(e), true)
    }
  }

  /** What an expression says where it stands alone. */
  text(e: Expression): string {
    return this.value(e).say('nominative')
  }

  span(span: QuotaSpan): string {
    const { words: w } = this
    if (span.kind === 'Trailing') return w.trailing(span.periods)
    if (span.kind === 'Dates') return w.dates(w.figures.date(span.from), w.figures.date(addDays(span.to, -1)))
    return w.spans[span.kind]
  }

  #opposite(e: Expression): Condition {
    const { words: w } = this
    switch (e.kind) {
      case 'Compare':
        return this.#compare(e, OPPOSITE[e.op])
      case 'OneOf':
        return w.oneOf(this.value(e.of), this.value(e.list), false)
      case 'IsMissing':
        return w.present(this.value(e.of))
      case 'YesNo':
        return w.constant(!e.value)
      case 'And':
      case 'Or':
      case 'Not':
      case 'TextMatch':
        return w.not(this.condition(e))
      default:
        return w.holds(this.value(e), false)
    }
  }

  #compare(e: ExpressionOf<'Compare'>, op: ComparisonOperator): Condition {
    const areDates = this.#isDate(e.left) || this.#isDate(e.right)
    return this.words.compared(op, this.value(e.left), this.value(e.right), areDates)
  }

  /** A literal percent first: "6 % of the credited amount". */
  #product(of: readonly Expression[]): Phrase {
    const { words: w } = this
    const at = of.findIndex((item) => item.kind === 'Percent')
    const percent = of[at]
    const rest = of.filter((_, i) => i !== at).map((item) => this.value(item))
    const [first, ...more] = rest
    if (percent?.kind === 'Percent') {
      const text = w.figures.percent(percent.value)
      return first ? w.shareOf(text, more.length === 0 ? first : w.product(rest)) : w.literal(text)
    }
    return first && more.length === 0 ? first : w.product(rest)
  }

  #reading(reads: TableReading, running: Words['runningResult']): string {
    switch (reads.kind) {
      case 'Running':
        return running[reads.lookup](this.names.measure(reads.measure))
      case 'Transaction':
        return this.words.ofTransaction(this.value(reads.of))
      case 'Window':
        return this.words.ofWindow(this.value(reads.of))
      default:
        return unreachable(reads)
    }
  }

  #isDate(e: Expression): boolean {
    return e.kind === 'Date' || (e.kind === 'Field' && this.#dateFields.has(e.field))
  }
}
