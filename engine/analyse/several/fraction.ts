import { divide, type Exact, ONE } from '../../money/exact.ts'
import {
  addForms,
  constantForm,
  derivativeOf,
  type Form,
  formValue,
  isWithinDegree,
  multiplyForms,
  negateForm,
  sameForm,
  scaleForm,
  subtractForms,
  variableForm,
} from './form.ts'

/** What a figure is over one region: a quotient of two forms, the lower of them above 0 there. Most are lines over 1. */
export type Fraction = { readonly top: Form; readonly under: Form }

const UNIT = constantForm(ONE)

export const fixedAsFraction = (value: Exact): Fraction => ({ top: constantForm(value), under: UNIT })
export const variableFraction = (k: number): Fraction => ({ top: variableForm(k), under: UNIT })

/** The value of a figure that is the same everywhere; undefined if it is not. */
export const fixedFraction = (f: Fraction): Exact | undefined => (f.under === UNIT ? formValue(f.top) : undefined)

const bounded = (top: Form, under: Form): Fraction | undefined =>
  isWithinDegree(top) && isWithinDegree(under) ? { top, under: sameForm(under, UNIT) ? UNIT : under } : undefined

export const addFractions = (a: Fraction, b: Fraction): Fraction | undefined =>
  a.under === b.under || sameForm(a.under, b.under)
    ? { top: addForms(a.top, b.top), under: a.under }
    : bounded(addForms(multiplyForms(a.top, b.under), multiplyForms(b.top, a.under)), multiplyForms(a.under, b.under))

export const subtractFractions = (a: Fraction, b: Fraction): Fraction | undefined =>
  addFractions(a, { top: negateForm(b.top), under: b.under })

export const multiplyFractions = (a: Fraction, b: Fraction): Fraction | undefined =>
  bounded(multiplyForms(a.top, b.top), a.under === UNIT && b.under === UNIT ? UNIT : multiplyForms(a.under, b.under))

/** a ÷ b over a region in which b is not 0 and has the given sign. */
export function divideFractions(a: Fraction, b: Fraction, signOfB: 1 | -1): Fraction | undefined {
  const value = fixedFraction(b)
  if (value) return { top: scaleForm(a.top, divide(ONE, value)), under: a.under }
  if (sameForm(a.top, b.top) && sameForm(a.under, b.under)) return fixedAsFraction(ONE)
  const top = signOfB > 0 ? b.top : negateForm(b.top)
  const upper = multiplyForms(a.top, signOfB > 0 ? b.under : negateForm(b.under))
  return bounded(upper, multiplyForms(a.under, top))
}

/** A form that has the sign of a − b. */
export const signForm = (a: Fraction, b: Fraction): Form =>
  a.under === b.under
    ? subtractForms(a.top, b.top)
    : subtractForms(multiplyForms(a.top, b.under), multiplyForms(b.top, a.under))

/** The slope along one variable; its lower form is the square of the figure's, so above 0. */
export const slopeOfFraction = ({ top, under }: Fraction, k: number): Fraction =>
  under === UNIT
    ? { top: derivativeOf(top, k), under: UNIT }
    : {
        top: subtractForms(multiplyForms(derivativeOf(top, k), under), multiplyForms(top, derivativeOf(under, k))),
        under: multiplyForms(under, under),
      }
