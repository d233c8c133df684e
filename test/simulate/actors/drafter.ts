/** Drafts for the annual task list: leads draft, and go on with tasks of this year; the office sends some back, and confirms. */
import {
  CancelTaskRequest,
  ConfirmDraftRequest,
  DraftTaskRequest,
  ReturnDraftRequest,
  ReviseDraftRequest,
  type Task,
} from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { fresh } from '../world/request.ts'
import type { Client } from './client.ts'
import { tasksOf } from './lead.ts'

/** What an organisation does about drafts; `led` are the tasks that it leads. Most have none, and look once in a while. */
export async function workOnDrafts(client: Client, led: readonly Task[]): Promise<void> {
  const { world, code } = client
  await draftPlanned(client)
  for (const task of led) await goOnWith(client, task)
  if (!world.drafting.has(code) && !world.comes(0.03, code, 'looks at drafts')) return
  const drafts = await tasksOf(client, 'DRAFT')
  // Somebody may have come to drafts in the place of another.
  if (drafts.length) world.drafting.add(code)
  else world.drafting.delete(code)
  for (const draft of drafts) await workOn(client, draft)
}

async function draftPlanned(client: Client): Promise<void> {
  const { world, code } = client
  for (const planned of world.toDraft) {
    const mine = planned.drafters.includes(code) && !world.drafted.has(planned.id) && planned.on <= world.today
    if (!mine || !world.comes(0.7, code, planned.id, 'draft')) continue
    const { requestId, parent, taskId, content, copied } = planned.request()
    await draft(client, DraftTaskRequest.fromPartial({ requestId, parent, taskId, content, copied } as never))
  }
}

async function draft(client: Client, request: DraftTaskRequest): Promise<void> {
  const { world, code } = client
  if (!(await client.send('tasks', (stub) => stub.draftTask, request))) return
  world.drafted.add(request.taskId)
  world.drafting.add(code)
}

/** Work that goes on for years (长期坚持): some of what is under way has a task of the next year that goes on with it. */
async function goOnWith(client: Client, { name, content }: Task): Promise<void> {
  const { world } = client
  const id = `${name.split('/').at(-1)}-next`
  if (content?.due === undefined || id.endsWith('-next-next') || world.drafted.has(id)) return
  if (!world.chance.odds(0.5, id, 'goes on') || !world.happens(0.02, id, 'go on')) return
  const due = toDate(addDays(dayFrom(content.due), world.span))
  const next = { ...content, title: `${content.title}(续)`, continues: name, due, milestones: [] }
  const about = { ...fresh(), parent: world.parent, taskId: id, copied: [] }
  await draft(client, DraftTaskRequest.fromPartial({ ...about, content: next }))
}

async function workOn(client: Client, { name, content, copied, draft: state }: Task): Promise<void> {
  const { world } = client
  const isReturned = state?.returned === true
  if (isReturned && world.comes(0.5, name, client.code, 'revise')) {
    const better = { ...content, deliverable: `${content?.deliverable}(${world.today})` }
    const request = ReviseDraftRequest.fromPartial({ ...fresh(), name, content: better, copied })
    await client.send('tasks', (stub) => stub.reviseDraft, request)
  } else if (world.happens(0.004, name, client.code, 'withdraw')) {
    const request = CancelTaskRequest.create({ ...fresh(), name, reason: '不再列入' })
    await client.send('tasks', (stub) => stub.cancelTask, request)
  } else if (world.comes(0.02, name, client.code, 'confirm'))
    // Whoever drafts confirms nothing.
    await client.tries('tasks', (stub) => stub.confirmDraft, ConfirmDraftRequest.create({ ...fresh(), name }))
}

/** The office: sends a draft back once or twice, and confirms it, each some days later. */
export async function lookAtDrafts(client: Client): Promise<void> {
  const { world } = client
  if (world.drafted.size === 0) return
  for (const { name, etag, draft: state } of await tasksOf(client, 'DRAFT')) {
    if (state?.returned || !world.comes(0.3, name, 'look at draft')) continue
    if (etag < 5n && world.chance.odds(0.5, name, 'return draft', `${etag}`)) {
      const request = ReturnDraftRequest.create({ ...fresh(), name, reason: '成果形式不明确' })
      await client.send('tasks', (stub) => stub.returnDraft, request)
    } else {
      // What was read is confirmed, and nothing that somebody has changed meanwhile.
      const request = ConfirmDraftRequest.create({ ...fresh(), name, etag })
      await client.send('tasks', (stub) => stub.confirmDraft, request)
    }
  }
}
