/** What bodies were asked in a period, worked out from the records when it is asked for. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  type BurdenItem,
  Burden as BurdenResource,
  BurdenServiceService,
  GetBurdenRequest,
  ListBurdensRequest,
} from '#proto/qiantou/supervision/v1/burden_service.ts'
import { readProgrammesRun } from '#shared/directory/programmes-run.ts'
import { addDays, dayFrom, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, query, todayOf } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { type Asked, type Burden, burdenOf, burdensOf, type Period } from '../domain/burden.ts'
import { programmeParties, programmeView } from '../domain/programme.ts'
import type { CoordinationOffice } from '../main.ts'
import { notFound } from './not-found.ts'

/** A period of which nothing is said has as many days as a month. */
const usualDays = 30
const maxDays = 366
const maxItems = 1_000

// ---- As it is answered

const toBurden = ({ counts, ...sums }: Burden): BurdenResource => ({
  $type: 'qiantou.supervision.v1.Burden',
  ...sums,
  counts: [...counts].map(([kind, count]) => ({ $type: 'qiantou.supervision.v1.BurdenCount', kind, count })),
})

const toItem = ({ day, kind, resource, milestone }: Asked): BurdenItem => ({
  $type: 'qiantou.supervision.v1.BurdenItem',
  ...{ date: toDate(day), kind, resource, milestone: milestone ?? '' },
})

// ---- Queries

type Asking = { readonly asOf: DateMessage | undefined; readonly days: number }

function checkPeriod({ asOf, days }: Asking, fields: Fields): void {
  if (asOf) fields.date('as_of', asOf)
  fields.require('days', days <= maxDays, `must be at most ${maxDays}`)
}

/** The period that is asked for. Nobody knows yet what will be asked on a day to come. */
function periodAsked({ asOf, days }: Asking, call: Call<CoordinationOffice>): Either<Rejection, Period> {
  const today = todayOf(call)
  const to = asOf ? dayFrom(asOf) : today
  if (to > today) return reject('invalid', 'AS_OF_AHEAD', { date: to, today })
  return right({ from: addDays(to, 1 - (days || usualDays)), to })
}

/** What everybody was asked in programmes, or in all of them, once the log has all that there is; refused while it is behind. */
async function askedOf(
  programmes: readonly ResourceName[] | undefined,
  period: Period,
  call: Call<CoordinationOffice>,
): Promise<Either<Rejection, readonly Asked[]>> {
  const { past, burdens } = call.services
  const behind = await past.logBehind()
  if (behind) return left(behind)
  const asked = await burdens.askedIn(period)
  const wanted = programmes && new Set(programmes)
  return right(wanted ? asked.filter(({ resource }) => wanted.has(programmeOf(resource))) : asked)
}

/** Whether a caller may ask about a body: undefined where it may of every programme, else those that it runs. */
async function programmesFor(
  organisation: OrganisationName,
  { caller, services }: Call<CoordinationOffice>,
): Promise<readonly ResourceName[] | undefined> {
  if (caller.role !== 'organisation' || caller.actor === organisation) return undefined
  return readProgrammesRun(services.database, caller.actor)
}

const getBurden = query<CoordinationOffice>()(GetBurdenRequest, {
  check: (request, fields) => {
    fields.name('organisation', request.organisation, 'organisation')
    checkPeriod(request, fields)
  },
  answer: async (request, call) => {
    const { organisation } = request
    const { store } = call.services
    const programmes = await programmesFor(organisation, call)
    // Who runs no programme learns nothing of others.
    if (programmes?.length === 0) return notFound.burden
    if (!(await store.load(organisation))?.state) return notFound.organisation
    const period = periodAsked(request, call)
    if (isLeft(period)) return period
    const asked = await askedOf(programmes, period.right, call)
    if (isLeft(asked)) return asked
    const own = asked.right.filter((one) => one.organisation === organisation)
    return right({
      burden: toBurden(burdenOf(organisation, own)),
      ...{ from: toDate(period.right.from), to: toDate(period.right.to) },
      items: own.slice(-maxItems).map(toItem),
    })
  },
})

const listBurdens = query<CoordinationOffice>()(ListBurdensRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    checkPeriod(request, fields)
    fields.page(request)
  },
  answer: async (request, call) => {
    const { parent } = request
    const programme = (await call.services.store.load(parent, programmeView))?.state
    if (!programme || !mayRead(call.caller, programmeParties(programme))) return notFound.programme
    const period = periodAsked(request, call)
    if (isLeft(period)) return period
    const asked = await askedOf([parent], period.right, call)
    if (isLeft(asked)) return asked
    const all = burdensOf(asked.right)
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => all.filter((one) => one.organisation > after).slice(0, limit),
      keyOf: (one) => one.organisation,
      toMessage: toBurden,
      message: BurdenResource,
    })
    const { from, to } = period.right
    return right({ burdens: page, from: toDate(from), to: toDate(to), nextPageToken })
  },
})

export const burdenService: GrpcService<CoordinationOffice> = {
  definition: BurdenServiceService,
  methods: { getBurden, listBurdens },
}
