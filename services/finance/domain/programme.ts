/** What this service knows of a programme: its office, and its clauses that promise money. Folded only. */

import { ProgrammeImported, ProgrammeOfficeSucceeded } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'

/** `measures`: ids of the clauses that promise money. */
export type ProgrammeView = { readonly office: OrganisationName; readonly measures: readonly string[] }

type Folded = ProgrammeImported | ProgrammeOfficeSucceeded

function evolve(state: ProgrammeView | undefined, { fact }: Recorded<Folded>): ProgrammeView | undefined {
  if (fact.$type === 'qiantou.programme.v1.ProgrammeOfficeSucceeded')
    return state && { ...state, office: fact.successor }
  const clauses = fact.content?.clauses ?? []
  const measures = clauses.filter(({ kind }) => kind === 'CLAUSE_KIND_MEASURE').map(({ id }) => id)
  return { office: fact.content?.office ?? '', measures }
}

export const programmeView: Fold<ProgrammeView, never, Folded> = {
  aggregate: 'programme',
  foldVersion: 1,
  folds: [ProgrammeImported, ProgrammeOfficeSucceeded],
  touches: ({ subject }) => [subject],
  evolve,
}
