/** The work that an analysis may do is counted, never timed: the same plan is analysed equally far on every machine. */
export class OutOfSteps extends Error {
  override name = 'OutOfSteps'
}

/** Counts steps down; one step is one operation on one stretch of a curve, or one replay's worth of them. */
export class Budget {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  get left(): number {
    return this.#left
  }

  /** @throws OutOfSteps when none are left. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new OutOfSteps('out of steps')
  }
}
