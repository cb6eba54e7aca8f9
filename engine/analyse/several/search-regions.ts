import { compare, type Exact, isZero, multiply, negate, subtract } from '../../money/exact.ts'
import { CURVE_CLASSES, inspectLine, type Line } from '../along-a-line.ts'
import type { Budget } from '../budget.ts'
import type { Origin } from '../curve.ts'
import { type Cell, type Figure, isAbsent, isFraction } from '../figure.ts'
import type { Loophole } from '../finding.ts'
import type { Investigation, OpenKey } from '../investigation.ts'
import { digitsOf, varyingTogether, withValue } from '../scenario.ts'
import { short } from '../settings.ts'
import { walk } from '../walk.ts'
import { groupsOf } from './depends.ts'
import {
  type Box,
  dependsOn,
  derivativeOf,
  divideForm,
  type Form,
  formAt,
  MOST_VARIABLES,
  multiplyForms,
  negateForm,
  rangeOf,
  type Side,
  scaleForm,
  subtractForms,
  variableForm,
} from './form.ts'
import { type Fraction, slopeOfFraction, subtractFractions } from './fraction.ts'
import { Region } from './region.ts'
import { RegionAlgebra, Undecided } from './region-algebra.ts'
import { pointsOf } from './sample.ts'

/** What a region pays: all of it, and without floors and caps. */
type Paid = { readonly total: Cell; readonly free: Cell }
type Leaf = { readonly region: Region; readonly total: Fraction; readonly free: Fraction | undefined }
type Border = { readonly region: Region; readonly by: Origin }

/** Halvings of a region in which a form has no one sign. */
const HALVINGS = 4
/** Lines drawn through points of one suspicion, and of all. */
const TRIES = 4
const LINES = 48

/**
 * What lies between the lines: all numbers of a setting at once, branch and bound. A region in which some comparison goes
 * both ways is split by it; in what is left everything that is paid is one exact form, whose slopes are bounded, and on the
 * surface between two regions their difference is. Where a bound does not exclude something, a line is drawn through a point
 * at which it shows; where no line shows it, it is not excluded. See decisions/0010.
 */
export function searchRegions(i: Investigation, lines: readonly Line[], budget: Budget): void {
  const variables = lines.map((l) => l.scenario.variable)
  for (const group of groupsOf(i.program.plan, variables)) {
    if (group.length < 2) continue
    const own = group.map((k) => lines[k] as Line)
    if (group.length > MOST_VARIABLES) leaveAllOpen(i, 'open-too-many')
    else i.attempt(CURVE_CLASSES, () => new Search(i, own, budget).run())
  }
}

const leaveAllOpen = (i: Investigation, why: OpenKey): void => {
  for (const code of CURVE_CLASSES) i.leaveOpen(code, why)
}

class Search {
  readonly #i: Investigation
  readonly #lines: readonly Line[]
  readonly #budget: Budget
  readonly #digits: readonly number[]
  readonly #leaves: Leaf[] = []
  readonly #borders: Border[] = []
  /** By line: what it raised. */
  readonly #drawn = new Map<string, ReadonlySet<Loophole>>()
  /** By place: whether some line showed it. */
  readonly #places = new Map<string, boolean>()
  readonly #tries = new Map<string, number>()
  /** The variables along which something is paid more somewhere. */
  readonly #rising = new Set<number>()
  #isGrid = true

  constructor(i: Investigation, lines: readonly Line[], budget: Budget) {
    this.#i = i
    this.#lines = lines
    this.#budget = budget
    this.#digits = lines.map((l) => digitsOf(l.scenario.variable, i.moneyDigits))
  }

  run(): void {
    this.#explore()
    for (const leaf of this.#leaves) this.#slopes(leaf)
    for (const border of this.#borders) this.#cross(border)
    for (const leaf of this.#leaves) this.#flats(leaf)
    for (const [place, isShown] of this.#places) {
      const code = place.slice(0, place.indexOf(' ')) as Loophole
      if (!isShown) this.#i.leaveOpen(code, 'open-between')
    }
  }

  /** What is paid in a region, or the form by which it must be split. */
  #read(region: Region, side: 1 | 0 | -1): Paid | Undecided {
    const algebra = new RegionAlgebra(region, side, this.#budget)
    const { situation } = (this.#lines[0] as Line).scenario
    const varied = this.#lines.map(({ scenario: { variable } }, k) => ({ variable, figure: algebra.variable(k) }))
    try {
      const outcome = walk(
        this.#i.program,
        { types: this.#i.types, algebra },
        varyingTogether(algebra, situation, varied),
      )
      if (outcome.isPartial) leaveAllOpen(this.#i, 'open-unknown')
      if (algebra.isCoarse) leaveAllOpen(this.#i, 'open-stairs')
      return { total: cellOf(outcome.total), free: cellOf(outcome.unbounded) }
    } catch (error) {
      if (error instanceof Undecided) return error
      throw error
    }
  }

  #explore(): void {
    const box: Box = this.#lines.map((): Side => this.#i.domain)
    const open = [new Region(box)]
    for (let region = open.pop(); region; region = open.pop()) {
      const paid = this.#read(region, 1)
      if (paid instanceof Undecided) {
        if (!region.isAlongBox(paid.form)) this.#isGrid = false
        const surface = region.onSurface(paid.form)
        if (surface) this.#borders.push({ region: surface, by: paid.by })
        open.push(...region.split(paid.form))
        continue
      }
      if (isAbsent(paid.total) && paid.total.absent === 'unknown') leaveAllOpen(this.#i, 'open-unknown')
      if (isFraction(paid.total))
        this.#leaves.push({ region, total: paid.total, free: isFraction(paid.free) ? paid.free : undefined })
    }
  }

  #slopes({ region, total }: Leaf): void {
    this.#lines.forEach(({ isSold, isMoney }, k) => {
      const slope = slopeOfFraction(total, k)
      const sign = region.signOf(slope.top)
      if (sign !== 0 && sign !== -1) this.#rising.add(k)
      const key = `${k} ${textOf(slope.top)}`
      if (isSold && sign !== 0 && sign !== 1 && !this.#isSmall(region, slope, k))
        this.#exclude(region, negateForm(slope.top), k, 'non-monotone', key)
      if (isMoney) this.#exclude(region, subtractForms(slope.top, this.#limitOf(slope)), k, 'marginal-rate', key)
    })
  }

  /** What a slope may be, over the same: the limit for each of the deals alike. */
  #limitOf({ under }: Fraction): Form {
    const limit = scaleForm(under, this.#i.limit)
    const deals = this.#lines.findIndex((l) => l.scenario.variable.kind === 'deals')
    return deals < 0 ? limit : multiplyForms(limit, variableForm(deals))
  }

  /** Whether a region is too narrow for a fall that counts. */
  #isSmall(region: Region, slope: Fraction, k: number): boolean {
    const { lo, hi } = region.box[k] as Side
    const [top, under] = [rangeOf(slope.top, region.box).lo, rangeOf(slope.under, region.box).lo]
    if (under.n <= 0n) return false
    const loss = multiply(negate(top), subtract(hi, lo))
    return compare(loss, multiply(this.#i.least, under)) < 0
  }

  /** What crossing a border is worth, along each variable that crosses it. */
  #cross(border: Border): void {
    const open = [border.region]
    for (let region = open.pop(); region; region = open.pop()) {
      const [below, above] = [this.#read(region, -1), this.#read(region, 1)]
      const undecided = below instanceof Undecided ? below : above instanceof Undecided ? above : undefined
      if (undecided) {
        open.push(...region.split(undecided.form))
        continue
      }
      const on = this.#read(region, 0)
      const [low, high] = [(below as Paid).total, (above as Paid).total]
      this.#jump(region, border.by, low, high)
      if (on instanceof Undecided) {
        // Something is asked on the border alone: what it decides there is looked at, but not in the corner of both.
        for (const code of ['cliff', 'non-monotone'] as const) this.#i.leaveOpen(code, 'open-between')
        open.push(...region.split(on.form))
      } else if (!this.#isSame(region, low, on.total) && !this.#isSame(region, on.total, high)) {
        this.#jump(region, border.by, low, on.total)
        this.#jump(region, border.by, on.total, high)
      }
    }
  }

  /** Whether two figures are the same all over a border. */
  #isSame(region: Region, a: Cell, b: Cell): boolean {
    if (!isFraction(a) || !isFraction(b) || !region.surface) return true
    const apart = subtractFractions(a, b)
    return apart !== undefined && divideForm(apart.top, region.surface).rest.length === 0
  }

  #jump(region: Region, by: Origin, below: Cell, above: Cell): void {
    if (!isFraction(below) || !isFraction(above) || !region.surface) return
    const jump = subtractFractions(above, below)
    if (!jump) {
      leaveAllOpen(this.#i, 'open-unknown')
      return
    }
    const size = divideForm(jump.top, region.surface).rest
    if (size.length === 0) return
    const least = scaleForm(divideForm(jump.under, region.surface).rest, this.#i.least)
    const [up, down] = [subtractForms(size, least), subtractForms(negateForm(size), least)]
    this.#lines.forEach(({ isSold }, k) => {
      if (!dependsOn(region.surface as Form, k)) return
      const way = region.signOf(derivativeOf(region.surface as Form, k))
      const [more, less] = way === -1 ? [down, up] : [up, down]
      const key = `${k} ${by.path}`
      if (region.signOf(more) !== -1 || (way === undefined && region.signOf(less) !== -1)) this.#rising.add(k)
      const falls: Loophole = isSold ? 'non-monotone' : 'cliff'
      if (!this.#i.isSuspected('cliff', by.path)) this.#exclude(region, more, k, 'cliff', key)
      if (!this.#i.isSuspected(falls, by.path)) this.#exclude(region, less, k, falls, key)
      if (way === undefined) {
        this.#exclude(region, less, k, 'cliff', key)
        this.#exclude(region, more, k, falls, key)
      }
    })
  }

  /**
   * Stretches on which nothing more is paid. In a grid every line through a region passes the same regions as any other, so
   * that one line decides; elsewhere a line that shows nothing decides only for itself.
   */
  #flats({ region, total, free }: Leaf): void {
    this.#lines.forEach(({ isSold }, k) => {
      if (!isSold || !this.#rising.has(k)) return
      if (slopeOfFraction(total, k).top.length > 0 || (free && slopeOfFraction(free, k).top.length > 0)) return
      const others = region.box.map((side, j) => (j === k ? '' : textOfSide(side))).join(' ')
      const place = `flat-zone ${k} ${this.#isGrid ? others : ''}`
      if (this.#places.get(place)) return
      const [point] = pointsOf(region, this.#digits)
      const shown = point && this.#draw(k, point)
      if (shown?.has('flat-zone') || (shown && this.#isGrid)) this.#places.set(place, true)
      else if (!this.#places.has(place)) this.#places.set(place, false)
    })
  }

  /** Proves that a form is above 0 nowhere in a region, or looks for a line that shows what it means that it is. */
  #exclude(region: Region, bad: Form, k: number, code: Loophole, key: string): void {
    const place = `${code} ${key}`
    if (this.#places.get(place)) return
    let open: Region[] = [region]
    for (let n = 0; n <= HALVINGS && open.length > 0; n++) {
      const left = open.filter((part) => {
        this.#budget.spend(bad.length + 1)
        const sign = part.signOf(bad)
        return sign !== -1 && sign !== 0
      })
      if (left.length === 0) return
      for (const part of left) {
        if ((this.#tries.get(place) ?? 0) >= TRIES) break
        for (const point of pointsOf(part, this.#digits)) {
          if (formAt(bad, point).n <= 0n) continue
          this.#tries.set(place, (this.#tries.get(place) ?? 0) + 1)
          if (this.#draw(k, point)?.has(code)) {
            this.#places.set(place, true)
            return
          }
          break
        }
      }
      open = left.flatMap((part) => part.halved())
    }
    if (!this.#places.has(place)) this.#places.set(place, false)
  }

  /** Draws the line along one variable through a point, and tells what it raised. */
  #draw(k: number, point: readonly Exact[]): ReadonlySet<Loophole> | undefined {
    const line = this.#lines[k] as Line
    const values = point.map((x, j) => (j === k ? '' : short(x)))
    if (point.some((x, j) => j !== k && isZero(x))) return undefined
    const key = `${k} ${values.join(' ')}`
    const known = this.#drawn.get(key)
    if (known || this.#drawn.size >= LINES) return known
    let { scenario } = line
    this.#lines.forEach((other, j) => {
      if (j !== k) scenario = withValue(scenario, other.scenario.variable, values[j] as string)
    })
    const raised = this.#i.watch(() =>
      inspectLine(this.#i, { ...line, scenario, isSlice: true }, this.#i.draw(scenario)),
    )
    this.#drawn.set(key, raised)
    return raised
  }
}

const cellOf = (figure: Figure): Cell => figure.cells[0] as Cell
const textOf = (form: Form): string => form.map((t) => `${t.powers}:${t.by.n}/${t.by.d}`).join(' ')
const textOfSide = ({ lo, hi }: Side): string => `${lo.n}/${lo.d} ${hi.n}/${hi.d}`
