/** What services that do not own the directory know of it. Folded only; nothing is decided here. */
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import type { Day } from './calendar.ts'
import type { Fold, OrganisationName } from './decider.ts'
import { evolve, type Organisation, type OrganisationFact } from './organisation-state.ts'

export const organisationView: Fold<Organisation, never, OrganisationFact> = {
  aggregate: 'organisation',
  foldVersion: 1,
  folds: [
    directory.OrganisationRegistered,
    directory.OrganisationRenamed,
    directory.OrganisationMerged,
    directory.OrganisationSplit,
    directory.OrganisationDissolved,
    directory.MemberAdded,
    directory.MemberRemoved,
    directory.TermBegan,
    directory.TermEnded,
  ],
  touches: ({ subject }) => [subject],
  evolve,
}

/** How many reorganisations in a row are followed: more can only be a circle. */
const maxSuccessions = 20

/**
 * Who does an organisation's work on a day: itself while it is there, else its successor, of several the first, else that
 * one's. Undefined where it ended and nobody succeeds it.
 */
export function workerOn(
  day: Day,
  name: OrganisationName,
  entryOf: (name: OrganisationName) => Organisation | undefined,
): OrganisationName | undefined {
  let worker: OrganisationName | undefined = name
  for (let steps = 0; worker !== undefined && steps < maxSuccessions; steps += 1) {
    const end: Organisation['end'] = entryOf(worker)?.end
    if (!end || end.date > day) return worker
    worker = end.successors[0]
  }
  return undefined
}
