/** Which files of a task a caller sees. */
import { keptOf, locationsIn } from '#shared/archive/kept.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Call } from '#shared/grpc/method.ts'
import { seenBeside } from '../domain/attachment.ts'
import { taskParties, taskView } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { readWorkedOn } from '../postgres/assignment.ts'
import type { AttachmentRow } from '../postgres/attachment.ts'
import { toAttachment, uploadersOf } from './attachment-resource.ts'

type Sees = (row: AttachmentRow) => boolean

/** What is known of a task, if the caller may see all of it. */
export async function readableTask(name: ResourceName, { caller, services }: Call<SupportingDepartment>) {
  const task = (await services.store.load(name, taskView))?.state
  return task && mayRead(caller, taskParties(task)) ? task : undefined
}

/** By what it works on now: all files of its task, some, or undefined where it does nothing there. */
async function seenNow(task: ResourceName, call: Call<SupportingDepartment>): Promise<Sees | undefined> {
  if (await readableTask(task, call)) return () => true
  const { caller, services } = call
  const assignments = await readWorkedOn(services.database, task, caller.actor)
  const sees = seenBeside(assignments, caller.actor)
  return assignments.length ? (row) => sees({ name: toAttachment(row).name, uploaders: uploadersOf(row) }) : undefined
}

/** What was its to see while it was party to the task, or to a part of it: its own, and what was there then. */
async function seenBefore(
  task: ResourceName,
  { caller, services }: Call<SupportingDepartment>,
): Promise<Sees | undefined> {
  const kept = await keptOf(caller, task, services.records)
  if (!kept) return undefined
  const named = locationsIn(kept.records)
  return (row) =>
    uploadersOf(row).includes(caller.actor) || named.has(toAttachment(row).name) || kept.sawAllSince(row.create_time)
}

/** Which files of a task the caller sees; undefined where it never had to do with the task. */
export async function sightOf(task: ResourceName, call: Call<SupportingDepartment>): Promise<Sees | undefined> {
  if (await readableTask(task, call)) return () => true
  const now = await seenNow(task, call)
  const before = await seenBefore(task, call)
  return now || before ? (row) => (now?.(row) ?? false) || (before?.(row) ?? false) : undefined
}

/** Those of some files that the caller sees: the log is asked only where it does not see one of them now. */
export async function seen(
  task: ResourceName,
  rows: readonly AttachmentRow[],
  call: Call<SupportingDepartment>,
): Promise<readonly AttachmentRow[]> {
  if (rows.length === 0) return rows
  const now = await seenNow(task, call)
  if (now && rows.every(now)) return rows
  const before = await seenBefore(task, call)
  return rows.filter((row) => now?.(row) || before?.(row))
}
