/** Who may do what: every RPC, called by every kind of caller, in a task in which it is that RPC's turn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { type Answer, callRaw, describedRpcs } from './rpc-call.ts'
import { everythingWritten } from './rpc-ground.ts'
import { cast, specimenOf } from './rpc-specimen.ts'

/** `nobody` shows a certificate of the bus that names no caller as it must, `foreign` one of another trust domain. */
const callers = [
  'office',
  'lead',
  'supporter',
  'former',
  'outsider',
  'auditor',
  'service',
  'nobody',
  'foreign',
] as const
type Outcomes = Readonly<Record<Exclude<(typeof callers)[number], 'nobody' | 'foreign'>, string>>

const notOffice = 'PERMISSION_DENIED NOT_PROGRAMME_OFFICE'
const notAuthority = 'PERMISSION_DENIED NOT_ISSUING_AUTHORITY'
const notLead = 'PERMISSION_DENIED NOT_LEAD_OF_TASK'
const notAssignee = 'PERMISSION_DENIED NOT_ASSIGNEE'
const notSubassigned = 'PERMISSION_DENIED NOT_SUBASSIGNED'
const notOrganisation = 'PERMISSION_DENIED CALLER_NOT_ORGANISATION'
const notService = 'PERMISSION_DENIED CALLER_NOT_SERVICE'
const notInitiator = 'PERMISSION_DENIED NOT_INITIATOR'
const notConsulted = 'PERMISSION_DENIED NOT_CONSULTED'
const notReferee = 'PERMISSION_DENIED NOT_REFEREE'
const notRegistrar = 'PERMISSION_DENIED NOT_REGISTRAR'
const unknown = 'UNAUTHENTICATED CALLER_UNKNOWN'
const noContent = 'NOT_FOUND CONTENT_NOT_FOUND'
const noProgramme = 'NOT_FOUND PROGRAMME_NOT_FOUND'
const noTask = 'NOT_FOUND TASK_NOT_FOUND'
const noAssignment = 'NOT_FOUND ASSIGNMENT_NOT_FOUND'
const noAttachment = 'NOT_FOUND ATTACHMENT_NOT_FOUND'
const noSupervision = 'NOT_FOUND SUPERVISION_NOT_FOUND'
const noReport = 'NOT_FOUND REPORT_NOT_FOUND'
const noConsultation = 'NOT_FOUND CONSULTATION_NOT_FOUND'
const noRecord = 'NOT_FOUND RECORD_NOT_FOUND'

/** Who is not party learns nothing; auditors read and command nothing; services command nothing. */
const strangers = (none: string) => ({ former: none, outsider: none, auditor: none, service: notOrganisation })
const byAuthority: Outcomes = { office: 'OK', lead: notAuthority, supporter: notAuthority, ...strangers(noTask) }
const byLead = (otherwise: string): Outcomes => ({
  office: otherwise,
  lead: 'OK',
  supporter: otherwise,
  ...strangers(noTask),
})
/** In a joint task: its compiler has answered by proposing. */
const byOther: Outcomes = {
  ...{ office: 'PERMISSION_DENIED NOT_BODY_OF_TASK', lead: 'FAILED_PRECONDITION ALREADY_ANSWERED', supporter: 'OK' },
  ...strangers(noTask),
}
const byAssignee: Outcomes = { office: notAssignee, lead: notAssignee, supporter: 'OK', ...strangers(noAssignment) }
/** A city has the piece; nobody of these. */
const bySubassignee: Outcomes = {
  ...{ office: notSubassigned, lead: notSubassigned, supporter: notSubassigned },
  ...strangers(noAssignment),
}
const byParty: Outcomes = { office: 'OK', lead: 'OK', supporter: 'OK', ...strangers(noTask) }
/** The lead opens, the supporter is asked, a successor rules; the former party was asked, and then no more. */
const inConsultation = (office: string, lead: string, supporter: string): Outcomes => ({
  ...{ office, lead, supporter },
  ...strangers(noConsultation),
})
const byInitiator = inConsultation(notInitiator, 'OK', notInitiator)
const parties = (none: string): Outcomes => ({
  ...{ office: 'OK', lead: 'OK', supporter: 'OK', former: none, outsider: none, auditor: 'OK', service: 'OK' },
})
/** The supervision of the supporter's part: the lead reads along. */
const bySupervisor: Outcomes = {
  ...{ office: 'OK', lead: notAuthority, supporter: notAuthority },
  ...strangers(noSupervision),
}
const everybody = (outcome = 'OK'): Outcomes => ({
  ...{ office: outcome, lead: outcome, supporter: outcome, former: outcome },
  ...{ outsider: outcome, auditor: outcome, service: outcome },
})
const byRegistrar: Outcomes = { ...everybody(notRegistrar), office: 'OK', service: notOrganisation }
const byService: Outcomes = { ...everybody(notService), service: 'OK' }

/** `OK 3` stands for an answer of three entries. */
const table: Readonly<Record<string, Outcomes>> = {
  'ProgrammeService/ImportProgramme': { ...everybody(notOffice), office: 'OK', service: notOrganisation },
  'ProgrammeService/ChangeProgrammeRules': { ...everybody(noProgramme), office: 'OK', service: notOrganisation },
  'ProgrammeService/GetProgramme': parties(noProgramme),

  'TaskService/IssueTask': { office: 'OK', lead: notAuthority, supporter: notAuthority, ...strangers(noProgramme) },
  // The task of the same clause.
  'TaskService/FindRepeatedRequests': {
    ...{ office: 'OK 1', lead: notAuthority, supporter: notAuthority },
    ...{ ...strangers(noProgramme), service: noProgramme },
  },
  'TaskService/AcceptSubmission': byLead(notLead),
  'TaskService/ReturnSubmission': byLead(notLead),
  'TaskService/ReassignAssignment': byAuthority,
  'TaskService/UpholdAssignment': byAuthority,
  'TaskService/TransferAssignment': byAuthority,
  'TaskService/SuspendAssignment': byAuthority,
  'TaskService/ResumeAssignment': byAuthority,
  'TaskService/WaiveAssignment': byAuthority,
  'TaskService/GiveExtensionOpinion': byLead(notLead),
  'TaskService/GrantExtension': byAuthority,
  'TaskService/RefuseExtension': byAuthority,
  'TaskService/ConfirmCompiler': byAuthority,
  'TaskService/CountersignClosing': byOther,
  'TaskService/DissentFromClosing': byOther,
  'TaskService/RuleOnDissent': byAuthority,
  'TaskService/CommentOnTask': { office: 'OK', lead: 'OK', supporter: 'OK', ...strangers(noTask) },
  'TaskService/ProposeClosing': byLead('PERMISSION_DENIED NOT_PROPOSER'),
  'TaskService/ReturnClosing': byAuthority,
  'TaskService/CloseTask': byAuthority,
  'TaskService/CancelTask': byAuthority,
  'TaskService/ReopenTask': byAuthority,
  'TaskService/ArchiveTask': byAuthority,
  'TaskService/GetTask': parties(noTask),
  'TaskService/ListTasks': { ...everybody('OK 1'), former: noProgramme, outsider: noProgramme },
  'TaskService/GetTaskText': parties(noTask),

  'AssignmentService/AcknowledgeAssignment': byAssignee,
  'AssignmentService/ReportProgress': byAssignee,
  'AssignmentService/SubmitAssignment': byAssignee,
  'AssignmentService/RequestReassignment': byAssignee,
  'AssignmentService/RequestExtension': byAssignee,
  'AssignmentService/DelegateAssignment': byAssignee,
  'AssignmentService/RevokeDelegation': byAssignee,
  'AssignmentService/NamePerson': byAssignee,
  'AssignmentService/SubassignAssignment': byAssignee,
  'AssignmentService/AcknowledgeSubassignment': bySubassignee,
  'AssignmentService/ReportSubassignment': bySubassignee,
  'AssignmentService/SubmitSubassignment': bySubassignee,
  'AssignmentService/AcceptSubassignment': byAssignee,
  'AssignmentService/ReturnSubassignment': byAssignee,
  'AssignmentService/WithdrawSubassignment': byAssignee,
  'AssignmentService/GetAssignment': parties(noAssignment),
  // Three bodies of the clause, and a successor.
  'AssignmentService/ListAssignments': { ...everybody('OK 4'), former: noTask, outsider: noTask },
  'AssignmentService/GetAssignmentText': parties(noAssignment),

  'AttachmentService/UploadAttachment': byParty,
  'AttachmentService/GetUpload': byParty,
  'AttachmentService/DownloadAttachment': parties(noAttachment),
  'AttachmentService/GetAttachment': parties(noAttachment),
  'AttachmentService/ListAttachments': { ...everybody('OK 1'), former: noTask, outsider: noTask },

  'DirectoryService/RegisterOrganisation': byRegistrar,
  'DirectoryService/RenameOrganisation': byRegistrar,
  'DirectoryService/MergeOrganisation': byRegistrar,
  'DirectoryService/SplitOrganisation': byRegistrar,
  'DirectoryService/DissolveOrganisation': byRegistrar,
  'DirectoryService/AddMember': byRegistrar,
  'DirectoryService/RemoveMember': byRegistrar,
  'DirectoryService/BeginTerm': byRegistrar,
  'DirectoryService/EndTerm': byRegistrar,
  'DirectoryService/GetOrganisation': everybody(),
  'DirectoryService/ListOrganisations': everybody('OK 3'),
  'DirectoryService/ListMembers': everybody('OK 14'),
  // What a person of the lead is called.
  'DirectoryService/GetOrganisationText': {
    ...{ office: 'OK', lead: 'OK', supporter: noContent, former: noContent, outsider: noContent },
    ...{ auditor: 'OK', service: 'OK' },
  },

  'SupervisionService/UrgeAssignment': {
    ...{ office: 'OK', lead: 'OK', supporter: 'PERMISSION_DENIED NOT_URGER' },
    ...strangers(noSupervision),
  },
  'SupervisionService/IssueStep': bySupervisor,
  'SupervisionService/ReplyToStep': {
    ...{ office: notAssignee, lead: notAssignee, supporter: 'OK' },
    ...strangers(noSupervision),
  },
  'SupervisionService/AcceptReply': bySupervisor,
  'SupervisionService/ReturnReply': bySupervisor,
  'SupervisionService/WithdrawStep': bySupervisor,
  'SupervisionService/GetSupervision': parties(noSupervision),
  'SupervisionService/ListSupervisions': { ...everybody('OK 1'), former: 'OK 0', outsider: 'OK 0' },
  'SupervisionService/GetSupervisionText': parties(noSupervision),

  'ReportService/ConfirmReport': { ...everybody(noReport), office: 'OK', service: notOrganisation },
  'ReportService/WithdrawReport': { ...everybody(noReport), office: 'OK', service: notOrganisation },
  'ReportService/GetReport': { ...everybody(noReport), office: 'OK', auditor: 'OK', service: 'OK' },
  'ReportService/ListReports': { ...everybody(noProgramme), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  'ReportService/GetReportText': { ...everybody(noReport), office: 'OK', auditor: 'OK', service: 'OK' },
  // The supporter's own; the office runs programmes, the others none.
  'BurdenService/GetBurden': {
    ...everybody('NOT_FOUND BURDEN_NOT_FOUND'),
    ...{ office: 'OK', supporter: 'OK', auditor: 'OK', service: 'OK' },
  },
  // Three bodies of the clause, and a successor.
  'BurdenService/ListBurdens': { ...everybody(noProgramme), office: 'OK 4', auditor: 'OK 4', service: 'OK 4' },
  'ConsultationService/OpenConsultation': { ...everybody(), service: notOrganisation },
  'ConsultationService/OpenCase': byInitiator,
  'ConsultationService/AnswerConsultation': inConsultation(notConsulted, notConsulted, 'OK'),
  'ConsultationService/ReviseText': byInitiator,
  'ConsultationService/RenewTimeLimit': byInitiator,
  'ConsultationService/AddBody': byInitiator,
  'ConsultationService/RemoveBody': byInitiator,
  'ConsultationService/ReferConsultation': inConsultation('OK', 'OK', notInitiator),
  'ConsultationService/RuleOnConsultation': inConsultation('OK', notReferee, notReferee),
  'ConsultationService/WithdrawConsultation': byInitiator,
  'ConsultationService/GetConsultation': parties(noConsultation),
  'ConsultationService/ListConsultations': { ...everybody('OK 1'), former: noProgramme, outsider: noProgramme },
  'ConsultationService/GetConsultationText': parties(noConsultation),

  // One record of the type asked for: who was party when it was delivered keeps it.
  'EventService/Subscribe': { ...everybody('OK 1'), outsider: 'OK 0' },
  'EventService/GetRecord': { ...everybody(), outsider: noRecord },
  // Issued, asked to be released, reassigned: up to there the former party has them.
  'EventService/ListRecords': { ...everybody('OK 3'), outsider: noRecord },
  'EventService/ReadSource': { ...byService, service: 'OK 2' },

  'OperationService/GetStatus': everybody('OK 4'),
  'OperationService/ListParkedRecords': { ...byService, service: 'OK 0' },
  'OperationService/RedriveParkedRecords': byService,
  'OperationService/CheckStates': byService,
}

const rpcs = describedRpcs()

let bus: TestBus
let stubs: ReadonlyMap<(typeof callers)[number], Stubs>

beforeAll(async () => {
  bus = await startTestBus({ auditors: [`organisations/${cast.auditor}`] })
  // Signed by the authority of the bus, but no code of an organisation has dots or capitals.
  const unnamed = await bus.certify({ kind: 'organisation', code: 'HN.KJT' })
  const foreign = await bus.certify({ kind: 'organisation', code: cast.office }, undefined, 'elsewhere.example')
  const { office, lead, supporter, former, outsider, auditor } = cast
  stubs = new Map([
    ...Object.entries({ office, lead, supporter, former, outsider, auditor }).map(
      ([role, code]) => [role as keyof Outcomes, bus.as(code)] as const,
    ),
    ['service', bus.asService('operations')],
    ['nobody', bus.showing(unnamed)],
    ['foreign', bus.showing(foreign)],
  ])
})
afterAll(async () => await bus.stop())

test('the table speaks of every RPC there is, and of no other', () => {
  expect(Object.keys(table).sort()).toEqual(rpcs.map(({ name }) => name).sort())
})

/** The number of entries of an answer that is a list. */
function entries({ responses }: Answer): string {
  if ('frame' in (responses[0] ?? {})) {
    const frames = responses as readonly SubscribeResponse[]
    return ` ${frames.flatMap(({ frame }) => (frame?.$case === 'records' ? frame.value.records : [])).length}`
  }
  const list = Object.values(responses[0] ?? {}).find(Array.isArray)
  return list ? ` ${list.length}` : ''
}

describe.each(rpcs.map((rpc) => [rpc.name, rpc] as const))('%s', (name, rpc) => {
  test('is answered to whom it should be, and writes nothing for the others', async () => {
    const specimen = await specimenOf(name, bus)
    const request = rpc.isCommand ? { ...specimen.request, validateOnly: true } : specimen.request
    const bytes = rpc.request.encode(request as never).finish()
    const before = await everythingWritten(bus)
    const isList = Object.values(table[name] ?? {}).some((outcome) => /^OK \d/.test(outcome))
    const outcomes: Record<string, string> = {}
    for (const caller of callers) {
      const answer = await callRaw((stubs.get(caller) as Stubs).operations, rpc, bytes, specimen.after)
      outcomes[caller] = answer.outcome + (answer.outcome === 'OK' && isList ? entries(answer) : '')
      // Every refusal says why in both languages, with nothing left to be filled in.
      if (answer.outcome !== 'OK') expect([...answer.sentences.keys()]).toEqual(['zh-CN', 'en'])
      for (const sentence of answer.sentences.values()) expect(sentence).not.toMatch(/[—{}]/)
      // Who is told nothing of the resource is not told that its version is another one, either.
      if (/^(NOT_FOUND|PERMISSION_DENIED)/.test(answer.outcome) && 'etag' in specimen.request) {
        const stale = rpc.request.encode({ ...request, etag: 999_999n } as never).finish()
        const asked = await callRaw((stubs.get(caller) as Stubs).operations, rpc, stale, specimen.after)
        expect(asked.outcome).toBe(answer.outcome)
      }
    }
    expect(outcomes).toEqual({ ...table[name], nobody: unknown, foreign: unknown })
    expect(await everythingWritten(bus)).toEqual(before)
  })
})
