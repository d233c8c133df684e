/** Programmes: all their methods, and who may know of one. */
import { isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import type { Clause, ProgrammeContent, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  ChangeProgrammeRulesRequest,
  GetProgrammeRequest,
  ImportProgrammeRequest,
  type Programme as ProgrammeResource,
  ProgrammeServiceService,
} from '#proto/qiantou/programme/v1/programme_service.ts'
import type { Body } from '#proto/qiantou/task/v1/task_events.ts'
import { checkAsOf, stateAfter } from '#shared/archive/past.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { endless, workerOn } from '#shared/domain/organisation-view.ts'
import { endedOn } from '#shared/domain/presence.ts'
import { formatName } from '#shared/domain/resource-name.ts'
import { rulesInFull, rulesOf } from '#shared/domain/rules.ts'
import { secrecyOf, withSecrecy } from '#shared/domain/secrecy.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query, todayOf } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Decided } from '#shared/postgres/work.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { bodiesOn, mayDraft, type Programme, programmeDecider, programmeParties } from '../domain/programme.ts'
import type { LeadAgency } from '../main.ts'
import { partyBelow } from '../postgres/task.ts'
import { notFound } from './not-found.ts'

const toProgramme = (name: string, state: Programme, version: bigint): ProgrammeResource => ({
  $type: 'qiantou.programme.v1.Programme',
  name,
  etag: version,
  content: {
    $type: 'qiantou.programme.v1.ProgrammeContent',
    title: state.title,
    documentNumber: state.documentNumber,
    documentSha256: Buffer.from(state.documentSha256, 'hex'),
    office: state.office,
    clauses: [...state.clauses],
    rules: rulesInFull(state.rules),
    ...secrecyOf(state),
  },
})

function checkRules(path: string, rules: Rules, fields: Fields): void {
  const { acknowledgeWorkingDays, reassignmentWorkingDays, reviewWorkingDays, warningWorkingDays, days } = rules
  const { supervision, repeats, joint } = rules
  const limits = { acknowledgeWorkingDays, reassignmentWorkingDays, reviewWorkingDays, warningWorkingDays }
  for (const [name, limit] of Object.entries(limits)) {
    const field = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    fields.require(`${path}.${field}`, limit <= 250, 'must be 0 (the default) to 250 working days')
  }
  const atMost = (name: string, value: number | undefined, most: number): void =>
    fields.require(`${path}.${name}`, (value ?? 0) <= most, `must be 0 (the default) to ${most}`)
  atMost('supervision.urge_working_days', supervision?.urgeWorkingDays, 250)
  atMost('supervision.reply_working_days', supervision?.replyWorkingDays, 60)
  atMost('supervision.propose_again_working_days', supervision?.proposeAgainWorkingDays, 60)
  atMost('joint.countersign_working_days', joint?.countersignWorkingDays, 60)
  atMost('repeats.days', repeats?.days, 366)
  atMost('repeats.alike_percent', repeats?.alikePercent, 100)
  fields.require(`${path}.closing`, rules.closing !== 'UNRECOGNIZED', 'must be one of the values this version knows')
  fields.count(`${path}.days`, days.length, 0, 100)
  for (const [i, { date }] of days.slice(0, 100).entries()) fields.date(`${path}.days[${i}].date`, date)
  const dates = new Set(days.map(({ date }) => date && dayFrom(date)))
  fields.require(`${path}.days`, dates.size === days.length, 'must name each day once')
}

function checkClause(path: string, clause: Clause, fields: Fields): void {
  fields.id(`${path}.id`, clause.id)
  fields.text(`${path}.number`, clause.number, 1, 20)
  fields.text(`${path}.section`, clause.section, 0, limits.title)
  fields.text(`${path}.title`, clause.title, 1, limits.title)
  fields.known(`${path}.kind`, clause.kind)
  const { responsibility } = clause
  if (!responsibility) return fields.require(`${path}.responsibility`, false, 'is required')
  const { mode, leads, supporters, standing } = responsibility
  fields.known(`${path}.responsibility.mode`, mode)
  fields.require(
    `${path}.responsibility.leads`,
    leads.length > 0 === (mode === 'RESPONSIBILITY_MODE_LED'),
    'must be there in LED, and only there',
  )
  for (const [list, names] of Object.entries({ leads, supporters, standing })) {
    fields.count(`${path}.responsibility.${list}`, names.length, 0, 100)
    for (const name of names.slice(0, 100)) fields.name(`${path}.responsibility.${list}`, name, 'organisation')
  }
}

function checkContent(content: ProgrammeContent | undefined, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  fields.text('content.title', content.title, 1, limits.title)
  fields.text('content.document_number', content.documentNumber, 0, 100)
  fields.hash('content.document_sha256', content.documentSha256)
  fields.name('content.office', content.office, 'organisation')
  if (content.rules) checkRules('content.rules', content.rules, fields)
  fields.count('content.clauses', content.clauses.length, 1, 200)
  const clauses = content.clauses.slice(0, 200)
  for (const [i, clause] of clauses.entries()) checkClause(`content.clauses[${i}]`, clause, fields)
  fields.require(
    'content.clauses',
    new Set(clauses.map(({ id }) => id)).size === clauses.length,
    'must have ids that differ',
  )
}

/** Every organisation that a programme names. */
const named = ({ office, clauses }: ProgrammeContent): string[] => {
  const bodies = clauses.flatMap(({ responsibility: r }) => (r ? [...r.leads, ...r.supporters, ...r.standing] : []))
  return [...new Set([office, ...bodies])]
}

const answering = {
  parties: ({ state }: Decided<Programme>) => programmeParties(state),
  reply: ({ stream, state, version, receipt }: Decided<Programme>) => ({
    programme: toProgramme(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

const onProgramme = { stream: ({ name }: { readonly name: string }) => name, ...answering }

const importProgramme = command<LeadAgency>()(ImportProgrammeRequest, programmeDecider, {
  check: (request, fields) => {
    fields.id('programme_id', request.programmeId)
    checkContent(request.content, fields)
  },
  stream: ({ programmeId }) => formatName('programme', { programme: programmeId }),
  prepare: async (request, { services }) => {
    const content = request.content as ProgrammeContent
    const unknown = await services.directory.strangers(named(content))
    if (unknown) return left(unknown)
    const entryOf = await services.directory.entriesByNow()
    const end = entryOf(content.office)?.end
    // As the directory refuses an end that leaves programmes without an office.
    if (end && workerOn(endless, content.office, entryOf) === undefined) return left(endedOn(content.office, end))
    const there = (bodies: readonly Body[]): readonly Body[] => {
      const today = bodiesOn(todayOf({ services }), bodies, entryOf)
      return isRight(today) ? today.right : bodies
    }
    return prepared(() => right({ type: 'Import', content: withSecrecy(content), there }))
  },
  ...answering,
})

const changeProgrammeRules = command<LeadAgency>()(ChangeProgrammeRulesRequest, programmeDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'programme')
    if (request.rules) checkRules('rules', request.rules, fields)
    else fields.require('rules', false, 'is required')
  },
  prepare: ({ rules }) => prepared(() => right({ type: 'ChangeRules', rules: rulesOf(rules) })),
  ...onProgramme,
})

/** Whether the caller may know of a programme: its office, who is party to a task of it, and who may draft one. */
export async function knows(
  name: string,
  programme: Programme,
  { caller, services }: Pick<Call<LeadAgency>, 'caller' | 'services'>,
): Promise<boolean> {
  if (programme.office === caller.actor || (await partyBelow(services.database, name, caller.actor))) return true
  const entryOf = await services.directory.entriesByNow()
  return mayDraft(programme, caller.actor, todayOf({ services }), entryOf)
}

/** The programme as the caller may see it: by role, as its office, or as party to one of its tasks, as who may draft one. */
export async function readableProgramme(name: string, { caller, services }: Call<LeadAgency>) {
  const row = await services.store.load(name, programmeDecider)
  const state = row?.state
  if (!row || !state) return undefined
  const allowed = mayRead(caller, programmeParties(state)) || (await knows(name, state, { caller, services }))
  return allowed ? { state, version: row.version } : undefined
}

const getProgramme = query<LeadAgency>()(GetProgrammeRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'programme')
    checkAsOf(request, fields)
  },
  answer: async (request, call) => {
    const { name } = request
    const found = await readableProgramme(name, call)
    const then = (records: readonly ReadRecord[]) => {
      const state = stateAfter<Programme>(records, name, programmeDecider)
      return state && { state, version: 0n }
    }
    // Of its own records alone: what was recorded of its tasks may be years.
    const types = programmeDecider.owns.map(({ $type }) => $type)
    const standing = await call.services.past.standing(request, found ? right(found) : notFound.programme, then, types)
    return isLeft(standing)
      ? standing
      : right({ programme: toProgramme(name, standing.right.state, standing.right.version) })
  },
})

export const programmeService: GrpcService<LeadAgency> = {
  definition: ProgrammeServiceService,
  methods: { importProgramme, changeProgrammeRules, getProgramme },
}
