/** What is asked of applications, and all their methods. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  Application as ApplicationResource,
  ApplicationServiceService,
  ApplicationState,
  GetApplicationRequest,
  GetApplicationTextRequest,
  ListApplicationsRequest,
} from '#proto/qiantou/application/v1/application_service.ts'
import { codeOf, partsOf } from '#shared/domain/resource-name.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { parseFilter, valuesIn } from '#shared/grpc/fields.ts'
import { query } from '#shared/grpc/method.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textOf } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { applicationDecider } from '../domain/application.ts'
import {
  type Application,
  applicationParties,
  applicationState,
  contentOf,
  turnOf,
} from '../domain/application-state.ts'
import type { Finance } from '../main.ts'
import { awardMethods } from './application-award.ts'
import { applicationMethods } from './application-change.ts'
import { checkNamed } from './application-command.ts'
import { toApplication } from './application-resource.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { readable } from './readable.ts'

const getApplication = query<Finance>()(GetApplicationRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, applicationDecider, applicationParties, call)
    if (!found) return notFound.application
    const texts = await readTexts(call.services.database, hashesForAnswer(found.state.texts))
    return right({ application: toApplication(name, found, texts) })
  },
})

const filters = ['state', 'measure', 'turn'] as const
const stateNames = valuesIn(ApplicationState, 'APPLICATION_STATE_')

/** Whether an application is one of those that a filter asks for. */
const fits = (state: Application, terms: ReadonlyMap<string, string>): boolean =>
  Object.entries({
    state: applicationState(state).replace('APPLICATION_STATE_', ''),
    measure: partsOf('measure', contentOf(state).measure).measure,
    turn: codeOf(turnOf(state) ?? ''),
  }).every(([key, value]) => (terms.get(key) ?? value) === value)

const listApplications = query<Finance>()(ListApplicationsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
    fields.filter(request.filter, filters, { state: stateNames })
  },
  answer: async (request, call) => {
    const terms = parseFilter(request.filter, filters) ?? new Map<string, string>()
    const listed = await readListed<Application, ApplicationResource>('application', request, call, {
      keeps: ({ state }) => fits(state, terms),
      toMessage: ({ name, state, version }) => toApplication(name, { state: { ...state, texts: [] }, version }),
      message: ApplicationResource,
    })
    if (isLeft(listed)) return listed
    return right({ applications: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

const getApplicationText = query<Finance>()(GetApplicationTextRequest, {
  check: checkText('application'),
  answer: async (request, call) =>
    (await readable(request.name, applicationDecider, applicationParties, call))
      ? textOf(request, call.services.database)
      : notFound.application,
})

export const applicationService: GrpcService<Finance> = {
  definition: ApplicationServiceService,
  methods: { ...applicationMethods, ...awardMethods, getApplication, listApplications, getApplicationText },
}
