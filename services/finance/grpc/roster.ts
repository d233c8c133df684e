/** Rosters: all their methods, and who may know of one. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { RosterContent, RosterRow } from '#proto/qiantou/roster/v1/roster.ts'
import {
  GetRosterRequest,
  ImportRosterRequest,
  ListRostersRequest,
  Roster as RosterResource,
  RosterServiceService,
  WithdrawRosterRequest,
} from '#proto/qiantou/roster/v1/roster_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { formatName, isUnder, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Decided } from '#shared/postgres/work.ts'
import { grantsView } from '../domain/grants.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { type RosterCommand, rosterDecider } from '../domain/roster.ts'
import { listedName, type Roster, rosterContentOf, rosterParties } from '../domain/roster-state.ts'
import type { Finance } from '../main.ts'
import { checkAsked } from './application-content.ts'
import { readListed } from './listed.ts'
import { poolsFor } from './measure-pools.ts'
import { measureReaders } from './measure-readers.ts'
import { notFound } from './not-found.ts'
import { officeOf, readable } from './readable.ts'
import { toRoster } from './roster-resource.ts'

type Named = { readonly name: string }

/** As many rows, and bills in all, as a record holds well. */
const most = { rows: 100, bills: 1_000 } as const

function checkRows(rows: readonly RosterRow[], fields: Fields): void {
  fields.count('content.rows', rows.length, 1, most.rows)
  const bills = rows.reduce((all, row) => all + row.bills.length, 0)
  fields.require('content.rows', bills <= most.bills, `must have at most ${most.bills} bills in all`)
  const seen = new Map<string, number>()
  for (const [i, row] of rows.slice(0, most.rows).entries()) {
    const path = `content.rows[${i}]`
    checkAsked(path, row, fields)
    const key = `${row.applicant?.code} ${row.project}`
    const former = seen.get(key)
    fields.require(
      path,
      former === undefined,
      `must not list the applicant of row ${former} once more for the same project`,
    )
    seen.set(key, former ?? i + 1)
  }
}

function checkContent(content: RosterContent | undefined, parent: string, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  const { measure, source, register, asOf, call, rows } = content
  fields.name('content.measure', measure, 'measure')
  fields.require('content.measure', isUnder(measure, parent), 'must be of the programme')
  fields.name('content.source', source, 'organisation')
  fields.text('content.register', register, 1, limits.title)
  fields.date('content.as_of', asOf)
  if (call) fields.id('content.call', call)
  checkRows(rows, fields)
}

const answering = {
  parties: async ({ stream, state }: Decided<Roster>, call: Call<Finance>) =>
    rosterParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Roster>) => ({
    roster: toRoster(stream, state, version, rosterContentOf(state)),
    receipt: toReceipt(receipt),
  }),
}

const nameOf = ({ parent, rosterId }: { readonly parent: string; readonly rosterId: string }): string =>
  formatName('roster', { ...partsOf('programme', parent), roster: rosterId })

const importRoster = command<Finance>()(ImportRosterRequest, rosterDecider, {
  check: ({ parent, rosterId, content }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('roster_id', rosterId)
    checkContent(content, parent, fields)
  },
  stream: nameOf,
  beside: ({ parent, content }) => [parent, content?.measure ?? ''],
  prepare: async (request, call) => {
    const content = request.content as RosterContent
    const absent = await call.services.directory.absence([content.source])
    if (absent) return left(absent)
    const pools = await poolsFor(content.measure, call)
    const entryOf = await call.services.directory.entriesByNow()
    const listed = content.rows.map((row) => listedName(nameOf(request), row))
    return prepared<RosterCommand>(
      (stateOf) => {
        const measure = stateOf(content.measure, measureDecider)
        const office = stateOf(request.parent, programmeView)?.office
        if (!office || !measure || !mayRead(call.caller, measureReaders(call)(office, measure))) return notFound.measure
        const poolNamed = (name: string) => stateOf(name, poolDecider)
        const grantsOf = (name: string) => stateOf(name, grantsView)
        return right({ type: 'Import', content, measure, poolNamed, entryOf, grantsOf })
      },
      [],
      { beside: [...pools, ...new Set(listed)] },
    )
  },
  ...answering,
})

const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'roster')

const withdrawRoster = command<Finance>()(WithdrawRosterRequest, rosterDecider, {
  check: checkNamed,
  stream: ({ name }) => name,
  beside: ({ name }) => [programmeOf(name)],
  prepare: async ({ name }, { caller, services }) => {
    const known = (await services.store.glance(name, rosterDecider))?.state
    const listed = known ? rosterContentOf(known).rows.map((row) => listedName(name, row)) : []
    return prepared<RosterCommand>(
      (stateOf) => {
        const [office, state] = [stateOf(programmeOf(name), programmeView)?.office, stateOf(name, rosterDecider)]
        const mayKnow = office && state && mayRead(caller, rosterParties(office, state))
        return mayKnow ? right({ type: 'Withdraw' }) : notFound.roster
      },
      [],
      { beside: [...new Set(listed)] },
    )
  },
  ...answering,
})

const getRoster = query<Finance>()(GetRosterRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, rosterDecider, rosterParties, call)
    if (!found) return notFound.roster
    const { state, version } = found
    return right({ roster: toRoster(name, state, version, rosterContentOf(state)) })
  },
})

const listRosters = query<Finance>()(ListRostersRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const listed = await readListed<Roster, RosterResource>('roster', request, call, {
      toMessage: ({ name, state, version }) => toRoster(name, state, version, { ...rosterContentOf(state), rows: [] }),
      message: RosterResource,
    })
    return isLeft(listed) ? listed : right({ rosters: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

export const rosterService: GrpcService<Finance> = {
  definition: RosterServiceService,
  methods: { importRoster, withdrawRoster, getRoster, listRosters },
}
