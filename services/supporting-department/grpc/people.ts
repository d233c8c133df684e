/** Who does what for an assignment (分管领导, 责任处室, 责任人, 联络员). */
import { NamePersonRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { bodyOf } from '#shared/domain/resource-name.ts'
import { command } from '#shared/grpc/method.ts'
import { isUuid } from '#shared/record/uuid.ts'
import { assignmentDecider } from '../domain/assignment.ts'
import type { SupportingDepartment } from '../main.ts'
import { checkAssignment, onAssignment, ready } from './assignment-command.ts'

export const namePerson = command<SupportingDepartment>()(NamePersonRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.known('role', request.role)
    if (request.person)
      fields.require('person', isUuid(request.person), 'must be a UUID in lower case, as in a term; it is no name')
    if (request.from) fields.date('from', request.from)
  },
  prepare: ({ name, role, person, from }) => {
    const body = bodyOf(name)
    const named = { type: 'NamePerson', role, person, from: from && dayFrom(from) } as const
    return ready(
      name,
      (ground, stateOf) => ({ ...ground, ...named, body: stateOf(body, organisationView) }),
      [],
      undefined,
      [body],
    )
  },
  ...onAssignment,
})
