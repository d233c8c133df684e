/** Every way in which commands on tasks and their parts are refused, by what shows it. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Those that plays of tasks must bring about. */
export const taskRefusals = [
  ...['ALREADY_ANSWERED', 'ALREADY_ASSIGNED', 'ALREADY_COMPILER', 'ALREADY_DELEGATED', 'ALREADY_RULED'],
  ...['ALREADY_SUBASSIGNED', 'ALREADY_SUSPENDED', 'ASSIGNMENTS_OPEN', 'ASSIGNMENT_ENDED', 'ASSIGNMENT_NOT_ACCEPTED'],
  ...['ASSIGNMENT_NOT_FOUND', 'ASSIGNMENT_SUSPENDED', 'AUTHORITY_REVIEWS', 'BODY_WITHOUT_SUCCESSOR'],
  ...['CLOSING_ALREADY_PROPOSED', 'CLOSING_NOT_PROPOSED', 'COMPILER_NOT_CONFIRMED'],
  ...['CORRECTION_ELSEWHERE', 'CORRECTION_TOO_OLD', 'COUNTERSIGNATURE_REQUIRED'],
  ...['DELEGATE_IS_ITSELF', 'DELEGATE_REVIEWS', 'DELEGATION_DATES'],
  ...['DUE_PASSED', 'EVIDENCE_REQUIRED', 'EXTENSION_NOT_LATER'],
  ...[
    'EXTENSION_PENDING',
    'EXTENSION_TOO_LATE',
    'MILESTONE_AFTER_DUE',
    'MILESTONE_SETTLED',
    'MILESTONE_UNKNOWN',
    'NOT_ACKNOWLEDGEABLE',
    'NOT_ASSIGNEE',
  ],
  ...['NOT_BELOW', 'NOT_BODY_OF_TASK', 'NOT_DELEGATED', 'NOT_ISSUING_AUTHORITY', 'NOT_JOINT', 'NOT_LEAD_OF_TASK'],
  ...['NOT_PROPOSER', 'NOT_SUBASSIGNED', 'NOT_SUBMITTED', 'NOT_SUSPENDED', 'NOT_WORKABLE'],
  ...['NOBODY_ELSE_REVIEWS', 'NO_DISSENT'],
  ...['NO_EXTENSION_REQUESTED', 'NO_REASSIGNMENT_REQUESTED', 'ONLY_READS', 'OPINION_REQUIRED', 'OWN_EXTENSION'],
  'OWN_SUBMISSION',
  ...['REASSIGNMENT_TOO_LATE', 'REPORT_UNKNOWN', 'RULING_REQUIRED', 'SUBASSIGNMENT_DUE', 'SUBASSIGNMENT_STATE'],
  ...['TASK_ENDED', 'TASK_NOT_CLOSED', 'TASK_NOT_FOUND'],
]

/** Those that plays of drafts must. */
export const draftRefusals = [
  ...['ASSIGNMENT_NOT_FOUND', 'BODY_WITHOUT_SUCCESSOR', 'CLAUSE_NOT_FOUND', 'CLAUSE_UNASSIGNED', 'COPIED_HAS_PART'],
  ...['DRAFT_OTHER_CLAUSE', 'DRAFT_RETURNED', 'FORMER_TASK_NOT_FOUND', 'FORMER_TASK_NOT_ISSUED'],
  ...['FORMER_TASK_OTHER_CLAUSE', 'NOT_DRAFTER', 'NOBODY_ELSE_REVIEWS', 'NOT_ISSUING_AUTHORITY'],
  ...['SOLE_IS_ONE_BODY', 'TASK_ENDED', 'TASK_EXISTS'],
  ...['TASK_IN_DRAFT', 'TASK_NOT_FOUND', 'TASK_NOT_IN_DRAFT'],
]

/** Those that no play brings about, each with the reason why not; a story beside the code shows them. */
export const storyRefusals: Readonly<Record<string, string>> = {
  TOO_MANY_BODIES: 'no clause of a play names a hundred bodies',
  TOO_MANY_DELEGATIONS: 'no play has ten whom one body could delegate to at once',
  TOO_MANY_SUBASSIGNMENTS: 'no play is long enough for fifty pieces of one part',
  PERSON_NOT_THERE: 'no play knows people: who of a body does its part changes nothing of the part',
  PERSON_TOO_EARLY: 'as PERSON_NOT_THERE',
  PERSON_UNCHANGED: 'as PERSON_NOT_THERE',
  TOO_MANY_PEOPLE_AHEAD: 'as PERSON_NOT_THERE',
}

const root = join(import.meta.dirname, '..', '..')
const files = (pattern: string, without = 'none'): readonly string[] =>
  globSync(pattern, { cwd: root })
    .filter((path) => !path.endsWith(without))
    .map((path) => readFileSync(join(root, path), 'utf8'))
const domains = [
  'services/lead-agency/domain/clause-bodies',
  'services/lead-agency/domain/task',
  'services/supporting-department/domain/',
]

/** Every reason that the deciders of tasks and of their parts give. */
export function reasonsInCode(): readonly string[] {
  const texts = domains.flatMap((domain) => files(`${domain}*.ts`, '.test.ts'))
  const found = texts.flatMap((text) => [...text.matchAll(/\breject(?:ion)?\(\s*[\w.'[\]]+,\s*'([A-Z][A-Z_]*)'/g)])
  return [...new Set(found.map(([, reason]) => reason as string))]
}

/** Whether a story of them expects to be refused so. */
export const isTold = (reason: string): boolean =>
  domains.some((domain) => files(`${domain}*.test.ts`).some((text) => text.includes(`reason: '${reason}'`)))
