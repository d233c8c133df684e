/** Tasks that parts of spending plans wait for, and what becomes of them: finance hears of it from another service. */
import { Body, SubmissionAccepted, TaskIssued, TaskReopened } from '#proto/qiantou/task/v1/task_events.ts'
import { type AwaitedTask, awaitedName, awaitedTaskDecider } from '#services/finance/domain/awaited-task.ts'
import { startOf } from '#shared/domain/calendar.ts'
import type { AnyFold } from '#shared/domain/decider.ts'
import * as facts from '#shared/testing/money-facts.ts'
import type { MoneyGame, Player } from './money-game.ts'

export const tasks = ['t-1', 't-2', 't-3'].map((id) => `programmes/hunan/tasks/${id}`)
/** What the handling body is copied of, so that it may wait for it; the last one it knows nothing of. */
const [, , strange = ''] = tasks
/** Whose part is waited for. */
export const builder = 'organisations/hn-fgw'

/** No state of finance's own. */
const heard: AnyFold = { ...awaitedTaskDecider, evolve: () => undefined }

const tell = ({ store, today }: MoneyGame, task: string, fact: TaskIssued | SubmissionAccepted | TaskReopened): void =>
  store.record(fact, { stream: task, actor: facts.office, at: startOf(today) }, heard)

export function issueTasks(game: MoneyGame): void {
  for (const task of tasks)
    tell(
      game,
      task,
      TaskIssued.create({
        ...{ authority: facts.office, bodies: [Body.create({ organisation: builder })] },
        copied: task === strange ? [] : [facts.handler],
      }),
    )
}

export const tasksKnown = ({ store }: MoneyGame): ReadonlyMap<string, AwaitedTask | undefined> =>
  new Map(tasks.map((task) => [task, store.stateOf<AwaitedTask>(awaitedName(task))]))

/** Whoever issued it, has a part or is copied knows of a task; who takes the place of a body that is only copied does not. */
export const isKnownTo = (body: string, task: string): boolean =>
  body === builder || (body === facts.handler && task !== strange)

/** The reviewer accepts the part, or the task is opened anew. */
const accept: Player = (game, { which, fen }) => {
  const { accepted } = game.model
  const task = tasks[which % tasks.length] as string
  if (accepted.has(task) && fen % 2n) {
    tell(game, task, TaskReopened.create({ organisations: [builder] }))
    accepted.delete(task)
    return 'reopened'
  }
  tell(game, task, SubmissionAccepted.create({ organisation: builder, submission: 1 }))
  accepted.add(task)
  return 'accepted'
}

export const milestoneActs = { acceptPart: accept }
