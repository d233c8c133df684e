/** Programme: what was read from a policy document, imported whole. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import * as programme from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Body, Role } from '#proto/qiantou/task/v1/task_events.ts'
import type { Context, Decider, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'

// ---- State

export type Programme = {
  /** The document's hash in hex. */
  readonly documentSha256: string
  readonly title: string
  readonly documentNumber: string
  readonly office: OrganisationName
  readonly clauses: readonly programme.Clause[]
}

// ---- Commands

export type ProgrammeCommand = { readonly type: 'Import'; readonly content: programme.ProgrammeContent }

// ---- Fold

function evolve(_: Programme | undefined, { fact }: Recorded<programme.ProgrammeImported>): Programme {
  const content = fact.content as programme.ProgrammeContent
  const { title, documentNumber, office, clauses } = content
  return { documentSha256: Buffer.from(content.documentSha256).toString('hex'), title, documentNumber, office, clauses }
}

// ---- Decisions

function decide(
  command: ProgrammeCommand,
  state: Programme | undefined,
  { actor }: Context,
): Either<Rejection, readonly [programme.ProgrammeImported]> {
  if (actor !== command.content.office)
    return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: command.content.office })
  if (state) return reject('exists', 'PROGRAMME_EXISTS')
  return right([{ $type: 'qiantou.programme.v1.ProgrammeImported', content: command.content }])
}

/** Every body that a clause names, once, in order: leads, responsible bodies, standing implementers. */
export function bodiesOf(clause: programme.Clause): Body[] {
  const { leads = [], supporters = [], standing = [] } = clause.responsibility ?? {}
  const named: [Role, readonly string[]][] = [
    ['ROLE_LEAD', leads],
    ['ROLE_RESPONSIBLE', supporters],
    ['ROLE_STANDING', standing],
  ]
  const bodies = new Map<OrganisationName, Body>()
  for (const [role, organisations] of named)
    for (const organisation of organisations)
      if (!bodies.has(organisation)) bodies.set(organisation, { $type: 'qiantou.task.v1.Body', organisation, role })
  return [...bodies.values()]
}

/** The programme's own parties; bodies become party to its tasks, not to it. */
export const programmeParties = (state: Programme): ReadonlySet<OrganisationName> => new Set([state.office])

export const programmeDecider: Decider<ProgrammeCommand, Programme, programme.ProgrammeImported> = {
  aggregate: 'programme',
  foldVersion: 1,
  owns: [programme.ProgrammeImported],
  folds: [],
  touches: () => [],
  decide,
  evolve,
  parties: (fact) => ({ admits: [fact.content?.office ?? ''], releases: [] }),
}
