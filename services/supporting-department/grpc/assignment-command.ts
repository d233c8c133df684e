/** What the commands of an assignment have in common. */

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Day } from '#shared/domain/calendar.ts'
import type { StateOf, StreamId } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { bodyOf, workflowOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, type Prepared, prepared, todayOf } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { type AssignmentCommand, assignmentDecider, assignmentParties, type TaskGround } from '../domain/assignment.ts'
import type { Assignment } from '../domain/assignment-state.ts'
import { judgesOf, type TaskView, taskParties, taskView } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { type Standing, toAssignment } from './assignment-resource.ts'
import { notFound } from './not-found.ts'

/** A command with what the service knows of the task. */
export const ready = (
  name: string,
  make: (ground: TaskGround, stateOf: StateOf) => AssignmentCommand,
  contents: readonly Content[] = [],
  problem: (task: TaskView, assignment: Assignment | undefined) => Rejection | undefined = () => undefined,
  beside: readonly StreamId[] = [],
): Promise<Either<Rejection, Prepared<AssignmentCommand>>> =>
  prepared(
    (stateOf) => {
      const task = stateOf(workflowOf(name), taskView)
      if (!task) return notFound.assignment
      const no = problem(task, stateOf(name, assignmentDecider))
      return no
        ? left(no)
        : right(make({ parties: taskParties(task), judges: judgesOf(task, bodyOf(name)), rules: task.rules }, stateOf))
    },
    contents,
    { beside },
  )

/** What an answer says of the task of an assignment that is there. */
const taskOf = async (name: string, { services }: Call<SupportingDepartment>): Promise<TaskView> =>
  (await services.store.glance(workflowOf(name), taskView))?.state as TaskView

/** As of which day an assignment is answered, and who is there on it: the caller was looked up there just now. */
export const asOf = (day: Day, call: Call<SupportingDepartment>): Pick<Standing, 'today' | 'hasEnded'> => ({
  today: day,
  hasEnded: (organisation) => call.services.directory.hasEnded(organisation, day),
})

export const asOfToday = (call: Call<SupportingDepartment>): Pick<Standing, 'today' | 'hasEnded'> =>
  asOf(todayOf(call), call)

export const checkAssignment = ({ name }: { readonly name: string }, fields: Fields): void =>
  fields.name('name', name, 'assignment')

const answering = {
  parties: async ({ stream, state }: Decided<Assignment>, call: Call<SupportingDepartment>) =>
    assignmentParties(taskParties(await taskOf(stream, call)), state),
  reply: async ({ stream, state, version, receipt }: Decided<Assignment>, call: Call<SupportingDepartment>) => ({
    assignment: toAssignment(stream, { state, version, task: await taskOf(stream, call), ...asOfToday(call) }),
    receipt: toReceipt(receipt),
  }),
}

/** Every command names its assignment, and is decided beside what is known of the task. */
export const onAssignment = {
  stream: ({ name }: { readonly name: string }) => name,
  beside: ({ name }: { readonly name: string }) => [workflowOf(name)],
  ...answering,
}
