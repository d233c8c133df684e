/** Versions of the tally that run side by side: the same facts, folded into states of another shape. */
import { randomUUID } from 'node:crypto'
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import {
  AssignmentSubmitted,
  ProgressReported,
  ReassignmentRequested,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { type AnyDecider, type Decider, noParties } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { EventStore } from '#shared/postgres/event-store.ts'
import { Generation } from '#shared/postgres/generation.ts'
import { type Archive, checkStates, refoldOutdated } from '#shared/postgres/rebuild.ts'
import { other, own, type TallyCommand, tally, third } from './store-tally.ts'

const hot = 'programmes/p/tasks/hot'

/** What the newer version keeps: nothing is called as in the older one. */
export type Renewed = { readonly own: number; readonly foreign: number }

type Foreign = AssignmentSubmitted | ReassignmentRequested

/** Throws where it is given a state of the other version. */
export const strictTally: typeof tally = {
  ...tally,
  evolve: (state, recorded, stream) => {
    if (state && typeof state.count !== 'number') throw new Error(`not mine: ${JSON.stringify(state)}`)
    return tally.evolve(state, recorded, stream)
  },
}

export const renewedTally: Decider<TallyCommand, Renewed, ProgressReported, Foreign> = {
  aggregate: 'tally',
  foldVersion: 2,
  owns: [ProgressReported],
  folds: [AssignmentSubmitted, ReassignmentRequested],
  touches: ({ subject }) => [subject],
  parties: () => noParties,
  decide: (command, state = { own: 0, foreign: 0 }) =>
    command.type === 'Add' && state.own >= (command.limit ?? Number.MAX_SAFE_INTEGER)
      ? reject('precondition', 'NOT_WORKABLE', { state: `${state.own}` })
      : right([ProgressReported.create({ report: state.own + 1 })]),
  evolve: (state = { own: 0, foreign: 0 }, { fact }) => {
    if (typeof state.own !== 'number') throw new Error(`not mine: ${JSON.stringify(state)}`)
    return fact.$type === 'qiantou.assignment.v1.ProgressReported'
      ? { ...state, own: state.own + 1 }
      : { ...state, foreign: state.foreign + 1 }
  },
}

/** One instance of a version, as a service opens it. */
export class Version {
  readonly store: EventStore
  readonly generation: Generation
  private readonly decider: AnyDecider
  private readonly end_: () => Promise<void>

  private constructor(decider: AnyDecider, generation: Generation, store: EventStore, end: () => Promise<void>) {
    this.decider = decider
    this.generation = generation
    this.store = store
    this.end_ = end
  }

  static async open(url: string, decider: AnyDecider, archive: Archive): Promise<Version> {
    const database = openDatabase(url, { name: `version ${decider.foldVersion}` })
    const absorbs = { folds: new Map([other, third].map((source) => [source, [decider]] as const)) }
    const generation = await Generation.open({ database, source: own, deciders: [decider], absorbs, archive })
    const store = new EventStore({
      source: own,
      database: generation.states.database,
      clock: systemClock,
      absorbs,
      generation,
    })
    await store.open()
    await refoldOutdated(generation.states)
    await generation.noticed()
    return new Version(decider, generation, store, async () => {
      await store.drain()
      await generation.close()
      await database.end()
    })
  }

  async add(stream = hot, command: TallyCommand = { type: 'Add' }): Promise<string> {
    const outcome = await this.execute(stream, () => right(command))
    return isLeft(outcome) ? outcome.left.reason : 'recorded'
  }

  /** A command that cannot be decided: its batch fails, after it has caught up with the other version. */
  async fail(): Promise<void> {
    await this.execute(hot, () => {
      throw new Error('failed while deciding')
    })
  }

  private execute(stream: string, make: () => Either<Rejection, TallyCommand>) {
    return this.store.execute({
      ...{ stream, decider: this.decider, actor: 'organisations/hn-kjt', requestId: randomUUID() },
      ...{ requestHash: Buffer.alloc(16), contents: [], correlationId: stream, make },
    })
  }

  async state<State>(stream = hot): Promise<State> {
    return (await this.store.load(stream))?.state as State
  }

  async version(stream = hot): Promise<bigint | undefined> {
    return (await this.store.load(stream))?.version
  }

  async differing(): Promise<readonly string[]> {
    return (await checkStates(this.generation.states)).differing
  }

  end(): Promise<void> {
    return this.end_()
  }
}
