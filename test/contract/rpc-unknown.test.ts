/** Resources that do not exist: which status and reason each RPC gives, and that nothing is written. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { pageToken } from '#shared/grpc/page.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { measureContent } from '#shared/testing/measure-facts.ts'
import { Asker, type Changes } from './rpc-ask.ts'
import { callRaw, describedRpcs, type Rpc } from './rpc-call.ts'
import { everythingWritten } from './rpc-ground.ts'
import { cast } from './rpc-specimen.ts'

let bus: TestBus
let asker: Asker
beforeAll(async () => {
  bus = await startTestBus()
  asker = new Asker(bus)
})
afterAll(async () => await bus.stop())

const due = { year: 2026, month: 6, day: 30 }
const nowhere = 'programmes/nowhere'
type Named = { readonly parent: string; readonly name: string }
/** Another clause of the programme in which a request makes something, or names it. */
const clauseBeside = ({ parent, name }: Named, clause: string) => `${programmeOf(parent ?? name)}/clauses/${clause}`
const unknown: [string, Changes, string][] = [
  ['ProgrammeService/GetProgramme', { name: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  [
    'TaskService/IssueTask',
    { parent: nowhere, content: { clause: `${nowhere}/clauses/led`, title: 'a', due } },
    'NOT_FOUND PROGRAMME_NOT_FOUND',
  ],
  [
    'TaskService/IssueTask',
    ({ parent }: { parent: string }) => ({ content: { clause: `${parent}/clauses/nobody`, title: 'a', due } }),
    'FAILED_PRECONDITION CLAUSE_UNASSIGNED',
  ],
  ...['IssueTask', 'DraftTask', 'FindRepeatedRequests'].map((rpc): [string, Changes, string] => [
    `TaskService/${rpc}`,
    ({ parent }: { parent: string }) => ({ content: { clause: `${parent}/clauses/none`, title: 'a', due } }),
    'NOT_FOUND CLAUSE_NOT_FOUND',
  ]),
  ['TaskService/AcceptSubmission', { organisation: 'organisations/hn-wwj' }, 'NOT_FOUND ASSIGNMENT_NOT_FOUND'],
  ['TaskService/ReturnSubmission', { organisation: 'organisations/hn-wwj' }, 'NOT_FOUND ASSIGNMENT_NOT_FOUND'],
  ['TaskService/ReassignAssignment', { organisation: 'organisations/hn-wwj' }, 'NOT_FOUND ASSIGNMENT_NOT_FOUND'],
  ['TaskService/ReassignAssignment', { successor: 'organisations/nobody' }, 'FAILED_PRECONDITION ORGANISATION_UNKNOWN'],
  ['TaskService/UpholdAssignment', { organisation: 'organisations/hn-wwj' }, 'NOT_FOUND ASSIGNMENT_NOT_FOUND'],
  ...[
    ...['ReturnDraft', 'ConfirmDraft'],
    'AcceptSubmission',
    'ReturnSubmission',
    'ReassignAssignment',
    'UpholdAssignment',
    'ProposeClosing',
    'CloseTask',
    'CancelTask',
    'ReopenTask',
    'ArchiveTask',
    'GetTask',
    'GetTaskText',
  ].map((rpc): [string, Changes, string] => [
    `TaskService/${rpc}`,
    { name: `${nowhere}/tasks/none` },
    'NOT_FOUND TASK_NOT_FOUND',
  ]),
  ['TaskService/GetTaskText', { sha256: Buffer.alloc(32) }, 'NOT_FOUND CONTENT_NOT_FOUND'],
  ['TaskService/ListTasks', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ...[
    'AcknowledgeAssignment',
    'ReportProgress',
    'SubmitAssignment',
    'RequestReassignment',
    ...['SubassignAssignment', 'AcknowledgeSubassignment', 'ReportSubassignment', 'SubmitSubassignment'],
    ...['AcceptSubassignment', 'ReturnSubassignment', 'WithdrawSubassignment'],
    'GetAssignment',
    'GetAssignmentText',
  ].map((rpc): [string, Changes, string] => [
    `AssignmentService/${rpc}`,
    { name: `${nowhere}/tasks/none/assignments/hn-fgw` },
    'NOT_FOUND ASSIGNMENT_NOT_FOUND',
  ]),
  [
    'AssignmentService/SubassignAssignment',
    { organisation: 'organisations/nobody' },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  ['AssignmentService/SubassignAssignment', { organisation: 'organisations/hn-jyt' }, 'FAILED_PRECONDITION NOT_BELOW'],
  ...['AcceptSubassignment', 'ReturnSubassignment', 'WithdrawSubassignment'].map((rpc): [string, Changes, string] => [
    `AssignmentService/${rpc}`,
    { organisation: 'organisations/hn-zhuzhou' },
    'FAILED_PRECONDITION NOT_SUBASSIGNED',
  ]),
  ['AssignmentService/GetAssignmentText', { sha256: Buffer.alloc(32) }, 'NOT_FOUND CONTENT_NOT_FOUND'],
  ['AssignmentService/ListAssignments', { parent: `${nowhere}/tasks/none` }, 'NOT_FOUND TASK_NOT_FOUND'],
  ...['UploadAttachment', 'GetUpload', 'ListAttachments'].map((rpc): [string, Changes, string] => [
    `AttachmentService/${rpc}`,
    { parent: `${nowhere}/tasks/none` },
    'NOT_FOUND TASK_NOT_FOUND',
  ]),
  ...['DownloadAttachment', 'GetAttachment'].map((rpc): [string, Changes, string] => [
    `AttachmentService/${rpc}`,
    { name: `${nowhere}/tasks/none/attachments/${'0'.repeat(64)}` },
    'NOT_FOUND ATTACHMENT_NOT_FOUND',
  ]),
  ['AttachmentService/UploadAttachment', { sizeBytes: 200_000_001n }, 'INVALID_ARGUMENT ATTACHMENT_TOO_LARGE'],
  ['AttachmentService/UploadAttachment', { sizeBytes: 200_000_000n }, 'FAILED_PRECONDITION UPLOAD_INCOMPLETE'],
  [
    'AttachmentService/UploadAttachment',
    { sizeBytes: 11n, content: Buffer.alloc(12) },
    'INVALID_ARGUMENT SIZE_DIFFERS',
  ],
  ['AttachmentService/UploadAttachment', { content: Buffer.alloc(12) }, 'INVALID_ARGUMENT HASH_DIFFERS'],
  ['AttachmentService/UploadAttachment', { offsetBytes: 1n }, 'FAILED_PRECONDITION UPLOAD_OFFSET'],
  ['AttachmentService/UploadAttachment', { content: Buffer.alloc(11) }, 'FAILED_PRECONDITION UPLOAD_INCOMPLETE'],
  ['AttachmentService/DownloadAttachment', { offsetBytes: 13n }, 'INVALID_ARGUMENT OFFSET_BEYOND'],
  ...[
    ...['RenameOrganisation', 'MergeOrganisation', 'SplitOrganisation', 'DissolveOrganisation', 'AddMember'],
    ...['RemoveMember', 'BeginTerm', 'EndTerm', 'GetOrganisation', 'ListMembers', 'GetOrganisationText'],
  ].map((rpc): [string, Changes, string] => [
    `DirectoryService/${rpc}`,
    { name: 'organisations/nobody' },
    'NOT_FOUND ORGANISATION_NOT_FOUND',
  ]),
  [
    'DirectoryService/RegisterOrganisation',
    { superior: 'organisations/nobody' },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  ['DirectoryService/MergeOrganisation', { into: 'organisations/nobody' }, 'FAILED_PRECONDITION ORGANISATION_UNKNOWN'],
  [
    'DirectoryService/SplitOrganisation',
    { into: ['organisations/hn-kjt', 'organisations/nobody'] },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  [
    'DirectoryService/DissolveOrganisation',
    { successor: 'organisations/nobody' },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  ['DirectoryService/AddMember', { member: 'organisations/nobody' }, 'FAILED_PRECONDITION ORGANISATION_UNKNOWN'],
  ['DirectoryService/RemoveMember', { member: 'organisations/nobody' }, 'FAILED_PRECONDITION NOT_A_MEMBER'],
  ['DirectoryService/ListMembers', { name: 'organisations/hn-kjt' }, 'FAILED_PRECONDITION NOT_A_GROUP'],
  ['DirectoryService/GetOrganisationText', { sha256: Buffer.alloc(32) }, 'NOT_FOUND CONTENT_NOT_FOUND'],
  ['ConsultationService/OpenConsultation', { parent: nowhere, task: '' }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  [
    'ConsultationService/OpenConsultation',
    { organisations: ['organisations/nobody'] },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  ...[
    ...['OpenCase', 'AnswerConsultation', 'ReviseText', 'RenewTimeLimit', 'AddBody', 'RemoveBody', 'ReferConsultation'],
    ...['RuleOnConsultation', 'WithdrawConsultation', 'GetConsultation', 'GetConsultationText'],
  ].flatMap((rpc): [string, Changes, string][] => [
    [`ConsultationService/${rpc}`, { name: `${nowhere}/consultations/none` }, 'NOT_FOUND CONSULTATION_NOT_FOUND'],
    [
      `ConsultationService/${rpc}`,
      ({ name }: { name: string }) => ({ name: `${name}-not` }),
      'NOT_FOUND CONSULTATION_NOT_FOUND',
    ],
  ]),
  ['ConsultationService/ListConsultations', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ['ConsultationService/AnswerConsultation', { caseNumber: 9 }, 'NOT_FOUND CASE_NOT_FOUND'],
  ['ConsultationService/AddBody', { organisation: 'organisations/nobody' }, 'FAILED_PRECONDITION ORGANISATION_UNKNOWN'],
  [
    'ConsultationService/ReferConsultation',
    { referee: 'organisations/nobody' },
    'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
  ],
  ['ConsultationService/GetConsultationText', { sha256: Buffer.alloc(32) }, 'NOT_FOUND CONTENT_NOT_FOUND'],
  // Nobody has a part, and so is addressed, whom the directory does not know.
  ...['UrgeAssignment', 'IssueStep'].map((rpc): [string, Changes, string] => [
    `SupervisionService/${rpc}`,
    ({ name }: { name: string }) => ({ name: name.replace(/[^/]+$/, 'nobody') }),
    'NOT_FOUND SUPERVISION_NOT_FOUND',
  ]),
  ['BurdenService/GetBurden', { asOf: { year: 2999, month: 1, day: 1 } }, 'INVALID_ARGUMENT AS_OF_AHEAD'],
  ['BurdenService/ListBurdens', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ['BudgetService/GetBudget', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ['BudgetService/ListFindings', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ['MeasureService/GetMeasure', { name: `${nowhere}/measures/none` }, 'NOT_FOUND MEASURE_NOT_FOUND'],
  ['MeasureService/OpenCall', { name: `${nowhere}/measures/none` }, 'NOT_FOUND MEASURE_NOT_FOUND'],
  ['MeasureService/ListMeasures', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  [
    'MeasureService/EnterMeasure',
    { parent: nowhere, content: measureContent(`${nowhere}/clauses/vouchers`) },
    'NOT_FOUND PROGRAMME_NOT_FOUND',
  ],
  ...['EnterMeasure', 'AmendMeasure'].flatMap((rpc): [string, Changes, string][] => [
    [
      `MeasureService/${rpc}`,
      (request: Named) => ({ content: measureContent(clauseBeside(request, 'led')) }),
      'FAILED_PRECONDITION CLAUSE_NO_MEASURE',
    ],
    [
      `MeasureService/${rpc}`,
      (request: Named) => ({
        content: { ...measureContent(clauseBeside(request, 'vouchers')), organisations: ['organisations/nobody'] },
      }),
      'FAILED_PRECONDITION ORGANISATION_UNKNOWN',
    ],
  ]),
  ['ReportService/ConfirmReport', { parent: nowhere }, 'NOT_FOUND PROGRAMME_NOT_FOUND'],
  ['EventService/ReadSource', { source: '//qiantou/nobody' }, 'NOT_FOUND SOURCE_NOT_FOUND'],
  ['EventService/GetRecord', { key: { $case: 'position', value: 2n ** 62n } }, 'NOT_FOUND RECORD_NOT_FOUND'],
  [
    'EventService/GetRecord',
    { key: { $case: 'id', value: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c' } },
    'NOT_FOUND RECORD_NOT_FOUND',
  ],
  ['EventService/ListRecords', { resource: `${nowhere}/tasks/none` }, 'NOT_FOUND RECORD_NOT_FOUND'],
  [
    'EventService/Subscribe',
    { from: { $case: 'afterPosition', value: 2n ** 62n } },
    'INVALID_ARGUMENT POSITION_UNKNOWN',
  ],
  ...['ListParkedRecords', 'RedriveParkedRecords', 'CheckStates'].map((rpc): [string, Changes, string] => [
    `OperationService/${rpc}`,
    { service: 'nowhere' },
    'NOT_FOUND SERVICE_NOT_HERE',
  ]),
  ['OperationService/ListParkedRecords', { service: 'event-log' }, 'NOT_FOUND NOTHING_FOLDED'],
]

test.each(unknown.map(([name, changes, outcome]) => ({ name, changes, outcome })))(
  '$name: $outcome (%#)',
  async ({ name, changes, outcome }) => {
    await asker.specimen(name)
    const before = await everythingWritten(bus)
    const answer = await asker.ask(name, changes)
    expect(answer.outcome).toBe(outcome)
    for (const sentence of answer.sentences.values()) expect(sentence).not.toMatch(/[—{}]/)
    expect(await everythingWritten(bus)).toEqual(before)
  },
)

test.each(
  ['Measure', 'Pool', 'Application', 'Transfer', 'Voucher', 'Roster', 'Allocation', 'Quota', 'Apportionment']
    .map((kind) => describedRpcs().find((one) => one.name.endsWith(`Service/List${kind}s`)) as Rpc)
    .map((rpc) => ({ rpc, name: rpc.name })),
)('$name: who reads nothing of a programme learns by no page of it that it is there', async ({ rpc }) => {
  const { request } = await asker.specimen(rpc.name)
  for (const token of ['', pageToken('a'), pageToken('programmes/z')]) {
    const bytes = rpc.request.encode(rpc.request.fromPartial({ ...request, pageToken: token } as never)).finish()
    const answer = await callRaw(bus.as(cast.outsider).operations, rpc, bytes)
    expect(answer.outcome).toBe('NOT_FOUND PROGRAMME_NOT_FOUND')
  }
})

test.each(['AssignmentService/GetAssignment', 'AssignmentService/ReportProgress', 'EventService/Subscribe'])(
  '%s: what it builds on is not passed over where that cannot be made out',
  async (name) => {
    const { request, by } = await asker.specimen(name)
    const rpc = describedRpcs().find((one) => one.name === name) as Rpc
    const bytes = rpc.request.encode(rpc.request.fromPartial(request)).finish()
    const answer = await callRaw(by.operations, rpc, bytes, [{ source: 'rubbish', sequence: 1n }])
    expect([answer.outcome, answer.fields]).toEqual(['INVALID_ARGUMENT INVALID_FIELDS', ['qiantou-after']])
  },
)
