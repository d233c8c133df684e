/** What may follow when a task has been struck off: it is opened again, or archived (docs/domain.md, rule 32). */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { Context, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { actorOf } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { leftToItself } from './task-handover.ts'
import { isProvisional, warnOn } from './terms.ts'

export type AfterCommand =
  | {
      readonly type: 'Reopen'
      readonly organisations: readonly OrganisationName[]
      readonly due: DateMessage
      readonly reason: ContentReference
      /** Why one of the bodies is not there. */
      readonly absent: Rejection | undefined
      /** Of those that are no longer there, who does their work, '' where nobody does: no record of a closed task says so. */
      readonly workers: ReadonlyMap<OrganisationName, OrganisationName>
    }
  | { readonly type: 'Archive' }

type Decision = Either<Rejection, readonly [task.TaskReopened | task.TaskArchived]>

export function decideAfter(
  command: AfterCommand,
  state: Task,
  { actor, at }: Pick<Context, 'actor' | 'at'>,
): Decision {
  if (actor !== state.authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  if (state.state !== 'CLOSED') return reject('precondition', 'TASK_NOT_CLOSED', { state: `TASK_STATE_${state.state}` })
  return command.type === 'Archive' ? right([{ $type: 'qiantou.task.v1.TaskArchived' }]) : reopen(command, state, at)
}

function reopen(command: Extract<AfterCommand, { type: 'Reopen' }>, task: Task, at: Date): Decision {
  const { parts, rules } = task
  const { organisations, due, reason, absent, workers } = command
  const accepted = parts.filter(({ state }) => state === 'ASSIGNMENT_STATE_ACCEPTED').map((part) => part.organisation)
  const other = organisations.filter((organisation) => !accepted.includes(organisation))
  if (other.length) return reject('precondition', 'ASSIGNMENT_NOT_ACCEPTED', { organisations: other.join(', ') })
  // Its successor has no part in this task: what is left to do is another task.
  if (absent) return left(absent)
  const going = parts.map((part): Part => {
    const succeededBy = workers.get(actorOf(part)) ?? part.succeededBy
    const now = succeededBy === undefined ? part : { ...part, succeededBy }
    return organisations.includes(part.organisation) ? { ...now, state: 'ASSIGNMENT_STATE_IN_PROGRESS' } : now
  })
  const refused = leftToItself(task, going)
  if (refused) return left(refused)
  const [day, today] = [dayFrom(due), dayOf(at)]
  if (day < today) return reject('invalid', 'DUE_PASSED', { due: day, today })
  const provisional = isProvisional(rules, [due])
  const near = warnOn(day, rules)
  return right([
    {
      $type: 'qiantou.task.v1.TaskReopened',
      reason,
      organisations: [...organisations],
      due,
      warnOn: near,
      provisional,
    },
  ])
}
