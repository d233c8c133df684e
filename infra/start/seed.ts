/** Loads the sample: Hunan's plan with its measures, and an example of a task list for 2026. Request ids are derived: it can be repeated. */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ServiceError, status } from '@grpc/grpc-js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { EnterMeasureRequest, MeasureServiceClient } from '#proto/qiantou/measure/v1/measure_service.ts'
import {
  GetProgrammeRequest,
  type ImportProgrammeRequest,
  ProgrammeServiceClient,
} from '#proto/qiantou/programme/v1/programme_service.ts'
import { type IssueTaskRequest, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { call, clientOptions, explained, mutualTls } from '#shared/grpc/client.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import sample from '../../sample/hunan-2025-7/programme.json' with { type: 'json' }
import list from '../../sample/hunan-2025-7/task-list-2026.json' with { type: 'json' }

const measuresFolder = join(import.meta.dirname, '..', '..', 'sample', sample.programme, 'measures')

const parent = `programmes/${sample.programme}`

const modes = {
  LED: 'RESPONSIBILITY_MODE_LED',
  JOINT: 'RESPONSIBILITY_MODE_JOINT',
  SOLE: 'RESPONSIBILITY_MODE_SOLE',
  UNASSIGNED: 'RESPONSIBILITY_MODE_UNASSIGNED',
} as const
const kinds = { ACTION: 'CLAUSE_KIND_ACTION', MEASURE: 'CLAUSE_KIND_MEASURE' } as const

const requestIdOf = (what: string): string => derivedUuid(hash('sha256', `sample ${what}`, 'buffer'))

const dateOf = (text: string): DateMessage => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { $type: 'google.type.Date', year, month, day }
}

/** Imports the programme as it was read from the plan. */
export const importRequest = (): ImportProgrammeRequest => ({
  $type: 'qiantou.programme.v1.ImportProgrammeRequest',
  requestId: requestIdOf(parent),
  programmeId: sample.programme,
  validateOnly: false,
  signOff: [],
  content: {
    $type: 'qiantou.programme.v1.ProgrammeContent',
    title: sample.title.zh,
    documentNumber: sample.documentNumber,
    documentSha256: Buffer.from(sample.documentSha256, 'hex'),
    office: sample.office,
    rules: undefined,
    clauses: sample.clauses.map((clause) => ({
      $type: 'qiantou.programme.v1.Clause',
      id: clause.id,
      number: clause.number,
      section: clause.section,
      title: clause.title.zh,
      kind: kinds[clause.kind as keyof typeof kinds],
      span: { $type: 'qiantou.programme.v1.Span', start: clause.clauseStart, end: clause.clauseEnd },
      responsibility: {
        $type: 'qiantou.programme.v1.Responsibility',
        mode: modes[clause.mode as keyof typeof modes],
        leads: clause.leads,
        supporters: clause.supporters,
        standing: clause.standing,
        openEnded: clause.openEnded,
        phrase: { $type: 'qiantou.programme.v1.Span', start: clause.phraseStart, end: clause.phraseEnd },
      },
    })),
  },
})

const issueRequest = (task: (typeof list.tasks)[number]): IssueTaskRequest => ({
  $type: 'qiantou.task.v1.IssueTaskRequest',
  requestId: requestIdOf(`${parent}/tasks/${task.task}`),
  parent,
  taskId: task.task,
  validateOnly: false,
  copied: [],
  signOff: [],
  content: {
    $type: 'qiantou.task.v1.TaskContent',
    clause: `${parent}/clauses/${task.clause}`,
    title: task.title.zh,
    deliverable: task.deliverable.zh,
    closingStandard: '',
    due: dateOf(task.due),
    milestones: task.milestones.map(({ id, title, due }) => ({
      $type: 'qiantou.task.v1.Milestone',
      id,
      title: title.zh,
      due: dateOf(due),
    })),
    monthlyReport: undefined,
  },
})

/** Enters each measure as it was read from the plan; its file is called as the measure is. */
const enterRequests = (): readonly EnterMeasureRequest[] =>
  readdirSync(measuresFolder).map((file) => {
    const measureId = file.replace(/\.json$/, '')
    const content = MeasureContent.fromJSON(JSON.parse(readFileSync(join(measuresFolder, file), 'utf8')))
    const requestId = requestIdOf(`${parent}/measures/${measureId}`)
    return EnterMeasureRequest.create({ requestId, parent, measureId, content })
  })

/** What is there already, from an earlier start or an earlier version of the sample, stays as it is. */
const unlessThere = (error: ServiceError): undefined => {
  if (error.code !== status.ALREADY_EXISTS) throw error
}

/** Nor is what has expired entered any more: the sample's measures are in force until October 2028. */
function unlessExpired(error: ServiceError): undefined {
  if (explained(error)?.reason !== 'MEASURE_EXPIRED') unlessThere(error)
}

async function programmeIsThere(programmes: ProgrammeServiceClient): Promise<boolean> {
  const request = GetProgrammeRequest.create({ name: parent })
  try {
    await call(programmes, (client) => client.getProgramme, request)
    return true
  } catch (error) {
    if ((error as ServiceError).code === status.NOT_FOUND) return false
    throw error
  }
}

/** @returns the number of tasks that were issued for a sample that was not there; 0 where it was. */
export async function seed(address: string, office: Tls, finance = address): Promise<number> {
  const credentials = mutualTls(office)
  const programmes = new ProgrammeServiceClient(address, credentials, clientOptions)
  const tasks = new TaskServiceClient(address, credentials, clientOptions)
  const measures = new MeasureServiceClient(finance, credentials, clientOptions)
  try {
    const isThere = await programmeIsThere(programmes)
    const imported = await call(programmes, (client) => client.importProgramme, importRequest()).catch(unlessThere)
    // Another service enters the measures: it is to know of the programme.
    const after: readonly After[] = imported?.receipt ? [imported.receipt] : []
    await Promise.all([
      ...list.tasks.map((task) => call(tasks, (client) => client.issueTask, issueRequest(task)).catch(unlessThere)),
      ...enterRequests().map((one) => call(measures, (client) => client.enterMeasure, one, after).catch(unlessExpired)),
    ])
    return isThere ? 0 : list.tasks.length
  } finally {
    for (const client of [programmes, tasks, measures]) client.close()
  }
}
