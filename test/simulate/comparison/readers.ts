/** Who may read what at the end: each resource is asked for by those who are party to it, and by some who are not. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetConsultationRequest } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { GetSupervisionRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import type { Readership } from '../../reference-fold/entitled.ts'
import type { Driver } from '../driver/driver.ts'
import type { World } from '../world/world.ts'
import type { Findings } from './findings.ts'

/** How each of them is asked for. */
const asking: Readonly<Record<string, (stubs: Stubs, name: string) => Promise<unknown>>> = {
  tasks: ({ tasks }, name) => call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name })),
  assignments: ({ assignments }, name) =>
    call(assignments, (stub) => stub.getAssignment, GetAssignmentRequest.create({ name })),
  consultations: ({ consultations }, name) =>
    call(consultations, (stub) => stub.getConsultation, GetConsultationRequest.create({ name })),
  supervisions: ({ supervisions }, name) =>
    call(supervisions, (stub) => stub.getSupervision, GetSupervisionRequest.create({ name })),
}

/** How many resources of each kind, and how many readers and others of each. */
const most = { resources: 40, readers: 3, others: 3 }

export async function compareReaders(
  world: World,
  readership: Readership,
  driver: Driver,
  findings: Findings,
): Promise<void> {
  const there = [...world.codes].filter((code) => !world.hasEnded(code) && code !== world.office).sort()
  const kinds = Map.groupBy(readership.subjects, (subject) => subject.split('/').at(-2) ?? '')
  for (const [kind, subjects] of kinds)
    for (const subject of world.chance.some(subjects, most.resources, 'readers of', kind)) {
      const ask = asking[kind]
      if (!ask) continue
      const isReader = (code: string): boolean => readership.mayRead(`organisations/${code}`, subject)
      const readers = world.chance.some(there.filter(isReader), most.readers, subject, 'readers')
      const others = world.chance.some(
        there.filter((code) => !isReader(code)),
        most.others,
        subject,
        'others',
      )
      for (const code of [...readers, ...others]) {
        const said = await ask(driver.stubsOf(code), subject).then(
          () => 'answered',
          (error: ServiceError) => `${status[error.code]}`,
        )
        const meant = readers.includes(code) ? 'answered' : 'NOT_FOUND'
        findings.same(`${code} asks for ${subject}`, said, meant)
        findings.counted(meant === 'answered' ? `readers of ${kind}` : `others who ask for ${kind}`)
      }
    }
}
