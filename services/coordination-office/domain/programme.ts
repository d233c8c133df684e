/** What this service knows of a programme: its office. Folded only; nothing is decided here. */
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Fold, OrganisationName } from '#shared/domain/decider.ts'

export type ProgrammeView = { readonly office: OrganisationName }

export const programmeView: Fold<ProgrammeView, never, ProgrammeImported> = {
  aggregate: 'programme',
  foldVersion: 1,
  folds: [ProgrammeImported],
  touches: ({ subject }) => [subject],
  evolve: (_, { fact }) => ({ office: fact.content?.office ?? '' }),
}
