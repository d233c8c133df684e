/** What a task would repeat, told before it is issued. */
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import {
  FindRepeatedRequestsRequest,
  type RepeatedRequest,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import { spoken } from '../language.ts'
import type { Settings } from '../settings.ts'
import { fewNames } from '../text/light.ts'
import { type Names, namesInSentences } from '../text/names.ts'

/** Which bodies are asked again by a task, and what it has in common with the new one. */
function repeatText(repeat: RepeatedRequest, names: Names, settings: Settings): string {
  const { title, organisations, sameClause, titlePercent, deliverablePercent } = repeat
  const isChinese = settings.language === 'zh'
  const common = [
    ...(sameClause ? [isChinese ? '同一条目' : 'same clause'] : []),
    ...(titlePercent ? [isChinese ? `标题相似 ${titlePercent}%` : `title alike ${titlePercent}%`] : []),
    ...(deliverablePercent
      ? [isChinese ? `成果相似 ${deliverablePercent}%` : `deliverable alike ${deliverablePercent}%`]
      : []),
  ]
  return isChinese
    ? `${title}:${fewNames(organisations, names, settings.language)}(${common.join(',')})`
    : `${title}: ${fewNames(organisations, names, settings.language)} (${common.join(', ')})`
}

type Wanted = { readonly parent: string; readonly content: TaskContent | undefined; readonly taskId: string }

/**
 * Asks what the task would repeat. @throws Failure REPEATS_REQUESTS, which names the tasks, where somebody would be asked
 * again
 */
export async function checkRepeats(
  bus: Bus,
  { parent, content, taskId }: Wanted,
  settings: Settings,
  after: readonly After[],
): Promise<void> {
  const request = FindRepeatedRequestsRequest.create({ parent, content })
  const answer = await bus.call(TaskServiceClient, (client) => client.findRepeatedRequests, request, after)
  // A task is no repetition of itself: that it is there is told by issuing it.
  const repeats = answer.repeats.filter(({ task }) => task !== `${parent}/tasks/${taskId}`)
  if (repeats.length === 0) return
  const names = await namesInSentences(bus, settings)
  throw new Failure({
    code: 'FAILED_PRECONDITION',
    reason: 'REPEATS_REQUESTS',
    message: spoken({
      zh: '部分单位已被要求办理相同或相近事项,未予交办;确需交办的,请加 --despite-repeats',
      en: 'some of the bodies are asked the same already, or were lately; to issue it all the same add --despite-repeats',
    }),
    violations: repeats.map((repeat) => ({
      field: settings.json ? repeat.task : names.resource(repeat.task),
      description: repeatText(repeat, names, settings),
    })),
  })
}
