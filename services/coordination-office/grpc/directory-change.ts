/** What is commanded of the directory. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  AddMemberRequest,
  BeginTermRequest,
  DissolveOrganisationRequest,
  EndTermRequest,
  MergeOrganisationRequest,
  NameSuccessorRequest,
  RegisterOrganisationRequest,
  RemoveMemberRequest,
  RenameOrganisationRequest,
  SplitOrganisationRequest,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { dayOrAlways, isMoneyRole, type Organisation, organisationParties } from '#shared/domain/organisation-state.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { organisationName } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared, todayOf } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { isUuid } from '#shared/record/uuid.ts'
import {
  type Known,
  knownOf,
  type OrganisationCommand,
  organisationDecider,
  type Titles,
} from '../domain/organisation.ts'
import { strandedBy } from '../domain/programme.ts'
import type { CoordinationOffice } from '../main.ts'
import { readRuns } from '../postgres/programme.ts'
import { toOrganisation } from './organisation-resource.ts'

// ---- What commands share

/** A command with the entries of the organisations that it speaks of. */
const ready = (
  beside: readonly OrganisationName[],
  make: (known: Known) => OrganisationCommand,
  contents: readonly Content[] = [],
): Promise<Either<Rejection, Prepared<OrganisationCommand>>> =>
  prepared((stateOf) => right(make(knownOf(beside, stateOf))), contents)

const answering = {
  parties: ({ state }: Decided<Organisation>) => organisationParties(state),
  reply: ({ state, version, receipt }: Decided<Organisation>, call: Call<CoordinationOffice>) => ({
    organisation: toOrganisation(state, version, todayOf(call)),
    receipt: toReceipt(receipt),
  }),
}

const onOrganisation = { stream: ({ name }: { readonly name: string }) => name, ...answering }

const isNamed = (name: string): boolean => name !== ''

// ---- Checks

function checkTitles({ titleZh, titleEn, aliases }: Titles, fields: Fields): void {
  fields.text('title_zh', titleZh, 1, limits.title)
  fields.text('title_en', titleEn, 1, limits.title)
  fields.count('aliases', aliases.length, 0, 20)
  for (const [i, alias] of aliases.slice(0, 20).entries()) fields.text(`aliases[${i}]`, alias, 1, 100)
}

function checkEnd(
  request: { readonly name: string; readonly effectiveDate: DateMessage | undefined; readonly basis: string },
  fields: Fields,
): void {
  fields.name('name', request.name, 'organisation')
  fields.date('effective_date', request.effectiveDate)
  fields.text('basis', request.basis, 1, limits.title)
}

const checkPerson = (person: string, fields: Fields): void =>
  fields.require('person', isUuid(person), 'must be a UUID in lower case, as in an earlier term; it is no name')

// ---- Names and ends

const registerOrganisation = command<CoordinationOffice>()(RegisterOrganisationRequest, organisationDecider, {
  check: (request, fields) => {
    fields.id('organisation_id', request.organisationId)
    checkTitles(request, fields)
    fields.known('kind', request.kind)
    fields.known('level', request.level)
    if (request.superior) fields.name('superior', request.superior, 'organisation')
    if (request.effectiveDate) fields.date('effective_date', request.effectiveDate)
  },
  stream: ({ organisationId }) => organisationName(organisationId),
  beside: ({ superior }, { caller }) => [caller.actor, superior].filter(isNamed),
  prepare: ({ titleZh, titleEn, aliases, kind, level, superior, effectiveDate }, { caller }) =>
    ready([caller.actor, superior].filter(isNamed), (known) => ({
      ...{ type: 'Register', titleZh, titleEn, aliases, kind, level, superior, known },
      date: dayOrAlways(effectiveDate),
    })),
  ...answering,
})

const renameOrganisation = command<CoordinationOffice>()(RenameOrganisationRequest, organisationDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    checkTitles(request, fields)
    fields.date('effective_date', request.effectiveDate)
  },
  prepare: ({ titleZh, titleEn, aliases, effectiveDate }) =>
    ready([], (known) => ({ type: 'Rename', titleZh, titleEn, aliases, date: dayOrAlways(effectiveDate), known })),
  ...onOrganisation,
})

const mergeOrganisation = command<CoordinationOffice>()(MergeOrganisationRequest, organisationDecider, {
  check: (request, fields) => {
    checkEnd(request, fields)
    fields.name('into', request.into, 'organisation')
  },
  beside: ({ into }) => [into],
  prepare: ({ into, basis, effectiveDate }) =>
    ready([into], (known) => ({ type: 'Merge', into, date: dayOrAlways(effectiveDate), basis, known })),
  ...onOrganisation,
})

const splitOrganisation = command<CoordinationOffice>()(SplitOrganisationRequest, organisationDecider, {
  check: (request, fields) => {
    checkEnd(request, fields)
    fields.count('into', request.into.length, 2, 20)
    for (const name of request.into.slice(0, 20)) fields.name('into', name, 'organisation')
    fields.require('into', new Set(request.into).size === request.into.length, 'must name each organisation once')
  },
  beside: ({ into }) => into,
  prepare: ({ into, basis, effectiveDate }) =>
    ready(into, (known) => ({ type: 'Split', into, date: dayOrAlways(effectiveDate), basis, known })),
  ...onOrganisation,
})

const dissolveOrganisation = command<CoordinationOffice>()(DissolveOrganisationRequest, organisationDecider, {
  check: (request, fields) => {
    checkEnd(request, fields)
    if (request.successor) fields.name('successor', request.successor, 'organisation')
  },
  beside: ({ successor }) => [successor].filter(isNamed),
  prepare: async ({ name, successor, basis, effectiveDate }, { services }) => {
    const { database, directory } = services
    const stranded = successor ? [] : strandedBy(name, await readRuns(database), await directory.entriesByNow())
    return ready([successor].filter(isNamed), (known) => ({
      ...{ type: 'Dissolve', successor, date: dayOrAlways(effectiveDate), basis, stranded, known },
    }))
  },
  ...onOrganisation,
})

const nameSuccessor = command<CoordinationOffice>()(NameSuccessorRequest, organisationDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    fields.name('successor', request.successor, 'organisation')
    fields.text('basis', request.basis, 1, limits.title)
  },
  beside: ({ successor }) => [successor],
  prepare: ({ successor, basis }) =>
    ready([successor], (known) => ({ type: 'NameSuccessor', successor, basis, known })),
  ...onOrganisation,
})

// ---- Members

const addMember = command<CoordinationOffice>()(AddMemberRequest, organisationDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    fields.name('member', request.member, 'organisation')
    if (request.effectiveDate) fields.date('effective_date', request.effectiveDate)
  },
  beside: ({ member }) => [member],
  prepare: ({ member, effectiveDate }) =>
    ready([member], (known) => ({ type: 'AddMember', member, date: dayOrAlways(effectiveDate), known })),
  ...onOrganisation,
})

const removeMember = command<CoordinationOffice>()(RemoveMemberRequest, organisationDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    fields.name('member', request.member, 'organisation')
    fields.date('effective_date', request.effectiveDate)
  },
  prepare: ({ member, effectiveDate }) =>
    ready([], (known) => ({ type: 'RemoveMember', member, date: dayOrAlways(effectiveDate), known })),
  ...onOrganisation,
})

// ---- People

const beginTerm = command<CoordinationOffice>()(BeginTermRequest, organisationDecider, {
  check: ({ name, person, displayName, role, fromDate, toDate, limitFen }, fields) => {
    fields.name('name', name, 'organisation')
    if (person) checkPerson(person, fields)
    fields.text('display_name', displayName, 1, 100)
    fields.known('role', role)
    fields.fen('limit_fen', limitFen, 0n)
    fields.require('limit_fen', limitFen === 0n || isMoneyRole(role), 'must be of a role that money has')
    fields.date('from_date', fromDate)
    if (!toDate) return
    fields.date('to_date', toDate)
    fields.require('to_date', dayOrAlways(fromDate) <= dayOrAlways(toDate), 'must not lie before from_date')
  },
  prepare: ({ person, displayName, role, fromDate, toDate, limitFen }) => {
    const term = { person, role, from: dayOrAlways(fromDate), to: toDate && dayOrAlways(toDate), limitFen }
    return written(displayName, {}, (ref, contents) =>
      ready([], (known) => ({ type: 'BeginTerm', ...term, displayName: ref, known }), contents),
    )
  },
  ...onOrganisation,
})

const endTerm = command<CoordinationOffice>()(EndTermRequest, organisationDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    checkPerson(request.person, fields)
    fields.known('role', request.role)
    fields.date('to_date', request.toDate)
  },
  prepare: ({ person, role, toDate }) =>
    ready([], (known) => ({ type: 'EndTerm', person, role, to: dayOrAlways(toDate), known })),
  ...onOrganisation,
})

export const directoryMethods = {
  registerOrganisation,
  renameOrganisation,
  mergeOrganisation,
  splitOrganisation,
  dissolveOrganisation,
  nameSuccessor,
  addMember,
  removeMember,
  beginTerm,
  endTerm,
}
