/**
 * A work budget: matching counts what it does (characters read, candidates looked at) and stops when its steps are
 * used up, so that no pattern and no observation can hold the caller for long.
 */

export class OutOfSteps extends Error {}

export class Budget {
  readonly steps: number
  used = 0

  constructor(steps: number) {
    this.steps = steps
  }

  /** Counts work about to be done. @throws OutOfSteps when there is no more to spend */
  spend(steps: number): void {
    this.used += steps
    if (this.used > this.steps) throw new OutOfSteps('the work budget is used up')
  }
}
