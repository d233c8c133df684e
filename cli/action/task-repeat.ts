/** What a task would repeat, told before it is issued. */
import {
  AssignmentServiceClient,
  FindRepeatedSubassignmentsRequest,
  GetAssignmentRequest,
  type RepeatedSubassignment,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import {
  FindRepeatedRequestsRequest,
  type RepeatedRequest,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, type FailureReport } from '../failure.ts'
import type { CommandOptions } from '../input/command.ts'
import { spoken } from '../language.ts'
import type { Bilingual, Settings } from '../settings.ts'
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

/** Tries the call that asks, without recording anything, by the id that it has. */
export type Trial = () => Promise<unknown>

/**
 * Whether the call has been made already: made again it asks nobody anew, and gives its receipt. A trial reads otherwise than
 * the call whose id it has. @throws what the trial throws else
 */
async function isMade(trial: Trial): Promise<boolean> {
  try {
    await trial()
    return false
  } catch (error) {
    if (error instanceof Failure && error.report.reason === 'REQUEST_ID_REUSED') return true
    throw error
  }
}

type Calling = Pick<CommandOptions, 'after' | 'requestId'>

type Wanted = { readonly parent: string; readonly content: TaskContent | undefined; readonly taskId: string }

/**
 * Asks what the task would repeat. @throws Failure REPEATS_REQUESTS, which names the tasks, where somebody would be asked
 * again; or what `trial` throws, which tries to issue it: who is told to insist must not be refused for another reason then
 */
export async function checkRepeats(
  bus: Bus,
  { parent, content, taskId }: Wanted,
  settings: Settings,
  { after, requestId }: Calling,
  trial: Trial,
): Promise<void> {
  if (requestId && (await isMade(trial))) return
  const request = FindRepeatedRequestsRequest.create({ parent, content })
  const answer = await bus.call(TaskServiceClient, (client) => client.findRepeatedRequests, request, after)
  // A task is no repetition of itself, as is told by issuing it, nor of the one that it goes on with.
  const repeats = answer.repeats.filter(
    ({ task }) => task !== `${parent}/tasks/${taskId}` && task !== content?.continues,
  )
  if (repeats.length === 0) return
  await trial()
  const names = await namesInSentences(bus, settings)
  throw repeating(
    {
      zh: '部分单位已被要求办理相同或相近事项,未予交办;确需交办的,请加 --despite-repeats',
      en: 'some of the bodies are asked the same already, or were lately; to issue it all the same add --despite-repeats',
    },
    repeats.map((repeat) => ({
      field: settings.json ? repeat.task : names.resource(repeat.task),
      description: repeatText(repeat, names, settings),
    })),
  )
}

const repeating = (message: Bilingual, violations: FailureReport['violations']): Failure =>
  new Failure({ code: 'FAILED_PRECONDITION', reason: 'REPEATS_REQUESTS', message: spoken(message), violations })

type WantedPiece = { readonly name: string; readonly organisation: string; readonly what: string }

/** A piece as its number and what is to be done; the title of the task where the body has a part of its own that is alike. */
function pieceText(
  { subassignment, title, alikePercent }: RepeatedSubassignment,
  what: string | undefined,
  { language }: Settings,
): string {
  const alike = { zh: `(相似 ${alikePercent}%)`, en: ` (alike ${alikePercent}%)` }[language]
  if (subassignment === 0) return `${title}${alike}`
  const piece = { zh: `第 ${subassignment} 件分办事项`, en: `piece ${subassignment}` }[language]
  const colon = { zh: ':', en: ': ' }[language]
  return `${piece}${what ? `${colon}${what.length > 40 ? `${what.slice(0, 40)}…` : what}` : ''}${alike}`
}

/** What is to be done in these pieces, by part and number: a list of what is alike has numbers alone. */
async function textsOfPieces(
  bus: Bus,
  repeats: readonly RepeatedSubassignment[],
): Promise<ReadonlyMap<string, string>> {
  const parts = new Set(repeats.filter(({ subassignment }) => subassignment > 0).map(({ assignment }) => assignment))
  const texts = new Map<string, string>()
  for (const name of parts) {
    const asked = GetAssignmentRequest.create({ name })
    const { assignment } = await bus.call(AssignmentServiceClient, (client) => client.getAssignment, asked)
    for (const { number, what } of assignment?.subassignments ?? []) texts.set(`${name} ${number}`, what?.value ?? '')
  }
  return texts
}

/**
 * Asks what a piece would repeat. @throws Failure REPEATS_REQUESTS, where its body is asked the same already, or was lately;
 * or what `trial` throws, which tries to give it
 */
export async function checkPieceRepeats(
  bus: Bus,
  { name, organisation, what }: WantedPiece,
  settings: Settings,
  { after, requestId }: Calling,
  trial: Trial,
): Promise<void> {
  if (requestId && (await isMade(trial))) return
  const request = FindRepeatedSubassignmentsRequest.create({ name, organisation, what })
  const { repeats } = await bus.call(
    AssignmentServiceClient,
    (client) => client.findRepeatedSubassignments,
    request,
    after,
  )
  if (repeats.length === 0) return
  await trial()
  const texts = await textsOfPieces(bus, repeats)
  const names = await namesInSentences(bus, settings)
  throw repeating(
    {
      zh: '该单位已被要求办理相同或相近事项,未予分办;确需分办的,请加 --despite-repeats',
      en: 'the body is asked the same already, or was lately; to give the piece all the same add --despite-repeats',
    },
    repeats.map((repeat) => ({
      field: settings.json ? repeat.assignment : names.resource(repeat.assignment),
      description: pieceText(repeat, texts.get(`${repeat.assignment} ${repeat.subassignment}`), settings),
    })),
  )
}
