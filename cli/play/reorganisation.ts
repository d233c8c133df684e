/** The scenario of a reorganisation: bodies are merged and dissolved while their parts stand where they stand. */

import { hash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  DirectoryServiceClient,
  DissolveOrganisationRequest,
  MergeOrganisationRequest,
  RegisterOrganisationRequest,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { ImportProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { AssignmentTransferred } from '#proto/qiantou/task/v1/task_events.ts'
import type { Task } from '#proto/qiantou/task/v1/task_service.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { Failure } from '../failure.ts'
import { now } from '../input/now.ts'
import { dateOf } from '../input/text.ts'
import { today } from '../text/time.ts'
import type { Troupe } from './lines.ts'
import { certify } from './operator.ts'
import { organisationOf, type Steps } from './steps.ts'

/** By then every service has heard what the directory says. */
const soonMilliseconds = 5_000

type Role = keyof Troupe

/** The bodies of one play, by what they are there for; a body that is merged stays merged, so each play has its own. */
type Bodies = Readonly<Record<Role, string>>

/** Enters the bodies into the directory, as its registrar, and has them certified, as the operator. */
async function founded(steps: Steps, play: string): Promise<Bodies> {
  const { troupe } = steps.lines
  const codes = Object.keys(troupe).map((role) => [role as Role, `play-${play}-${role}`] as const)
  for (const [role, organisationId] of codes) {
    const [titleZh, titleEn] = troupe[role]
    const request = RegisterOrganisationRequest.fromPartial({
      ...{ requestId: randomUUID(), organisationId, titleZh, titleEn },
      ...{ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE' },
    })
    await steps.stage.focus(`organisations/${organisationId}`)
    await steps.as(steps.office, DirectoryServiceClient, (client) => client.registerOrganisation, request)
  }
  await certify(
    steps.settings,
    codes.map(([, code]) => code),
  )
  return Object.fromEntries(codes.map(([role, code]) => [role, `organisations/${code}`])) as Bodies
}

/** Imports a programme of one clause, which one of them leads. @returns its name */
async function imported(steps: Steps, play: string, bodies: Bodies): Promise<string> {
  const { title, documentNumber } = steps.lines.reorganisation
  const { lead, acknowledged, submitted, accepted, open } = bodies
  const request = ImportProgrammeRequest.fromPartial({
    ...{ requestId: randomUUID(), programmeId: `play-${play}` },
    content: {
      ...{ title, documentNumber, documentSha256: hash('sha256', title, 'buffer'), office: steps.office },
      clauses: [
        {
          ...{ id: '1', number: '1', title, kind: 'CLAUSE_KIND_ACTION', span: { start: 0, end: title.length } },
          responsibility: {
            ...{ mode: 'RESPONSIBILITY_MODE_LED', leads: [lead] },
            supporters: [acknowledged, submitted, accepted, open],
          },
        },
      ],
    },
  })
  const name = `programmes/play-${play}`
  await steps.stage.focus(name)
  await steps.as(steps.office, ProgrammeServiceClient, (client) => client.importProgramme, request)
  return name
}

/** Each stands where its name says. */
async function begun(steps: Steps, parent: string, bodies: Bodies): Promise<Task> {
  const play = { parent, clause: '1', due: `${today(now()).slice(0, 4)}-12-31`, work: steps.lines.reorganisation }
  const task = await steps.issue(play, 'RESPONSIBILITY_MODE_LED')
  const { lead, acknowledged, submitted, accepted } = bodies
  for (const body of [lead, acknowledged, submitted, accepted]) await steps.acknowledge(task.name, body)
  for (const body of [submitted, accepted]) await steps.submit(task.name, body)
  await steps.accept(task.name, accepted, lead)
  return task
}

/** Whether the bus has moved these bodies' parts, each by an event of its own. */
const movedAll =
  (organisations: readonly string[]) =>
  (records: readonly ReadRecord[]): boolean => {
    const moves = records.filter(({ type }) => type === AssignmentTransferred.$type)
    const from = moves.map(({ data }) => AssignmentTransferred.decode(data).organisation)
    return organisations.every((organisation) => from.includes(organisation))
  }

/** Three are merged into a new body, one is dissolved: all from today on. */
async function reorganised(steps: Steps, bodies: Bodies): Promise<void> {
  const { acknowledged, submitted, accepted, open, merged, successor } = bodies
  const command = { effectiveDate: dateOf(today(now())), basis: steps.lines.basis }
  for (const name of [acknowledged, accepted, open]) {
    const request = { ...command, requestId: randomUUID(), name, into: merged }
    const message = MergeOrganisationRequest.fromPartial(request)
    await steps.as(steps.office, DirectoryServiceClient, (client) => client.mergeOrganisation, message)
  }
  const request = { ...command, requestId: randomUUID(), name: submitted, successor }
  const message = DissolveOrganisationRequest.fromPartial(request)
  await steps.as(steps.office, DirectoryServiceClient, (client) => client.dissolveOrganisation, message)
  await steps.stage.told(movedAll([acknowledged, submitted, open]))
}

/** Tells where every body's part stands. */
async function showParts(steps: Steps, name: string): Promise<void> {
  const { assignments } = await steps.read(name)
  const parts = assignments.map((part) => ({ organisation: organisationOf(part), state: part.state }))
  await steps.stage.aside({ kind: 'parts', name, parts })
}

/** Tells that a body is refused for what the directory says, once every service has heard of it. */
async function refusedSoon(steps: Steps, name: string, body: string, reason: string): Promise<void> {
  const deadline = performance.now() + soonMilliseconds
  for (;;) {
    try {
      return await steps.refused(name, body, reason, () => steps.acknowledge(name, body))
    } catch (error) {
      if (!(error instanceof Failure) || performance.now() > deadline) throw error
      await pause(100)
    }
  }
}

export async function reorganisation(steps: Steps): Promise<Task> {
  const play = randomBytes(4).toString('hex')
  const bodies = await founded(steps, play)
  const { lead, acknowledged, merged, successor } = bodies
  await steps.cast.gather([merged, successor])
  const { name } = await begun(steps, await imported(steps, play, bodies), bodies)
  await reorganised(steps, bodies)
  await showParts(steps, name)
  await refusedSoon(steps, name, acknowledged, 'CALLER_ENDED')
  for (const body of [merged, successor]) await steps.acknowledge(name, body)
  for (const body of [merged, successor, lead]) await steps.submit(name, body)
  for (const body of [merged, successor]) await steps.accept(name, body, lead)
  await steps.accept(name, lead, steps.office)
  await steps.proposeClosing(name, lead)
  await steps.close(name)
  await showParts(steps, name)
  return steps.read(name)
}
