import type { After, Source } from '#shared/domain/decider.ts'

/** The world is unwell: the outcome is unknown to the caller, who may repeat the command with the same request id. */
export class StoreFault extends Error {
  override readonly name: string = 'StoreFault'
}

/** What a command builds on was in line before it and did not get in: nothing is decided. */
export class NotTakenIn extends StoreFault {
  override readonly name = 'NotTakenIn'
  readonly after: After

  constructor(source: Source, after: After) {
    super(`${source} has not taken in ${after.source} ${after.sequence}`)
    this.after = after
  }
}
