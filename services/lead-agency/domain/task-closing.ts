/**
 * How a task ends: proposed by its leads or its compiler, countersigned where all are responsible, sent back or struck off by
 * the authority.
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayOf, endOf, limitFrom, toDate, toDateOrNone } from '#shared/domain/calendar.ts'
import { isOpen } from '#shared/domain/course.ts'
import type { Actor, Context, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { calendarOf, jointRulesOf } from '#shared/domain/rules.ts'
import {
  acting,
  answersBy,
  answersMissing,
  compilerOf,
  proposalsMissing,
  proposers,
  silentOn,
} from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'

export type ClosingCommand =
  | { readonly type: 'ConfirmCompiler'; readonly organisation: OrganisationName }
  | {
      readonly type: 'ProposeClosing'
      readonly statement: ContentReference
      readonly evidence: readonly Evidence[]
    }
  | { readonly type: 'Countersign' }
  | { readonly type: 'Dissent'; readonly reason: ContentReference }
  | {
      readonly type: 'Rule'
      readonly closes: boolean
      readonly ruling: ContentReference
      readonly minutes: string
    }
  | { readonly type: 'ReturnClosing'; readonly reason: ContentReference }
  | { readonly type: 'Close' }
  | { readonly type: 'Cancel'; readonly reason: ContentReference }

type ClosingFact =
  | task.CompilerConfirmed
  | task.ClosingProposed
  | task.ClosingReturned
  | task.ClosingCountersigned
  | task.ClosingDissented
  | task.DissentRuled
  | task.TaskClosed
  | task.TaskCancelled

type Decision = Either<Rejection, readonly [ClosingFact]>

export function decideClosing(
  command: ClosingCommand,
  state: Task,
  { actor, at }: Pick<Context, 'actor' | 'at'>,
): Decision {
  switch (command.type) {
    case 'ProposeClosing':
      return proposeClosing(command, state, actor, dayOf(at))
    case 'Countersign':
      return answer({ $type: 'qiantou.task.v1.ClosingCountersigned' }, state, actor)
    case 'Dissent':
      return answer({ $type: 'qiantou.task.v1.ClosingDissented', reason: command.reason }, state, actor)
    default:
      return actor === state.authority
        ? byAuthority(command, state, dayOf(at))
        : reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  }
}

function byAuthority(
  command: Extract<ClosingCommand, { type: 'ConfirmCompiler' | 'Rule' | 'ReturnClosing' | 'Close' | 'Cancel' }>,
  state: Task,
  today: Day,
): Decision {
  switch (command.type) {
    case 'ConfirmCompiler':
      return confirmCompiler(command.organisation, state)
    case 'Rule':
      return rule(command, state, today)
    case 'ReturnClosing':
      return state.closingProposedBy.length
        ? right([{ $type: 'qiantou.task.v1.ClosingReturned', reason: command.reason }])
        : notProposed(state)
    case 'Close':
      return close(state)
    case 'Cancel': {
      const organisations = state.parts.filter(isOpen).map((part) => part.organisation)
      return right([{ $type: 'qiantou.task.v1.TaskCancelled', reason: command.reason, organisations }])
    }
  }
}

/** A joint task has no lead; the first body is proposed to compile, a person confirms it, or hands over to another. */
function confirmCompiler(organisation: OrganisationName, state: Task): Decision {
  if (state.mode !== 'RESPONSIBILITY_MODE_JOINT') return reject('precondition', 'NOT_JOINT')
  if (!acting(state).includes(organisation)) return reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
  if (state.compiler === organisation) return reject('precondition', 'ALREADY_COMPILER', { organisation })
  // Whoever proposed closing as the compiler stays it until that is settled.
  if (state.closingProposedBy.length > 0) return reject('precondition', 'CLOSING_ALREADY_PROPOSED')
  return right([{ $type: 'qiantou.task.v1.CompilerConfirmed', organisation }])
}

function proposeClosing(
  command: Extract<ClosingCommand, { type: 'ProposeClosing' }>,
  state: Task,
  actor: Actor,
  today: Day,
): Decision {
  const isJoint = state.mode === 'RESPONSIBILITY_MODE_JOINT'
  if (isJoint && !state.compiler && acting(state).length > 0)
    return reject('precondition', 'COMPILER_NOT_CONFIRMED', { organisation: compilerOf(state) ?? '' })
  if (!proposers(state).includes(actor))
    return reject('permission', 'NOT_PROPOSER', { proposers: proposers(state).join(', ') })
  // Once as many have proposed as must it lies before the authority, also where others could have.
  if (state.state === 'CLOSE_PROPOSED' || !proposalsMissing(state).includes(actor))
    return reject('precondition', 'CLOSING_ALREADY_PROPOSED')
  const open = state.parts.filter(isOpen)
  if (open.length)
    return reject('precondition', 'ASSIGNMENTS_OPEN', {
      organisations: open.map((part) => part.organisation).join(', '),
    })
  // What shows it lies offline too.
  if (command.evidence.length === 0 && !state.handledOffline) return reject('precondition', 'EVIDENCE_REQUIRED')
  const { statement, evidence } = command
  const limit = answerLimit(state, actor, today)
  return right([{ $type: 'qiantou.task.v1.ClosingProposed', statement, evidence: [...evidence], ...limit }])
}

/** Until when the others answer, where somebody else has to. */
function answerLimit(
  state: Task,
  actor: Actor,
  today: Day,
): Pick<task.ClosingProposed, 'countersignBy' | 'provisional'> {
  if (!answersMissing(state).some((body) => body !== actor)) return { countersignBy: undefined, provisional: false }
  const { countersignWorkingDays } = jointRulesOf(state.rules)
  const { last, provisional } = limitFrom(calendarOf(state.rules), today, countersignWorkingDays)
  return { countersignBy: toDate(last), provisional }
}

/** A body of a joint task answers the proposal to close it: once, and silence is never consent (docs/domain.md, rule 6). */
function answer(fact: task.ClosingCountersigned | task.ClosingDissented, state: Task, actor: Actor): Decision {
  if (state.mode !== 'RESPONSIBILITY_MODE_JOINT') return reject('precondition', 'NOT_JOINT')
  if (!acting(state).includes(actor)) return reject('permission', 'NOT_BODY_OF_TASK')
  if (state.closingProposedBy.length === 0)
    return reject('precondition', 'CLOSING_NOT_PROPOSED', { missing: compilerOf(state) ?? '' })
  if (!answersMissing(state).includes(actor)) return reject('precondition', 'ALREADY_ANSWERED', { organisation: actor })
  // A late answer counts until it has been ruled on silence.
  if (state.state === 'CLOSE_PROPOSED') return reject('precondition', 'ALREADY_RULED')
  return right([fact])
}

/** On dissent once all have answered; on silence too once the limit for answers has passed, naming who is silent. */
function rule(command: Extract<ClosingCommand, { type: 'Rule' }>, state: Task, today: Day): Decision {
  const [missing, silent, dissent] = [answersMissing(state), silentOn(state, today), state.dissenting ?? []]
  if (state.state === 'CLOSE_PROPOSED' && dissent.length + missing.length > 0)
    return reject('precondition', 'ALREADY_RULED')
  if (dissent.length + silent.length === 0) return reject('precondition', 'NO_DISSENT')
  if (missing.length > silent.length)
    return reject('precondition', 'COUNTERSIGNATURE_REQUIRED', { missing: missing.join(', ') })
  const { closes, ruling, minutes } = command
  return right([{ $type: 'qiantou.task.v1.DissentRuled', closes, ruling, minutes, silent }])
}

function close(state: Task): Decision {
  if (state.state === 'CLOSE_PROPOSED') return right([{ $type: 'qiantou.task.v1.TaskClosed' }])
  const missing = answersMissing(state)
  if (state.closingProposedBy.length > 0 && missing.length > 0)
    return reject('precondition', 'COUNTERSIGNATURE_REQUIRED', { missing: missing.join(', ') })
  if (state.dissenting?.length)
    return reject('precondition', 'RULING_REQUIRED', { organisations: state.dissenting.join(', ') })
  return notProposed(state)
}

function notProposed(state: Task): Decision {
  const proposing = proposalsMissing(state)
  return reject('precondition', 'CLOSING_NOT_PROPOSED', { missing: proposing.join(', ') || (compilerOf(state) ?? '') })
}

// ---- What time does

/** When the limit for answers to the proposal passes, while somebody has not answered, ISO 8601. */
export function dueOfClosing(state: Task): string | undefined {
  const last = state.countersignLate ? undefined : answersBy(state)
  return last && endOf(last).toISOString()
}

/** Silence is told of, and never taken for consent (docs/domain.md, rule 6). */
export const limitPassed = (state: Task): task.CountersignatureLimitPassed => ({
  $type: 'qiantou.task.v1.CountersignatureLimitPassed',
  silent: answersMissing(state),
  date: toDateOrNone(state.countersignBy),
})
