/** An aggregate made for tests of the store: it counts, up to a limit, and follows another source. */
import { right } from 'fp-ts/lib/Either.js'
import {
  AssignmentSubmitted,
  ProgressReported,
  ReassignmentRequested,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { type Decider, noParties, type Recorded, type Source } from '#shared/domain/decider.ts'
import { reject } from '#shared/domain/rejection.ts'
import type { Absorbs } from '#shared/postgres/opened.ts'

export const own: Source = '//qiantou/tally'
export const other: Source = '//qiantou/other'
export const third: Source = '//qiantou/third'

export type Tally = {
  readonly count: number
  /** Numbers of the foreign facts that were folded, in order. */
  readonly folded: readonly number[]
  /** Facts and submissions in the order in which they were folded. */
  readonly order: readonly string[]
  /** When time alone counts one more, ISO 8601. */
  readonly due?: string
}

export type TallyCommand =
  /** Counts one, as long as there are not more than so many. */
  | { readonly type: 'Add'; readonly limit?: number }
  /** Refused while nothing was counted. */
  | { readonly type: 'Answer' }
  /** Counts one now, and one more at that time, ISO 8601. */
  | { readonly type: 'AddLater'; readonly at: string }
  | { readonly type: 'Bug' }

const empty: Tally = { count: 0, folded: [], order: [] }

type Foreign = AssignmentSubmitted | ReassignmentRequested

/** The number of a submission that the fold of `brokenTally` chokes on. */
export const indigestible = 666

/** A fact for later has the time in its milestone. */
function counted({ due: _, ...state }: Tally, { report, milestone }: ProgressReported): Tally {
  const later = milestone ? { due: milestone } : {}
  return { ...state, ...later, count: state.count + 1, order: [...state.order, `own ${report}`] }
}

function evolve(state: Tally = empty, { fact }: Recorded<ProgressReported | Foreign>): Tally {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.ProgressReported':
      return counted(state, fact)
    case 'qiantou.assignment.v1.AssignmentSubmitted':
      return {
        ...state,
        folded: [...state.folded, fact.submission],
        order: [...state.order, `foreign ${fact.submission}`],
      }
    case 'qiantou.assignment.v1.ReassignmentRequested':
      return { ...state, order: [...state.order, 'request'] }
  }
}

export const tally: Decider<TallyCommand, Tally, ProgressReported, Foreign> = {
  aggregate: 'tally',
  foldVersion: 1,
  owns: [ProgressReported],
  folds: [AssignmentSubmitted, ReassignmentRequested],
  touches: ({ subject }) => [subject],
  parties: () => noParties,
  decide: (command, state = empty) => {
    if (command.type === 'Bug') throw new Error('a bug')
    if (command.type === 'Answer' && state.count === 0) return reject('precondition', 'NOTHING_TO_DECIDE')
    if (command.type === 'Add' && state.count >= (command.limit ?? Number.MAX_SAFE_INTEGER))
      return reject('precondition', 'NOT_WORKABLE', { state: `${state.count}` })
    const milestone = command.type === 'AddLater' ? command.at : ''
    return right([ProgressReported.create({ report: state.count + 1, milestone })])
  },
  due: ({ due }) => due,
  // Whoever is counted, twice.
  readers: ({ count }) => [`organisations/hn-${count}`, 'organisations/hn-fgw', `organisations/hn-${count}`],
  elapse: ({ count }) => [ProgressReported.create({ report: count + 1 })],
  evolve,
}

/** As a version with a bug folds. */
export const brokenTally: typeof tally = {
  ...tally,
  evolve: (state, recorded, stream) => {
    const { fact } = recorded
    if (fact.$type === 'qiantou.assignment.v1.AssignmentSubmitted' && fact.submission === indigestible)
      throw new Error('indigestible')
    return tally.evolve(state, recorded, stream)
  },
}

export const absorbsOf = (decider: typeof tally = tally): Absorbs => ({
  folds: new Map([
    [other, [decider]],
    [third, [decider]],
  ]),
})

export const submission = (number: number): AssignmentSubmitted => AssignmentSubmitted.create({ submission: number })
export const request = (): ReassignmentRequested => ReassignmentRequested.create()
