/** Who may do what, RPC by RPC, in a task in which it is that RPC's turn (rpc-people.ts). */
import {
  apart,
  everybody,
  noProgramme,
  notOffice,
  notOrganisation,
  notService,
  type Outcomes,
  parties,
} from './rpc-entitlement-callers.ts'
import { moneyTable } from './rpc-entitlement-money.ts'

const notAuthority = 'PERMISSION_DENIED NOT_ISSUING_AUTHORITY'
const notDrafter = 'PERMISSION_DENIED NOT_DRAFTER'
const notLead = 'PERMISSION_DENIED NOT_LEAD_OF_TASK'
const notAssignee = 'PERMISSION_DENIED NOT_ASSIGNEE'
const notSubassigned = 'PERMISSION_DENIED NOT_SUBASSIGNED'
const onlyReads = 'PERMISSION_DENIED ONLY_READS'
const notInitiator = 'PERMISSION_DENIED NOT_INITIATOR'
const notConsulted = 'PERMISSION_DENIED NOT_CONSULTED'
const notReferee = 'PERMISSION_DENIED NOT_REFEREE'
const notRegistrar = 'PERMISSION_DENIED NOT_REGISTRAR'
const noContent = 'NOT_FOUND CONTENT_NOT_FOUND'
const noTask = 'NOT_FOUND TASK_NOT_FOUND'
const noAssignment = 'NOT_FOUND ASSIGNMENT_NOT_FOUND'
const noAttachment = 'NOT_FOUND ATTACHMENT_NOT_FOUND'
const noSupervision = 'NOT_FOUND SUPERVISION_NOT_FOUND'
const noReport = 'NOT_FOUND REPORT_NOT_FOUND'
const noConsultation = 'NOT_FOUND CONSULTATION_NOT_FOUND'
const noRecord = 'NOT_FOUND RECORD_NOT_FOUND'

/** Who is not party learns nothing; auditors read and command nothing; services command nothing. */
const strangers = (none: string) => ({
  ...{ former: none, delegate: none, holder: none, outsider: none, auditor: none },
  service: notOrganisation,
})
/** Whom the task was copied to reads it; whoever has the duties of a lead that is no longer there is a lead. */
const byAuthority: Outcomes = {
  ...{ office: 'OK', lead: notAuthority, supporter: notAuthority, copied: notAuthority, duties: notAuthority },
  ...strangers(noTask),
}
/** A draft is between its drafters and the office: the other bodies of the clause learn of it when it is issued. */
const byDrafter = (none: string, drafter: string): Outcomes => ({
  ...{ office: 'OK', lead: drafter, duties: drafter, supporter: none, copied: none, ...strangers(none) },
})
const byLead = (otherwise: string): Outcomes => ({
  ...{ office: otherwise, lead: 'OK', duties: 'OK', supporter: otherwise, copied: otherwise },
  ...strangers(noTask),
})
/** In a joint task of the lead and the supporter. */
const jointly = (office: string, lead: string, supporter: string): Outcomes => ({
  ...{ office, lead, supporter, copied: noTask, duties: noTask },
  ...strangers(noTask),
})
/** Its compiler has answered by proposing. */
const byOther = jointly('PERMISSION_DENIED NOT_BODY_OF_TASK', 'FAILED_PRECONDITION ALREADY_ANSWERED', 'OK')
const byBody: Outcomes = {
  ...{ office: notAssignee, lead: notAssignee, supporter: 'OK', copied: notAssignee, duties: notAssignee },
  ...strangers(noAssignment),
  delegate: notAssignee,
}
const byAssignee: Outcomes = { ...byBody, delegate: 'OK' }
/** The city has the piece. */
const bySubassignee: Outcomes = {
  ...{ office: notSubassigned, lead: notSubassigned, supporter: notSubassigned, copied: notSubassigned },
  ...{ duties: notSubassigned, ...strangers(noAssignment), delegate: notSubassigned, holder: 'OK' },
}
const byGiver: Outcomes = { ...byAssignee, holder: notAssignee }
/** The lead opens, the supporter is asked, a successor rules; the former party was asked, and then no more. */
const inConsultation = (office: string, lead: string, supporter: string): Outcomes => ({
  ...{ office, lead, supporter, copied: noConsultation, duties: noConsultation },
  ...strangers(noConsultation),
})
const byInitiator = inConsultation(notInitiator, 'OK', notInitiator)
/** The supervision of the supporter's part: the leads read along. */
const bySupervisor: Outcomes = { ...byAuthority, copied: noSupervision, ...strangers(noSupervision) }
const byRegistrar: Outcomes = { ...everybody(notRegistrar), office: 'OK', service: notOrganisation }
/** Whoever has something to do in the task, or for a part of it. */
const byWorker: Outcomes = {
  ...{ ...parties(noTask), copied: onlyReads, ...strangers(noTask), delegate: 'OK', holder: 'OK' },
}
const byService: Outcomes = { ...everybody(notService), service: 'OK' }

/** `OK 3` stands for an answer of three entries. */
export const table: Readonly<Record<string, Outcomes>> = {
  'ProgrammeService/ImportProgramme': { ...everybody(notOffice), office: 'OK', service: notOrganisation },
  'ProgrammeService/ChangeProgrammeRules': { ...everybody(noProgramme), office: 'OK', service: notOrganisation },
  'ProgrammeService/GetProgramme': parties(noProgramme),

  'TaskService/DraftTask': {
    ...{ ...byAuthority, ...strangers(noProgramme), lead: 'OK', duties: 'OK' },
    ...{ supporter: notDrafter, copied: notDrafter },
  },
  'TaskService/ReviseDraft': byDrafter(noTask, 'OK'),
  'TaskService/ReturnDraft': byDrafter(noTask, notAuthority),
  'TaskService/ConfirmDraft': byDrafter(noTask, notAuthority),
  'TaskService/IssueTask': { ...byAuthority, ...strangers(noProgramme) },
  // The task of the same clause.
  'TaskService/FindRepeatedRequests': {
    ...{ ...byAuthority, office: 'OK 1', ...strangers(noProgramme), service: noProgramme },
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
  'TaskService/ConfirmCompiler': jointly('OK', notAuthority, notAuthority),
  'TaskService/CountersignClosing': byOther,
  'TaskService/DissentFromClosing': byOther,
  'TaskService/RuleOnDissent': jointly('OK', notAuthority, notAuthority),
  'TaskService/CommentOnTask': { ...parties(noTask), copied: onlyReads, ...strangers(noTask) },
  'TaskService/ProposeClosing': byLead('PERMISSION_DENIED NOT_PROPOSER'),
  'TaskService/ReturnClosing': byAuthority,
  'TaskService/CloseTask': byAuthority,
  'TaskService/CancelTask': byAuthority,
  'TaskService/ReopenTask': byAuthority,
  'TaskService/ArchiveTask': byAuthority,
  'TaskService/GetTask': parties(noTask),
  'TaskService/ListTasks': {
    ...{ ...everybody('OK 1'), former: noProgramme, delegate: noProgramme, holder: noProgramme, outsider: noProgramme },
  },
  // Why it was released.
  'TaskService/GetTaskText': { ...parties(noTask), former: 'OK' },

  'AssignmentService/AcknowledgeAssignment': byAssignee,
  'AssignmentService/ReportProgress': byAssignee,
  'AssignmentService/SubmitAssignment': byAssignee,
  'AssignmentService/RequestReassignment': byAssignee,
  'AssignmentService/RequestExtension': byAssignee,
  'AssignmentService/DelegateAssignment': byBody,
  'AssignmentService/RevokeDelegation': byBody,
  'AssignmentService/NamePerson': byAssignee,
  'AssignmentService/SubassignAssignment': byBody,
  'AssignmentService/FindRepeatedSubassignments': { ...byBody, holder: notAssignee, service: noAssignment },
  'AssignmentService/AcknowledgeSubassignment': bySubassignee,
  'AssignmentService/ReportSubassignment': bySubassignee,
  'AssignmentService/SubmitSubassignment': bySubassignee,
  'AssignmentService/AcceptSubassignment': byGiver,
  'AssignmentService/ReturnSubassignment': byGiver,
  'AssignmentService/WithdrawSubassignment': byGiver,
  // The supporter's, of which the holder of a piece of another part sees nothing.
  'AssignmentService/GetAssignment': { ...parties(noAssignment), delegate: 'OK' },
  // Four bodies of the clause, and a successor; the part that is delegated, and the one that there is a piece of.
  'AssignmentService/ListAssignments': {
    ...{ ...everybody('OK 5'), former: noTask, outsider: noTask, delegate: 'OK 1', holder: 'OK 1' },
  },
  // What the former party has said itself.
  'AssignmentService/GetAssignmentText': { ...parties(noAssignment), former: 'OK' },

  'AttachmentService/UploadAttachment': byWorker,
  'AttachmentService/GetUpload': byWorker,
  // What the supporter has brought, and nobody named yet, once the former party was released.
  'AttachmentService/DownloadAttachment': { ...parties(noAttachment), delegate: 'OK' },
  'AttachmentService/GetAttachment': { ...parties(noAttachment), delegate: 'OK' },
  'AttachmentService/ListAttachments': { ...everybody('OK 1'), former: 'OK 0', holder: 'OK 0', outsider: noTask },

  'DirectoryService/RegisterOrganisation': byRegistrar,
  'DirectoryService/RenameOrganisation': byRegistrar,
  'DirectoryService/MergeOrganisation': byRegistrar,
  'DirectoryService/SplitOrganisation': byRegistrar,
  'DirectoryService/DissolveOrganisation': byRegistrar,
  'DirectoryService/NameSuccessor': byRegistrar,
  'DirectoryService/AddMember': byRegistrar,
  'DirectoryService/RemoveMember': byRegistrar,
  'DirectoryService/BeginTerm': byRegistrar,
  'DirectoryService/EndTerm': byRegistrar,
  'DirectoryService/GetOrganisation': everybody(),
  'DirectoryService/ListOrganisations': everybody('OK 3'),
  'DirectoryService/ListMembers': everybody('OK 14'),
  // What a person of the lead is called.
  'DirectoryService/GetOrganisationText': {
    ...{ ...everybody(noContent), office: 'OK', lead: 'OK', auditor: 'OK', service: 'OK' },
  },

  'SupervisionService/UrgeAssignment': {
    ...{ ...byLead(noSupervision), office: 'OK', supporter: 'PERMISSION_DENIED NOT_URGER' },
    ...strangers(noSupervision),
  },
  'SupervisionService/IssueStep': bySupervisor,
  'SupervisionService/ReplyToStep': {
    ...{ ...byBody, copied: noSupervision, ...strangers(noSupervision) },
  },
  'SupervisionService/AcceptReply': bySupervisor,
  'SupervisionService/ReturnReply': bySupervisor,
  'SupervisionService/WithdrawStep': bySupervisor,
  'SupervisionService/GetSupervision': { ...parties(noSupervision), copied: noSupervision },
  'SupervisionService/ListSupervisions': {
    ...{ ...everybody('OK 1'), former: 'OK 0', copied: 'OK 0', delegate: 'OK 0', holder: 'OK 0', outsider: 'OK 0' },
  },
  'SupervisionService/GetSupervisionText': { ...parties(noSupervision), copied: noSupervision },

  ...moneyTable,
  'ReportService/ConfirmReport': { ...everybody(noProgramme), office: 'OK', service: notOrganisation },
  'ReportService/WithdrawReport': { ...everybody(noReport), office: 'OK', service: notOrganisation },
  'ReportService/GetReport': { ...everybody(noReport), office: 'OK', auditor: 'OK', service: 'OK' },
  'ReportService/ListReports': { ...everybody(noProgramme), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  'ReportService/GetReportText': { ...everybody(noReport), office: 'OK', auditor: 'OK', service: 'OK' },
  // The supporter's own; the office runs programmes, the others none.
  'BurdenService/GetBurden': {
    ...everybody('NOT_FOUND BURDEN_NOT_FOUND'),
    ...{ office: 'OK', supporter: 'OK', auditor: 'OK', service: 'OK' },
  },
  // Four bodies of the clause, a successor, and who has a piece.
  'BurdenService/ListBurdens': { ...everybody(noProgramme), office: 'OK 6', auditor: 'OK 6', service: 'OK 6' },
  // It names the task.
  'ConsultationService/OpenConsultation': { ...parties(noTask), service: notOrganisation },
  'ConsultationService/OpenCase': byInitiator,
  'ConsultationService/AnswerConsultation': inConsultation(notConsulted, notConsulted, 'OK'),
  'ConsultationService/ReviseText': byInitiator,
  'ConsultationService/RenewTimeLimit': byInitiator,
  'ConsultationService/AddBody': byInitiator,
  'ConsultationService/RemoveBody': byInitiator,
  'ConsultationService/ReferConsultation': inConsultation('OK', 'OK', notInitiator),
  'ConsultationService/RuleOnConsultation': inConsultation('OK', notReferee, notReferee),
  'ConsultationService/WithdrawConsultation': byInitiator,
  'ConsultationService/GetConsultation': apart(noConsultation),
  'ConsultationService/ListConsultations': {
    ...{ ...everybody(noProgramme), office: 'OK 1', lead: 'OK 1', supporter: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  // The text that it was asked about.
  'ConsultationService/GetConsultationText': { ...apart(noConsultation), former: 'OK' },

  // One record of the type asked for: who was party when it was delivered keeps it.
  'EventService/Subscribe': {
    ...{ ...everybody('OK 1'), delegate: 'OK 0', holder: 'OK 0', duties: 'OK 0', outsider: 'OK 0' },
  },
  'EventService/GetRecord': { ...everybody(), delegate: noRecord, holder: noRecord, outsider: noRecord },
  // Issued, a lead's part accepted, asked to be released, reassigned: up to there the former party has them; then a piece, a
  // delegation and the duties of the lead. Who has a piece has what came before it, too.
  'EventService/ListRecords': {
    ...{ ...everybody('OK 10'), former: 'OK 6', delegate: 'OK 1', holder: 'OK 2', outsider: noRecord },
  },
  'EventService/ReadSource': { ...byService, service: 'OK 2' },

  'OperationService/GetStatus': everybody('OK 5'),
  'OperationService/ListParkedRecords': { ...byService, service: 'OK 0' },
  'OperationService/RedriveParkedRecords': byService,
  'OperationService/CheckStates': byService,
}
