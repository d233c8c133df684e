/** What this service knows of a programme: its office, and its rules. Folded only; nothing is decided here. */

import {
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  ProgrammeRulesChanged,
  type Rules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Fold, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { type EntryOf, endless, workerOn } from '#shared/domain/organisation-view.ts'
import { rulesOf } from '#shared/domain/rules.ts'

export type ProgrammeView = { readonly office: OrganisationName; readonly rules: Rules }

/** The programme's own parties; who is asked in its consultations, or has part in its tasks, is not party to it. */
export const programmeParties = ({ office }: ProgrammeView): ReadonlySet<OrganisationName> => new Set([office])

/** Which office runs a programme. */
export type Run = { readonly name: ResourceName; readonly office: OrganisationName }

/** The programmes that nobody would run once an organisation is gone: those that it runs, or will by what is recorded. */
export const strandedBy = (
  organisation: OrganisationName,
  runs: readonly Run[],
  entryOf: EntryOf,
): readonly ResourceName[] =>
  runs.filter(({ office }) => workerOn(endless, office, entryOf) === organisation).map(({ name }) => name)

type Folded = ProgrammeImported | ProgrammeRulesChanged | ProgrammeOfficeSucceeded

function evolve(state: ProgrammeView | undefined, { fact }: Recorded<Folded>): ProgrammeView | undefined {
  if (fact.$type === 'qiantou.programme.v1.ProgrammeImported')
    return { office: fact.content?.office ?? '', rules: rulesOf(fact.content?.rules) }
  if (fact.$type === 'qiantou.programme.v1.ProgrammeOfficeSucceeded')
    return state && { ...state, office: fact.successor }
  return state && { ...state, rules: rulesOf(fact.rules) }
}

export const programmeView: Fold<ProgrammeView, never, Folded> = {
  aggregate: 'programme',
  foldVersion: 2,
  folds: [ProgrammeImported, ProgrammeRulesChanged, ProgrammeOfficeSucceeded],
  touches: ({ subject }) => [subject],
  evolve,
}
