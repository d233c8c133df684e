/** What happens to an assignment: the state that its facts come to. */
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import { contentRef } from '#shared/domain/content.ts'
import { type Course, isFinal } from '#shared/domain/course.ts'
import { basisOf, type Handover, handedOver } from '#shared/domain/course-basis.ts'
import { acted, again, decidedAbout, started, succeeded } from '#shared/domain/course-fold.ts'
import type { OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import type { TaskSideFact } from '#shared/domain/task-fact.ts'
import { firstRole } from '#shared/domain/task-roles.ts'
import type { Assignment, AssignmentFact, Delegation, TaskFact } from './assignment-state.ts'
import { withAnswer, withRequest, withWaiting } from './extension.ts'
import { withPerson } from './people.ts'
import { newest, type Review, reported, reviewOf } from './report.ts'
import { isSubassignmentFact, withPiece } from './subassignment-state.ts'

type Begun = Pick<Assignment, 'organisation' | 'role' | 'basis'> & { readonly course: Course; readonly at: Date }

const begun = ({ course, at, ...named }: Begun): Assignment => ({
  ...course,
  ...named,
  reports: [],
  submissions: [],
  issuedAt: at.toISOString(),
})

/** What the body itself did beside the course of its part: decided here on this very state, so that nothing crosses. */
function kept(state: Assignment, recorded: Recorded<AssignmentFact>): Assignment {
  const { fact, at } = recorded
  if (isSubassignmentFact(fact)) return { ...state, subassignments: withPiece(state.subassignments ?? [], fact, at) }
  switch (fact.$type) {
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
      return { ...state, acknowledgedAt: at.toISOString() }
    case 'qiantou.assignment.v1.ProgressReported':
      return { ...state, reports: newest([...state.reports, reported(fact, recorded)]) }
    case 'qiantou.assignment.v1.AssignmentSubmitted': {
      const submission = reported(
        { ...fact, report: fact.submission, milestone: '', percent: 100, corrects: 0 },
        recorded,
      )
      return { ...state, submissions: newest([...state.submissions, submission]) }
    }
    case 'qiantou.assignment.v1.ReassignmentRequested': {
      // What was decided on an earlier request says nothing of this one.
      const { reassignmentReview: _, ...rest } = state
      return { ...rest, reassignmentReason: contentRef(fact.reason) }
    }
    case 'qiantou.assignment.v1.ExtensionRequested':
      return { ...state, extensionRequests: withRequest(state.extensionRequests ?? [], fact) }
    case 'qiantou.assignment.v1.AssignmentDelegated': {
      const { organisation, from, until } = fact
      const today = toDate(dayOf(at))
      const delegation = { organisation, from: dayFrom(from ?? today), until: dayFrom(until ?? today) }
      return { ...state, delegations: [...withoutDelegate(state, organisation), delegation] }
    }
    case 'qiantou.assignment.v1.DelegationRevoked':
      return { ...state, delegations: withoutDelegate(state, fact.organisation) }
    case 'qiantou.assignment.v1.AssignmentPersonNamed':
      return { ...state, people: withPerson(state.people ?? [], fact, dayOf(at)) }
    case 'qiantou.assignment.v1.DeadlineReached':
      return state
  }
}

const withoutDelegate = ({ delegations = [] }: Assignment, organisation: OrganisationName): readonly Delegation[] =>
  delegations.filter((delegation) => delegation.organisation !== organisation)

/** The course of the part after what its body did. */
const going = (state: Assignment, { fact, at, actor }: Recorded<AssignmentFact>): Assignment =>
  isSubassignmentFact(fact) ||
  fact.$type === 'qiantou.assignment.v1.AssignmentDelegated' ||
  fact.$type === 'qiantou.assignment.v1.DelegationRevoked' ||
  fact.$type === 'qiantou.assignment.v1.AssignmentPersonNamed'
    ? state
    : (acted(state, state.basis, fact, at, actor === state.organisation ? undefined : actor) as Assignment)

/** The review beside the submission that it is about, while that is kept. */
const reviewed = (state: Assignment, number: number, review: Review): Assignment => ({
  ...state,
  submissions: state.submissions.map((submission) =>
    submission.number === number ? { ...submission, review } : submission,
  ),
})

const movedBy = ({ successor }: Handover, at: Date): Pick<Assignment, 'moved'> =>
  successor ? { moved: { to: successor.organisation, at: at.toISOString() } } : {}

/** What the task's side decided, beside the course of the part. */
function answered(state: Assignment, recorded: Recorded<TaskSideFact>): Assignment {
  const { fact, at } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentReassigned':
      return { ...state, ...movedBy(fact, at), reassignmentReview: reviewOf('REASSIGNED', recorded, fact.reason) }
    case 'qiantou.task.v1.AssignmentTransferred':
      return { ...state, ...movedBy(fact, at) }
    case 'qiantou.task.v1.AssignmentUpheld':
      return { ...state, reassignmentReview: reviewOf('UPHELD', recorded, fact.reason) }
    case 'qiantou.task.v1.SubmissionAccepted':
      return reviewed(state, fact.submission, reviewOf('ACCEPTED', recorded))
    case 'qiantou.task.v1.SubmissionReturned':
      return reviewed(state, fact.submission, reviewOf('RETURNED', recorded, fact.reason))
    case 'qiantou.task.v1.ExtensionOpinionGiven':
    case 'qiantou.task.v1.ExtensionGranted':
    case 'qiantou.task.v1.ExtensionRefused':
      if (!state.extensionRequests) return state
      return { ...state, extensionRequests: withAnswer(state.extensionRequests, { ...recorded, fact }) }
    case 'qiantou.task.v1.AssignmentResumed':
      if (!state.extensionRequests || !state.extension) return state
      return { ...state, extensionRequests: withWaiting(state.extensionRequests, state.extension) }
    default:
      return state
  }
}

type Named = Pick<Assignment, 'organisation' | 'role'>

/** The part that a fact gives to the body of this stream. */
function issuedTo(
  { fact, at, subject }: Recorded<task.TaskIssued | TaskSideFact>,
  stream: ResourceName,
): Assignment | undefined {
  const ours = (body: Named | undefined): Named | undefined =>
    body && assignmentName(subject, body.organisation) === stream
      ? { organisation: body.organisation, role: body.role }
      : undefined
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued': {
      const named = ours(fact.bodies.find(ours))
      return named && begun({ ...named, basis: basisOf(fact, at), course: started, at })
    }
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred': {
      const named = ours(fact.successor)
      return named && begun({ ...named, basis: handedOver(fact, at), course: succeeded(fact, at), at })
    }
    default:
      return undefined
  }
}

/**
 * A part that begins anew for the same body, or goes on: pieces from before are over, and their bodies still to be released;
 * whom the body has delegated to acts for it until that is over, and its people stay.
 */
const anew = (issued: Assignment, { subassignments, delegations, people }: Assignment): Assignment => ({
  ...issued,
  ...(subassignments ? { subassignments: subassignments.map((piece) => ({ ...piece, isOver: true as const })) } : {}),
  ...(delegations?.length ? { delegations } : {}),
  ...(people ? { people } : {}),
})

export function evolve(
  state: Assignment | undefined,
  recorded: Recorded<AssignmentFact | TaskFact>,
  stream: ResourceName,
): Assignment | undefined {
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return issuedTo({ ...recorded, fact }, stream) ?? state
    case 'qiantou.task.v1.DutiesSucceeded':
      return state && { ...state, gone: true }
    case 'qiantou.task.v1.SubmissionAccepted':
    case 'qiantou.task.v1.SubmissionReturned':
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
    case 'qiantou.task.v1.AssignmentUpheld':
    case 'qiantou.task.v1.AssignmentSuspended':
    case 'qiantou.task.v1.AssignmentResumed':
    case 'qiantou.task.v1.AssignmentWaived':
    case 'qiantou.task.v1.ExtensionOpinionGiven':
    case 'qiantou.task.v1.ExtensionGranted':
    case 'qiantou.task.v1.ExtensionRefused':
    case 'qiantou.task.v1.TaskReopened':
    case 'qiantou.task.v1.TaskCancelled': {
      const decided = { ...recorded, fact }
      const issued = issuedTo(decided, stream)
      // Whoever has a part already keeps it, unless that has ended; of the two roles the first one holds.
      if (issued)
        return state
          ? isFinal(state)
            ? { ...anew(issued, state), ...again(state) }
            : { ...state, role: firstRole(state.role, issued.role) }
          : issued
      if (!state) return undefined
      const after = answered(decidedAbout(state, state.basis, decided) as Assignment, decided)
      return fact.$type === 'qiantou.task.v1.TaskReopened' ? anew(after, state) : after
    }
    default:
      return state && kept(going(state, { ...recorded, fact }), { ...recorded, fact })
  }
}
