/** What this service knows of a programme: its office, its clauses that promise money, its working days, who pays. */
import { PoolBodySucceeded, PoolOpened } from '#proto/qiantou/pool/v1/pool_events.ts'
import {
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  ProgrammeRulesChanged,
  type Rules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import type { FactOf, Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { succeeded } from './succession.ts'

/** `measures`: ids of the clauses that promise money. `days`: those that are otherwise than in the calendar (rules.ts). */
export type ProgrammeView = {
  readonly office: OrganisationName
  readonly measures: readonly string[]
  readonly days: Rules['days']
  /** The finance departments of its pools. */
  readonly finances: readonly OrganisationName[]
}

const folds = [
  ProgrammeImported,
  ProgrammeRulesChanged,
  ProgrammeOfficeSucceeded,
  PoolOpened,
  PoolBodySucceeded,
] as const
type Folded = FactOf<typeof folds>

function evolve(state: ProgrammeView | undefined, { fact }: Recorded<Folded>): ProgrammeView | undefined {
  if (fact.$type === 'qiantou.programme.v1.ProgrammeOfficeSucceeded')
    return state && { ...state, office: fact.successor }
  if (fact.$type === 'qiantou.programme.v1.ProgrammeRulesChanged')
    return state && { ...state, days: fact.rules?.days ?? state.days }
  if (fact.$type === 'qiantou.pool.v1.PoolOpened')
    return state && { ...state, finances: [...new Set([...state.finances, fact.finance])] }
  if (fact.$type === 'qiantou.pool.v1.PoolBodySucceeded') {
    const next = state && succeeded(state, fact, ['finances'])
    return next && { ...next, finances: [...new Set(next.finances)] }
  }
  const { office = '', clauses = [], rules } = fact.content ?? {}
  const measures = clauses.filter(({ kind }) => kind === 'CLAUSE_KIND_MEASURE').map(({ id }) => id)
  return { office, measures, days: rules?.days ?? [], finances: [] }
}

export const programmeView: Fold<ProgrammeView, never, Folded> = {
  aggregate: 'programme',
  foldVersion: 2,
  folds,
  touches: ({ subject }) => [programmeOf(subject)],
  evolve,
}
