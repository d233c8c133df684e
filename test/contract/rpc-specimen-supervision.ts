/** Good calls of supervision's RPCs: in a task of its own each, about the supporter's part. */
import { randomUUID } from 'node:crypto'
import * as burden from '#proto/qiantou/supervision/v1/burden_service.ts'
import * as report from '#proto/qiantou/supervision/v1/report_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

const nameOf = ({ task }: Scene): string => `${task}/supervisions/${cast.supporter}`
const command = (scene: Scene) => ({ requestId: randomUUID(), name: nameOf(scene) })

const urging = (scene: Scene) => supervision.UrgeAssignmentRequest.create({ ...command(scene), text: '请抓紧办理' })
const issuing = (scene: Scene) =>
  supervision.IssueStepRequest.create({
    ...command(scene),
    ...{ step: 'SUPERVISION_STEP_SUPERVISION_ORDER', text: '请于期限内书面回复', replyWorkingDays: 3 },
    instruction: '省领导3月2日批示',
    signOff: [{ $type: 'qiantou.record.v1.SignOff', step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }],
  })
const replying = (scene: Scene) =>
  supervision.ReplyToStepRequest.fromPartial({
    ...command(scene),
    text: '本周内办结',
    evidence: [{ title: '进展说明', sha256: Buffer.alloc(32, 7), sizeBytes: 9n, mediaType: 'application/pdf' }],
  })

/** Has a step issued. */
async function issued(scene: Scene): Promise<Scene> {
  const { supervisions } = scene.bus.as(cast.office)
  await call(supervisions, (stub) => stub.issueStep, issuing(scene), scene.workflow.after)
  return scene
}

/** Has a step issued and replied to. */
async function replied(scene: Scene): Promise<Scene> {
  await issued(scene)
  await call(scene.bus.as(cast.supporter).supervisions, (stub) => stub.replyToStep, replying(scene))
  return scene
}

/** As of the day on which the task was issued, once that is over. */
async function confirming({ parent, bus }: Scene): Promise<report.ConfirmReportRequest> {
  const day = bus.passDay()
  await bus.quiet()
  return report.ConfirmReportRequest.create({
    ...{ requestId: randomUUID(), parent, reportId: day.slice(0, 7), asOf: toDate(day) },
  })
}

/** Has a report confirmed. @returns its name */
async function confirmed(scene: Scene): Promise<string> {
  const request = await confirming(scene)
  await call(scene.bus.as(cast.office).reports, (stub) => stub.confirmReport, request)
  return `${scene.parent}/reports/${request.reportId}`
}

/** Has a report withdrawn. @returns its name */
async function withdrawn(scene: Scene): Promise<string> {
  const name = await confirmed(scene)
  const request = report.WithdrawReportRequest.create({ requestId: randomUUID(), name, reason: '口径有误' })
  await call(scene.bus.as(cast.office).reports, (stub) => stub.withdrawReport, request)
  return name
}

const reportSpecimens: Readonly<Record<string, Make>> = {
  'ReportService/ConfirmReport': async (scene) => scene.by('office', await confirming(scene)),
  'ReportService/WithdrawReport': async (scene) => {
    const named = { requestId: randomUUID(), name: await confirmed(scene) }
    return scene.by('office', report.WithdrawReportRequest.create({ ...named, reason: '口径有误' }))
  },
  'ReportService/GetReport': async (scene) =>
    scene.by('office', report.GetReportRequest.create({ name: await confirmed(scene) })),
  'ReportService/ListReports': async (scene) => {
    await confirmed(scene)
    return scene.by('office', report.ListReportsRequest.create({ parent: scene.parent }))
  },
  'ReportService/GetReportText': async (scene) => {
    const name = await withdrawn(scene)
    const { rows } = await scene.bus
      .database('coordination-office')
      .query('SELECT sha256 FROM content WHERE stream = $1', [name])
    return scene.by('office', report.GetReportTextRequest.create({ name, sha256: rows[0].sha256 }))
  },
}

const burdenSpecimens: Readonly<Record<string, Make>> = {
  'BurdenService/GetBurden': async (scene) => {
    await scene.bus.quiet()
    return scene.by('supporter', burden.GetBurdenRequest.create({ organisation: `organisations/${cast.supporter}` }))
  },
  'BurdenService/ListBurdens': async (scene) => {
    await scene.bus.quiet()
    return scene.by('office', burden.ListBurdensRequest.create({ parent: scene.parent }))
  },
}

export const supervisionSpecimens: Readonly<Record<string, Make>> = {
  ...burdenSpecimens,
  ...reportSpecimens,
  'SupervisionService/UrgeAssignment': async (scene) => scene.by('lead', urging(await issued(scene))),
  'SupervisionService/IssueStep': async (scene) => {
    const { workflow } = scene
    await call(scene.bus.as(cast.office).supervisions, (stub) => stub.urgeAssignment, urging(scene), workflow.after)
    const first = { step: 'SUPERVISION_STEP_REMINDER_LETTER' as const, instruction: '' }
    return scene.by('office', { ...issuing(scene), ...first })
  },
  'SupervisionService/ReplyToStep': async (scene) => scene.by('supporter', replying(await issued(scene))),
  'SupervisionService/AcceptReply': async (scene) =>
    scene.by('office', supervision.AcceptReplyRequest.create(command(await replied(scene)))),
  'SupervisionService/ReturnReply': async (scene) =>
    scene.by(
      'office',
      supervision.ReturnReplyRequest.create({ ...command(await replied(scene)), reason: '未说明时限' }),
    ),
  'SupervisionService/WithdrawStep': async (scene) =>
    scene.by('office', supervision.WithdrawStepRequest.create({ ...command(await issued(scene)), reason: '误发' })),
  'SupervisionService/GetSupervision': async (scene) =>
    scene.by('office', supervision.GetSupervisionRequest.create({ name: nameOf(await issued(scene)) })),
  'SupervisionService/ListSupervisions': async (scene) =>
    scene.by(
      'office',
      supervision.ListSupervisionsRequest.create({ parent: (await issued(scene)).task, filter: 'state = OPEN' }),
    ),
  'SupervisionService/GetSupervisionText': async (scene) => {
    const { rows } = await (await issued(scene)).bus
      .database('coordination-office')
      .query('SELECT sha256 FROM content WHERE stream = $1', [nameOf(scene)])
    const { sha256 } = rows[0]
    return scene.by('office', supervision.GetSupervisionTextRequest.create({ name: nameOf(scene), sha256 }))
  },
}
