/** What the commands of a task have in common. */
import { right } from 'fp-ts/lib/Either.js'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, prepared, todayOf } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import type { TaskCommand } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { toTask } from './task-resource.ts'

export const answering = {
  parties: ({ state }: Decided<Task>) => taskParties(state),
  reply: ({ stream, state, version, receipt }: Decided<Task>, call: Call<LeadAgency>) => ({
    task: toTask(stream, { state, version, today: todayOf(call) }),
    receipt: toReceipt(receipt),
  }),
}

/** A command on the task that the request names. */
export const onTask = { stream: ({ name }: { readonly name: string }): string => name, ...answering }

export const ready = (task: TaskCommand, contents: readonly Content[] = []) =>
  prepared<TaskCommand>(() => right(task), contents)

export const checkTask = ({ name }: { readonly name: string }, fields: Fields): void =>
  fields.name('name', name, 'task')

/** Of a command about one body's part. */
export function checkPart(request: { readonly name: string; readonly organisation: string }, fields: Fields): void {
  checkTask(request, fields)
  fields.name('organisation', request.organisation, 'organisation')
}

/** A command that says of a task nothing but why. */
export const onTaskBecause = (type: 'Cancel' | 'Dissent' | 'ReturnClosing' | 'ReturnDraft') => ({
  check: (request: { readonly name: string; readonly reason: string }, fields: Fields) => {
    checkTask(request, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ reason }: { readonly reason: string }) =>
    written(reason, {}, (ref, contents) => ready({ type, reason: ref }, contents)),
  ...onTask,
})
