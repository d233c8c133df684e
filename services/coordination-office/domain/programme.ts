/** What this service knows of a programme: its office, and its rules. Folded only; nothing is decided here. */
import {
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  ProgrammeRulesChanged,
  type Rules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { rulesOf } from '#shared/domain/rules.ts'

export type ProgrammeView = { readonly office: OrganisationName; readonly rules: Rules }

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
