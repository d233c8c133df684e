/** The spending plan of an application: what is commanded of it. */
import { right } from 'fp-ts/lib/Either.js'
import type { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { PlanSpendingRequest } from '#proto/qiantou/application/v1/application_service.ts'
import type { StateOf } from '#shared/domain/decider.ts'
import { isUnder, programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { command } from '#shared/grpc/method.ts'
import { applicationDecider } from '../domain/application.ts'
import { awaitedName, awaitedTaskDecider } from '../domain/awaited-task.ts'
import type { Planning } from '../domain/spending-plan.ts'
import type { Finance } from '../main.ts'
import { checkNamed, onApplication, ready } from './application-command.ts'

const mostParts = 20

function checkPart(at: string, name: string, { fen, waitsFor }: SpendingPart, fields: Fields): void {
  fields.fen(`${at}.fen`, fen, 1n)
  if (waitsFor?.$case === 'due') return fields.date(`${at}.due`, waitsFor.value)
  if (!waitsFor) return fields.require(at, false, 'must wait for a day or a milestone')
  const { task, organisation, milestone } = waitsFor.value
  fields.name(`${at}.milestone.task`, task, 'task')
  // The other name is not one where it was found wrong above.
  const isOfProgramme = !name.includes('/') || isUnder(task, name.split('/').slice(0, 2).join('/'))
  fields.require(`${at}.milestone.task`, isOfProgramme, 'must be of the programme')
  fields.name(`${at}.milestone.organisation`, organisation, 'organisation')
  if (milestone) fields.id(`${at}.milestone.milestone`, milestone)
}

const tasksOf = (parts: readonly SpendingPart[]): readonly string[] => [
  ...new Set(parts.flatMap(({ waitsFor }) => (waitsFor?.$case === 'milestone' ? [waitsFor.value.task] : []))),
]

type Planned = { readonly name: string; readonly parts: readonly SpendingPart[] }

/** What is planned, of what the name says. */
export function checkParts({ name, parts }: Planned, fields: Fields): void {
  fields.count('parts', parts.length, 1, mostParts)
  for (const [i, part] of parts.slice(0, mostParts).entries()) checkPart(`parts[${i}]`, name, part, fields)
}

/** What is planned, with what is known of the tasks that parts wait for. */
export const planningOf = ({ parts }: Planned, stateOf: StateOf): Planning => ({
  parts,
  tasks: new Map(tasksOf(parts).map((task) => [task, stateOf(awaitedName(task), awaitedTaskDecider)])),
})

/** The programme, and what is kept of the tasks that parts wait for. */
export const besideParts = ({ name, parts }: Planned): readonly string[] => [
  programmeOf(name),
  ...tasksOf(parts).map(awaitedName),
]

export const planSpending = command<Finance>()(PlanSpendingRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.year('year', request.year, { orNone: true })
    checkParts(request, fields)
  },
  prepare: (request, call) =>
    ready(request.name, call, ({ stateOf }) =>
      right({ type: 'PlanSpending', year: request.year, ...planningOf(request, stateOf) }),
    ),
  ...onApplication,
  beside: besideParts,
})
