/** Issuing a task, at once or once its draft is confirmed: what it says follows from its clause. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ResponsibilityMode, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { Actor, Context, OrganisationName } from '#shared/domain/decider.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { offlineTitle, withSecrecy } from '#shared/domain/secrecy.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { isSuccessor, unfitBodies } from './clause-bodies.ts'
import { bodiesOf, bodiesOn, copiedOn, type Programme } from './programme.ts'
import { termsOf } from './terms.ts'

/** What is issued, on what the clause says on a day. */
export type Issue = {
  readonly content: task.TaskContent
  readonly mode: ResponsibilityMode
  readonly authority: OrganisationName
  readonly bodies: readonly task.Body[]
  readonly copied: readonly OrganisationName[]
  /** Of the programme, with every default in its place. */
  readonly rules: Rules
}

/** Read off the programme and the directory. Groups among `copied` stand for those of their members that have no part. */
export function issueOf(
  programme: Programme,
  { content, copied }: { readonly content: task.TaskContent | undefined; readonly copied: readonly OrganisationName[] },
  today: Day,
  entryOf: EntryOf,
): Either<Rejection, Issue> {
  const clauseId = content && partsOf('clause', content.clause).clause
  const clause = programme.clauses.find((candidate) => candidate.id === clauseId)
  if (!content || !clause) return left(rejection('notFound', 'CLAUSE_NOT_FOUND', { clause: clauseId ?? '' }))
  const mode = clause.responsibility?.mode ?? 'RESPONSIBILITY_MODE_UNASSIGNED'
  const { office: authority, officeSucceeded = false, rules } = programme
  const bodies = bodiesOn(today, bodiesOf(clause), entryOf)
  if (isLeft(bodies)) return bodies
  const issuedTo = { clause: clause.id, mode, authority, bodies: bodies.right }
  const unfit = unfitBodies(issuedTo, (own) => officeSucceeded || isSuccessor(own, entryOf))
  if (unfit) return left(unfit)
  const named = new Set([authority, ...bodies.right.map(({ organisation }) => organisation)])
  const readers = copiedOn(today, copied, (organisation) => named.has(organisation), entryOf)
  const issued = withSecrecy(content.handledOffline ? { ...content, title: offlineTitle } : content)
  return right({ content: issued, mode, authority, bodies: bodies.right, copied: readers, rules: rulesOf(rules) })
}

/**
 * Why a task can't go on with the one of a former year that it names (长期坚持, docs/domain.md, rule 38); what the caller may not
 * read is not there. Whoever revises a `draft` that names it already knows of it, also where it was no party of it in its year: a
 * body that took another's place since.
 */
export function refusedFormer(
  content: task.TaskContent,
  former: Task | undefined,
  actor: Actor,
  draft?: Task,
): Rejection | undefined {
  const { continues, clause } = content
  if (continues === undefined) return undefined
  const mayKnow = former && (taskParties(former).has(actor) || draft?.content.continues === continues)
  if (!mayKnow) return rejection('notFound', 'FORMER_TASK_NOT_FOUND', { task: continues })
  if (former.state === 'DRAFT' || former.state === 'CANCELLED')
    return rejection('precondition', 'FORMER_TASK_NOT_ISSUED', { task: continues, state: `TASK_STATE_${former.state}` })
  return former.content.clause === clause
    ? undefined
    : rejection('invalid', 'FORMER_TASK_OTHER_CLAUSE', { task: continues, clause: former.content.clause })
}

/** As many bodies as a clause may name: a state is written whole by every command. */
const maxBodies = 300

/** Why a task can't be issued to these bodies, nor drafted for them. */
export function refusedBodies({ content, mode, authority, bodies, copied }: Issue): Rejection | undefined {
  if (mode === 'RESPONSIBILITY_MODE_UNASSIGNED' || bodies.length === 0)
    return rejection('precondition', 'CLAUSE_UNASSIGNED', { clause: content.clause })
  if (Math.max(bodies.length, copied.length) > maxBodies)
    return rejection('precondition', 'TOO_MANY_BODIES', { limit: `${maxBodies}` })
  const named = copied.find((one) => one === authority || bodies.some(({ organisation }) => organisation === one))
  return named ? rejection('invalid', 'COPIED_HAS_PART', { organisation: named }) : undefined
}

/** Whether a body may issue it: the authority, and where the programme lets them, those that lead it on the day. */
export const mayIssue = ({ authority, rules, bodies }: Issue, actor: Actor): boolean =>
  actor === authority ||
  (rules.leadsIssue && bodies.some(({ role, organisation }) => role === 'ROLE_LEAD' && organisation === actor))

/** The fact that a task was issued, with the limits that its rules set from that moment on. */
export const issuedNow = ({ bodies, copied, ...issue }: Issue, at: Date): task.TaskIssued => ({
  ...{ $type: 'qiantou.task.v1.TaskIssued', ...issue },
  ...{ bodies: [...bodies], copied: [...copied] },
  ...termsOf(issue.content, issue.rules, at),
})

export function decideIssue(
  issue: Issue,
  state: Task | undefined,
  { actor, at }: Pick<Context, 'actor' | 'at'>,
): Either<Rejection, readonly [task.TaskIssued]> {
  if (!mayIssue(issue, actor)) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: issue.authority })
  if (state) return reject('exists', 'TASK_EXISTS')
  const refused = refusedBodies(issue)
  return refused ? left(refused) : right([issuedNow(issue, at)])
}
