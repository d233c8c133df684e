/** The spending plan of an application: what is commanded of it. */
import { right } from 'fp-ts/lib/Either.js'
import type { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { PlanSpendingRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { isUnder, programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { command } from '#shared/grpc/method.ts'
import { applicationDecider } from '../domain/application.ts'
import { awaitedName, awaitedTaskDecider } from '../domain/awaited-task.ts'
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

export const planSpending = command<Finance>()(PlanSpendingRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.year('year', request.year, { orNone: true })
    fields.count('parts', request.parts.length, 1, mostParts)
    for (const [i, part] of request.parts.slice(0, mostParts).entries())
      checkPart(`parts[${i}]`, request.name, part, fields)
  },
  prepare: ({ name, year, parts }, call) =>
    ready(name, call, ({ stateOf }) => {
      const tasks = tasksOf(parts).map((task) => [task, stateOf(awaitedName(task), awaitedTaskDecider)] as const)
      return right({ type: 'PlanSpending', year, parts, tasks: new Map(tasks) })
    }),
  ...onApplication,
  beside: ({ name, parts }) => [programmeOf(name), ...tasksOf(parts).map(awaitedName)],
})
