/** Who is there no more, and who has succeeded it, in the order of the records that say so (docs/domain.md, rule 19). */
import type { Body } from './part-model.ts'

export class Successions {
  private readonly all: { readonly of: Body; readonly by: Body }[] = []

  /** What a body did is from then on as if its successor had done it, where it has one. */
  add(of: Body, by: Body): void {
    if (by) this.all.push({ of, by })
  }

  /** Rule 10: who stands for whom did something for a body; what that did itself stays its own. */
  standingFor(doer: Body | undefined, body: Body): Body | undefined {
    if (doer === undefined || doer === body) return doer
    const last = this.all.findLastIndex(({ of }) => of === doer)
    // Who ends in its turn passes on what it had taken over.
    return this.all.slice(Math.max(last, 0)).reduce((heir, { of, by }) => (of === heir ? by : heir), doer)
  }
}
