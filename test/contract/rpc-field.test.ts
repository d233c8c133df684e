/** Limits that proto comments state, each at its edge. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { evidence } from '#shared/testing/task-facts.ts'
import { clauses, programmeContent } from '#shared/testing/workflow-requests.ts'
import { Asker } from './rpc-ask.ts'

let bus: TestBus
let asker: Asker
beforeAll(async () => {
  bus = await startTestBus()
  asker = new Asker(bus)
})
afterAll(async () => await bus.stop())

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const due = { year: 2026, month: 6, day: 30 }
const notADay = { year: 2026, month: 2, day: 29 }
const days = (value: number) => ({ limit: { $case: 'workingDays', value } })
const task = (name: string, changes: object, rpc = 'IssueTask'): [string, object, string] => [
  `TaskService/${rpc}`,
  {
    content: {
      clause: 'programmes/specimen-1/clauses/led',
      title: '任务',
      deliverable: '',
      closingStandard: '',
      due,
      milestones: [],
      ...changes,
    },
  },
  name,
]
const programme = (name: string, changes: object): [string, object, string] => [
  'ProgrammeService/ImportProgramme',
  { content: { ...programmeContent(), ...changes } },
  name,
]
const rules = (name: string, changes: object): [string, object, string] => [
  'ProgrammeService/ChangeProgrammeRules',
  { rules: changes },
  `rules.${name}`,
]
const clause = (name: string, changes: object) =>
  programme(`content.clauses[0].${name}`, { clauses: [{ ...clauses[0], ...changes }] })
const responsibility = (name: string, changes: object) =>
  clause(`responsibility.${name}`, { responsibility: { ...clauses[0]?.responsibility, ...changes } })

const wrong: [string, object, string][] = [
  [
    'ApplicationService/SubmitApplication',
    { content: { builder: { code: '1', name: '建设方' } } },
    'content.builder.code',
  ],
  ['AssignmentService/ReportProgress', { percent: 101 }, 'percent'],
  ['AssignmentService/ReportProgress', { text: '' }, 'text'],
  ['AssignmentService/ReportProgress', { text: ' \n' }, 'text'],
  ['AssignmentService/ReportProgress', { evidence: many(51, () => evidence('a')) }, 'evidence'],
  ['AssignmentService/SubmitAssignment', { evidence: [{ ...evidence('a'), title: '' }] }, 'evidence[0].title'],
  [
    'AssignmentService/SubmitAssignment',
    { evidence: [{ ...evidence('a'), sizeBytes: -1n }] },
    'evidence[0].size_bytes',
  ],
  [
    'AssignmentService/SubmitAssignment',
    { evidence: [{ ...evidence('a'), mediaType: 'a'.repeat(101) }] },
    'evidence[0].media_type',
  ],
  ['AssignmentService/SubassignAssignment', { what: '' }, 'what'],
  ['AssignmentService/SubassignAssignment', { due: { year: 2026, month: 2, day: 29 } }, 'due'],
  ['AssignmentService/ReportSubassignment', { percent: 101 }, 'percent'],
  ['AssignmentService/SubmitSubassignment', { evidence: many(51, () => evidence('a')) }, 'evidence'],
  ['AssignmentService/ReturnSubassignment', { reason: ' ' }, 'reason'],
  ['AttachmentService/UploadAttachment', { sizeBytes: 0n }, 'size_bytes'],
  ['AttachmentService/UploadAttachment', { mediaType: 'pdf' }, 'media_type'],
  ['AttachmentService/UploadAttachment', { mediaType: `text/${'a'.repeat(96)}` }, 'media_type'],
  ['AttachmentService/UploadAttachment', { title: 'a'.repeat(201) }, 'title'],
  ['AttachmentService/UploadAttachment', { offsetBytes: -1n }, 'offset_bytes'],
  ['AttachmentService/UploadAttachment', { offsetBytes: 2n ** 40n }, 'offset_bytes'],
  ['AttachmentService/UploadAttachment', { content: Buffer.alloc(65_537) }, 'content'],
  ['AttachmentService/GetUpload', { sizeBytes: -1n }, 'size_bytes'],
  ['AttachmentService/DownloadAttachment', { offsetBytes: -1n }, 'offset_bytes'],
  ['AttachmentService/ListAttachments', { pageSize: 1_001 }, 'page_size'],
  ['AttachmentService/ListAttachments', { pageToken: Buffer.from('x').toString('base64url') }, 'page_token'],
  ['TaskService/ListTasks', { pageSize: 1_001 }, 'page_size'],
  ['TaskService/ListTasks', { pageToken: '!' }, 'page_token'],
  ['TaskService/ListTasks', { filter: 'state = OPEN' }, 'filter'],
  ['TaskService/ListTasks', { filter: 'title = a' }, 'filter'],
  ['AssignmentService/ListAssignments', { pageSize: 1_001 }, 'page_size'],
  ['AssignmentService/ListAssignments', { filter: 'state = ISSUED AND state = ISSUED' }, 'filter'],
  ['AssignmentService/ListAssignments', { filter: 'state = UNSPECIFIED' }, 'filter'],
  ['AssignmentService/ListAssignments', { filter: 'organisation = hn-kjt' }, 'filter'],
  ['AssignmentService/ListAssignments', { filter: 'organisation = services/hn-kjt' }, 'filter'],
  ['TaskService/ListTasks', { filter: 'milestone_light = PURPLE' }, 'filter'],
  ['AssignmentService/ListAssignments', { filter: 'milestone_light = red' }, 'filter'],
  ['DirectoryService/ListOrganisations', { pageSize: 1_001 }, 'page_size'],
  ['DirectoryService/ListOrganisations', { filter: 'kind = BODY' }, 'filter'],
  ['DirectoryService/ListOrganisations', { documentName: '厅'.repeat(201) }, 'document_name'],
  ['DirectoryService/ListOrganisations', { asOf: notADay }, 'as_of'],
  ['DirectoryService/ListMembers', { pageSize: 1_001 }, 'page_size'],
  ['DirectoryService/ListMembers', { asOf: notADay }, 'as_of'],
  ['DirectoryService/GetOrganisation', { asOf: notADay }, 'as_of'],
  ['DirectoryService/RegisterOrganisation', { organisationId: 'HN' }, 'organisation_id'],
  ['DirectoryService/RegisterOrganisation', { titleZh: '' }, 'title_zh'],
  ['DirectoryService/RegisterOrganisation', { titleEn: 'a'.repeat(201) }, 'title_en'],
  ['DirectoryService/RegisterOrganisation', { aliases: many(21, (i) => `${i}`) }, 'aliases'],
  ['DirectoryService/RegisterOrganisation', { aliases: ['a'.repeat(101)] }, 'aliases[0]'],
  ['DirectoryService/RegisterOrganisation', { effectiveDate: notADay }, 'effective_date'],
  ['DirectoryService/RenameOrganisation', { effectiveDate: undefined }, 'effective_date'],
  ['DirectoryService/RenameOrganisation', { aliases: [' '] }, 'aliases[0]'],
  ['DirectoryService/MergeOrganisation', { effectiveDate: undefined }, 'effective_date'],
  ['DirectoryService/MergeOrganisation', { basis: '' }, 'basis'],
  ['DirectoryService/SplitOrganisation', { into: ['organisations/hn-kjt'] }, 'into'],
  ['DirectoryService/SplitOrganisation', { into: many(2, () => 'organisations/hn-kjt') }, 'into'],
  ['DirectoryService/SplitOrganisation', { into: many(21, (i) => `organisations/hn-${i}`) }, 'into'],
  ['DirectoryService/DissolveOrganisation', { basis: 'a'.repeat(201) }, 'basis'],
  ['DirectoryService/AddMember', { effectiveDate: notADay }, 'effective_date'],
  ['DirectoryService/RemoveMember', { effectiveDate: undefined }, 'effective_date'],
  ['DirectoryService/BeginTerm', { person: 'zhang-san' }, 'person'],
  ['DirectoryService/BeginTerm', { displayName: '' }, 'display_name'],
  ['DirectoryService/BeginTerm', { fromDate: undefined }, 'from_date'],
  ['DirectoryService/BeginTerm', { toDate: { year: 2025, month: 12, day: 31 } }, 'to_date'],
  ['DirectoryService/EndTerm', { person: '' }, 'person'],
  ['DirectoryService/EndTerm', { toDate: undefined }, 'to_date'],
  ['ConsultationService/OpenConsultation', { consultationId: 'HN' }, 'consultation_id'],
  ['ConsultationService/OpenConsultation', { title: '厅'.repeat(201) }, 'title'],
  ['ConsultationService/OpenConsultation', { organisations: [] }, 'organisations'],
  ['ConsultationService/OpenConsultation', { organisations: many(201, (i) => `organisations/${i}`) }, 'organisations'],
  ['ConsultationService/OpenConsultation', { organisations: many(2, () => 'organisations/hn-fgw') }, 'organisations'],
  ['ConsultationService/OpenConsultation', { task: 'programmes/another/tasks/one' }, 'task'],
  ['ConsultationService/OpenConsultation', { text: '' }, 'text'],
  ['ConsultationService/OpenConsultation', { standing: true, text: '文', limit: undefined }, 'text'],
  ['ConsultationService/OpenConsultation', { standing: true, text: '', limit: days(5) }, 'limit'],
  ['ConsultationService/OpenConsultation', { limit: undefined }, 'limit'],
  ['ConsultationService/OpenConsultation', { limit: days(0) }, 'limit'],
  ['ConsultationService/OpenConsultation', { limit: days(251) }, 'limit'],
  ['ConsultationService/OpenConsultation', { limit: { limit: { $case: 'date', value: notADay } } }, 'limit.date'],
  ['ConsultationService/OpenCase', { limit: undefined }, 'limit'],
  ['ConsultationService/AnswerConsultation', { version: 0 }, 'version'],
  ['ConsultationService/AnswerConsultation', { text: '有意见' }, 'text'],
  ['ConsultationService/AnswerConsultation', { answer: 'ANSWER_KIND_DISAGREE' }, 'text'],
  ['ConsultationService/ReviseText', { affected: many(201, (i) => `organisations/${i}`) }, 'affected'],
  ['ConsultationService/ReviseText', { reason: '' }, 'reason'],
  ['ConsultationService/RenewTimeLimit', { limit: undefined }, 'limit'],
  ['ConsultationService/RuleOnConsultation', { minutes: '' }, 'minutes'],
  ['ConsultationService/RuleOnConsultation', { minutes: '纪'.repeat(201) }, 'minutes'],
  ['ConsultationService/ListConsultations', { pageSize: 1_001 }, 'page_size'],
  ['ConsultationService/ListConsultations', { filter: 'state = CLOSED' }, 'filter'],
  ['ConsultationService/ListConsultations', { filter: 'body = hn-kjt' }, 'filter'],
  ['SupervisionService/ListSupervisions', { filter: 'organisation = programmes/hn-kjt' }, 'filter'],
  ['BurdenService/GetBurden', { days: 367 }, 'days'],
  ['BurdenService/GetBurden', { asOf: notADay }, 'as_of'],
  ['BurdenService/ListBurdens', { pageSize: 1_001 }, 'page_size'],
  ['BudgetService/GetBudget', { year: 1948 }, 'year'],
  ['BudgetService/GetBudget', { groupBy: 'BUDGET_GROUP_UNSPECIFIED' }, 'group_by'],
  ['BudgetService/GetBudget', { pageSize: 1_001 }, 'page_size'],
  ['BudgetService/ListFindings', { pageSize: 1_001 }, 'page_size'],
  ['EventService/ListRecords', { pageSize: 1_001 }, 'page_size'],
  ['EventService/ListRecords', { pageToken: Buffer.from('x').toString('base64url') }, 'page_token'],
  ['EventService/ReadSource', { pageSize: 1_001 }, 'page_size'],
  ['EventService/ReadSource', { afterSequence: 2n ** 63n }, 'after_sequence'],
  ['EventService/GetRecord', { key: undefined }, 'key'],
  ['EventService/GetRecord', { key: { $case: 'position', value: 2n ** 64n - 1n } }, 'position'],
  ['EventService/Subscribe', { from: undefined }, 'from'],
  ['EventService/Subscribe', { types: many(51, () => 'a') }, 'types'],
  ['OperationService/ListParkedRecords', { pageSize: 1_001 }, 'page_size'],
  task('content.due', { due: undefined }),
  task('content.due', { due: { year: 2026, month: 2, day: 29 } }),
  task('content.due', { due: { year: 2026, month: 0, day: 0 } }),
  task('content.milestones', { milestones: many(51, (i) => ({ id: `m${i}`, title: 'a', due })) }),
  task('content.milestones', { milestones: many(2, () => ({ id: 'same', title: 'a', due })) }),
  task('content.milestones[0].due', { milestones: [{ id: 'm', title: 'a', due: { year: 2026, month: 13, day: 1 } }] }),
  task('content.milestones[0].due', { milestones: [{ id: 'm', title: 'a', due: { year: 2026, month: 7, day: 1 } }] }),
  task('content.title', { title: 'a'.repeat(201) }),
  task('content.deliverable', { deliverable: 'a'.repeat(1_001) }),
  task('content.clause', { clause: 'programmes/another/clauses/led' }),
  task('content.continues', { continues: '' }),
  task('content.continues', { continues: 'programmes/another/tasks/one' }),
  task('content.due', { due: undefined }, 'DraftTask'),
  task('content.title', { title: '' }, 'DraftTask'),
  ['TaskService/IssueTask', { content: undefined }, 'content'],
  ['ProgrammeService/ImportProgramme', { content: undefined }, 'content'],
  programme('content.clauses', { clauses: [] }),
  programme('content.clauses', { clauses: many(201, () => clauses[0]) }),
  programme('content.clauses', { clauses: many(2, () => clauses[0]) }),
  ['TaskService/FindRepeatedRequests', { content: undefined }, 'content'],
  ['SupervisionService/IssueStep', { replyWorkingDays: 61 }, 'reply_working_days'],
  rules('supervision.urge_working_days', { supervision: { urgeWorkingDays: 251 } }),
  rules('supervision.reply_working_days', { supervision: { replyWorkingDays: 61 } }),
  rules('days', { days: many(2, (i) => ({ date: due, working: i === 0 })) }),
  rules('repeats.days', { repeats: { days: 367 } }),
  rules('repeats.alike_percent', { repeats: { alikePercent: 101 } }),
  clause('responsibility', { responsibility: undefined }),
  responsibility('leads', { leads: [] }),
  responsibility('leads', { mode: 'RESPONSIBILITY_MODE_JOINT' }),
  responsibility('supporters', { supporters: many(101, () => 'organisations/hn-kjt') }),
]

test.each(wrong.map(([name, changes, field]) => ({ name, changes, field })))(
  '$name says that $field is wrong (%#)',
  async ({ name, changes, field }) => {
    const answer = await asker.ask(name, changes)
    expect(answer.outcome).toBe('INVALID_ARGUMENT INVALID_FIELDS')
    expect(answer.fields).toContain(field)
  },
)

test('a text of 20 000 characters beyond the Basic Multilingual Plane is not too long', async () => {
  const answer = await asker.ask('AssignmentService/ReportProgress', { text: '𠮷'.repeat(20_000), validateOnly: true })
  expect(answer.outcome).toBe('OK')
})

test('a programme whose record would be too large is refused whole', async () => {
  const big = many(190, (i) => ({ ...clauses[0], id: `c${i}`, title: '算'.repeat(200) }))
  const answer = await asker.ask('ProgrammeService/ImportProgramme', {
    content: { ...programmeContent(), clauses: big },
  })
  expect(answer.outcome).toBe('INVALID_ARGUMENT RECORD_TOO_LARGE')
})

test('a programme that names a body which the directory does not know is refused', async () => {
  const content = {
    ...programmeContent(),
    clauses: [
      { ...clauses[3], responsibility: { mode: 'RESPONSIBILITY_MODE_SOLE', supporters: ['organisations/nobody'] } },
    ],
  }
  const answer = await asker.ask('ProgrammeService/ImportProgramme', { content })
  expect(answer.outcome).toBe('FAILED_PRECONDITION ORGANISATION_UNKNOWN')
})

test('of many wrong fields as many are told as a refusal carries, and how many more there are', async () => {
  const bad = many(300, () => ({ ...clauses[0], id: 'Ä', title: '' }))
  const answer = await asker.ask('ProgrammeService/ImportProgramme', {
    content: { ...programmeContent(), clauses: bad },
  })
  expect(answer.outcome).toBe('INVALID_ARGUMENT INVALID_FIELDS')
  expect(answer.fields).toHaveLength(50)
})
