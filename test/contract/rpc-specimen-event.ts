/** Good calls of the event log's RPCs, and of operations'. */
import {
  GetRecordRequest,
  ListRecordsRequest,
  ReadSourceRequest,
  SubscribeRequest,
} from '#proto/qiantou/event/v1/event_service.ts'
import {
  CheckStatesRequest,
  GetStatusRequest,
  ListParkedRecordsRequest,
  RedriveParkedRecordsRequest,
} from '#proto/qiantou/operation/v1/operation_service.ts'
import type { Make } from './rpc-specimen.ts'

export const eventSpecimens: Readonly<Record<string, Make>> = {
  'EventService/Subscribe': async (scene) => {
    await scene.bus.quiet()
    const from = { $case: 'start' as const, value: 'SUBSCRIBE_START_EARLIEST' as const }
    return scene.by(
      'office',
      SubscribeRequest.create({ from, subject: scene.parent, types: ['qiantou.task.v1.TaskIssued'] }),
    )
  },
  'EventService/GetRecord': async (scene) => {
    const key = { $case: 'id' as const, value: await scene.issuedId() }
    return scene.by('office', GetRecordRequest.create({ key }))
  },
  'EventService/ListRecords': async (scene) => {
    await scene.bus.quiet()
    return scene.by('office', ListRecordsRequest.create({ resource: scene.task }))
  },
  'EventService/ReadSource': async (scene) =>
    scene.byService(ReadSourceRequest.create({ source: '//qiantou/lead-agency', pageSize: 2 })),
  'OperationService/GetStatus': async (scene) => scene.byService(GetStatusRequest.create()),
  'OperationService/ListParkedRecords': async (scene) =>
    scene.byService(ListParkedRecordsRequest.create({ service: 'lead-agency' })),
  'OperationService/RedriveParkedRecords': async (scene) =>
    scene.byService(RedriveParkedRecordsRequest.create({ service: 'lead-agency', key: 'programmes/none' })),
  'OperationService/CheckStates': async (scene) =>
    scene.byService(CheckStatesRequest.create({ service: 'lead-agency' })),
}
