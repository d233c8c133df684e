/** Whether questions that found nothing had to: by the records, once a day has come to rest; then they are asked once more. */
import type { ServiceError } from '@grpc/grpc-js'
import { explained } from '#shared/grpc/client.ts'
import { referenceConsultation } from '../../reference-fold/consultation.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import type { Readership } from '../../reference-fold/entitled.ts'
import { livesOf } from '../../reference-fold/part-life.ts'
import { taskOf } from '../../reference-fold/reference.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import type { Refused, World } from '../world/world.ts'

type State = { readonly length: number; readonly state: string }

/** States by the resource, worked out anew only where something has been recorded since. */
const known = new WeakMap<Readership, Map<string, State>>()

function stateOf(readership: Readership, subject: string, read: (history: readonly Event[]) => string): string {
  const states = known.get(readership) ?? new Map<string, State>()
  known.set(readership, states)
  const history = readership.historyOf(subject)
  const before = states.get(subject)
  const state = before?.length === history.length ? before.state : read(history)
  states.set(subject, { length: history.length, state })
  return state
}

const consultationState = (history: readonly Event[]): string =>
  history[0]?.fact.standing ? 'STANDING' : (referenceConsultation(history).cases[0]?.state ?? '')

/** Of whatever task, or of one. */
const isOf = (task: string, parent = ''): boolean => parent.endsWith('/-') || parent === task

/** Whether anybody, or one body, has or had a part of a task. */
function hasPart(history: readonly Event[], code = ''): boolean {
  const issued = sinceIssue(history)
  const bodies = issued.length > 0 ? livesOf(issued).map(({ organisation }) => organisation) : []
  return code ? bodies.includes(`organisations/${code}`) : bodies.length > 0
}

/** What of the records somebody who asks has to be shown; empty where nothing, undefined where nobody here can say. */
function shownTo(
  { question, request }: Refused,
  readership: Readership,
  readable: readonly string[],
): readonly string[] | undefined {
  const { name, filter = '' } = request
  const under = (kind: string): readonly string[] => readable.filter((subject) => subject.split('/').at(-2) === kind)
  const [key, value = ''] = filter.split(' = ')
  if (name) return readable.includes(name) ? [name] : []
  const state = key === 'state' ? value : ''
  const own = key === 'organisation' ? value.split('/')[1] : ''
  switch (question) {
    case 'ListTasks':
      return under('tasks').filter(
        (task) => !state || stateOf(readership, task, (history) => taskOf(task, history).state) === state,
      )
    case 'ListAssignments':
      return under('tasks').filter((task) => isOf(task, request.parent) && hasPart(readership.historyOf(task), own))
    case 'ListSupervisions':
      return under('supervisions').filter((one) => !own || one.endsWith(`/${own}`))
    case 'ListConsultations':
      return under('consultations').filter((one) => stateOf(readership, one, consultationState) === state)
    default:
      return undefined
  }
}

/** What somebody had to be shown is a finding where it is not, asked again. */
export async function judgeRefused(world: World, readership: Readership): Promise<void> {
  const { refused, tally } = world
  world.refused = []
  const seen = new Set<string>()
  const readable = new Map<string, readonly string[]>()
  for (const one of refused) {
    const { by, question, request } = one
    const key = `${by} ${question} ${request.name ?? request.parent} ${request.filter ?? ''}`
    if (seen.has(key) || world.hasEnded(by.split('/')[1] ?? '')) continue
    seen.add(key)
    const own = readable.get(by) ?? readership.subjects.filter((subject) => readership.mayRead(by, subject))
    readable.set(by, own)
    const shown = shownTo(one, readership, own)
    if (shown === undefined) tally.wrongs.push(`nobody judges whether ${question} had to find something`)
    world.judged += 1
    const [first] = shown ?? []
    if (first === undefined) continue
    const why = await one.again().then(
      () => undefined,
      (error: ServiceError) => explained(error)?.reason ?? error.details,
    )
    if (why) tally.wrongs.push(`${key} on ${world.today}: ${why}, though it may read ${first}`)
    else tally.unanswered(`${question} answered at rest`)
  }
}
