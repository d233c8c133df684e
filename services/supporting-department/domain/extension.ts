/** Requests for more time as the state of an assignment keeps them: what was asked, what the leads thought, what was decided. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef } from '#shared/domain/content.ts'
import type { Extension } from '#shared/domain/course.ts'
import type { OrganisationName, Recorded } from '#shared/domain/decider.ts'

/** What a lead thinks of it. */
export type ExtensionOpinion = {
  readonly lead: OrganisationName
  readonly supports: boolean
  /** Its text lies with the task. */
  readonly text: ContentRef
}

/** A request for more time, and what became of it. */
export type ExtensionRequest = {
  readonly number: number
  readonly milestone: string
  readonly due: Day
  readonly reason: ContentRef
  /** By lead; who gives another has changed its own. */
  readonly opinions?: readonly ExtensionOpinion[]
  readonly outcome?: 'GRANTED' | 'REFUSED'
  /** Until when it was granted, where that is another day than was asked for. */
  readonly granted?: Day
  /** Why it was refused; its text lies with the task. */
  readonly refusal?: ContentRef
  /** ISO 8601. */
  readonly decidedAt?: string
}

/** How many requests for more time a state keeps. */
const keptExtensions = 20

/** With one more request, as many of the newest as a state keeps. */
export function withRequest(
  requests: readonly ExtensionRequest[],
  { extension: number, milestone, due, reason }: assignment.ExtensionRequested,
): readonly ExtensionRequest[] {
  const request = { number, milestone, due: due ? dayFrom(due) : '', reason: contentRef(reason) }
  return [...requests, request].slice(-keptExtensions)
}

/** The one that waits may ask for another day once its part goes on after a suspension (docs/domain.md, rule 4). */
export const withWaiting = (requests: readonly ExtensionRequest[], { number, due }: Extension) =>
  requests.map((request): ExtensionRequest => (request.number === number ? { ...request, due } : request))

export type ExtensionAnswer = task.ExtensionOpinionGiven | task.ExtensionGranted | task.ExtensionRefused

/** The requests after what the task's side said about one of them, while that is kept. */
export const withAnswer = (
  requests: readonly ExtensionRequest[],
  recorded: Recorded<ExtensionAnswer>,
): readonly ExtensionRequest[] =>
  requests.map((request) => (request.number === recorded.fact.extension ? answered(request, recorded) : request))

function answered(request: ExtensionRequest, { fact, actor, at }: Recorded<ExtensionAnswer>): ExtensionRequest {
  switch (fact.$type) {
    case 'qiantou.task.v1.ExtensionOpinionGiven': {
      const others = (request.opinions ?? []).filter(({ lead }) => lead !== actor)
      const opinion = { lead: actor, supports: fact.supports, text: contentRef(fact.text) }
      return { ...request, opinions: [...others, opinion] }
    }
    case 'qiantou.task.v1.ExtensionGranted': {
      const due = fact.due ? dayFrom(fact.due) : request.due
      const granted = due === request.due ? {} : { granted: due }
      return { ...request, outcome: 'GRANTED', ...granted, decidedAt: at.toISOString() }
    }
    case 'qiantou.task.v1.ExtensionRefused':
      return { ...request, outcome: 'REFUSED', refusal: contentRef(fact.reason), decidedAt: at.toISOString() }
  }
}
