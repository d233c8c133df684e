/** Matching a row of a roster, in place of handing in. */
import { right } from 'fp-ts/lib/Either.js'
import { MatchApplicationRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { isUnder } from '#shared/domain/resource-name.ts'
import { command, prepared } from '#shared/grpc/method.ts'
import { type ApplicationCommand, applicationDecider } from '../domain/application.ts'
import { grantsView } from '../domain/grants.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { rosterDecider } from '../domain/roster.ts'
import { listedName, rosterContentOf, rosterParties } from '../domain/roster-state.ts'
import type { Finance } from '../main.ts'
import { answering, newName } from './application-command.ts'
import { notFound } from './not-found.ts'

export const matchApplication = command<Finance>()(MatchApplicationRequest, applicationDecider, {
  check: ({ parent, applicationId, roster, row }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('application_id', applicationId)
    fields.name('roster', roster, 'roster')
    fields.require('roster', isUnder(roster, parent), 'must be of the programme')
    fields.require('row', row >= 1, 'must be the number of a row, from 1')
  },
  stream: newName,
  beside: ({ parent, roster }) => [parent, roster],
  prepare: async ({ parent, roster: rosterName, row }, { caller, services }) => {
    const known = (await services.store.glance(rosterName, rosterDecider))?.state
    const content = known && rosterContentOf(known)
    const listed = content?.rows[row - 1]
    const applicant = listed ? listedName(rosterName, listed) : undefined
    return prepared<ApplicationCommand>(
      (stateOf) => {
        const [office, roster] = [stateOf(parent, programmeView)?.office, stateOf(rosterName, rosterDecider)]
        if (!office || !roster || !mayRead(caller, rosterParties(office, roster))) return notFound.roster
        const [measure, pool] = [stateOf(content?.measure ?? '', measureDecider), stateOf(roster.pool, poolDecider)]
        const grants = (applicant === undefined ? undefined : stateOf(applicant, grantsView)) ?? { grants: [] }
        return measure && pool
          ? right({ type: 'Match', rosterName, roster, row, measure, pool, grants })
          : notFound.roster
      },
      [],
      { beside: [known?.pool, content?.measure, applicant].filter((name) => name !== undefined) },
    )
  },
  ...answering,
})
