/** Apportionments: all their methods, and who may know of one. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  Apportionment as ApportionmentResource,
  ApportionmentServiceService,
  ApportionPoolRequest,
  GetApportionmentRequest,
  ListApportionmentsRequest,
} from '#proto/qiantou/apportionment/v1/apportionment_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Decided } from '#shared/postgres/work.ts'
import { applicationDecider } from '../domain/application.ts'
import { contentOf } from '../domain/application-state.ts'
import {
  type Apportionment,
  type ApportionmentCommand,
  apportionmentDecider,
  apportionmentParties,
} from '../domain/apportionment.ts'
import { applicantName } from '../domain/assessment.ts'
import { grantsView } from '../domain/grants.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { officeOf, readable } from './readable.ts'
import { signable } from './signatories.ts'

type Named = { readonly name: string }

const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'apportionment')

function toApportionment(name: string, state: Apportionment, version: bigint): ApportionmentResource {
  const { pool, year, handler, finance, applications, made } = state
  return {
    $type: 'qiantou.apportionment.v1.Apportionment',
    ...{ name, etag: version, pool, year, handler, finance, applications: [...applications] },
    apportionTime: made && new Date(made.at),
    ...{ poolFen: BigInt(made?.poolFen ?? 0), claimedFen: BigInt(made?.claimedFen ?? 0) },
    shares: (made?.shares ?? []).map(({ application, claimedFen, fen }) => ({
      $type: 'qiantou.apportionment.v1.ClaimShare',
      ...{ application, claimedFen: BigInt(claimedFen), fen: BigInt(fen) },
    })),
  }
}

/** All that is shared out among: the measure, the pool, each application, and what each applicant was granted. */
async function besidesOf(name: string, { services }: Call<Finance>) {
  const state = (await services.store.glance(name, apportionmentDecider))?.state
  const applications = state?.applications ?? []
  const applicants: string[] = []
  for (const one of applications) {
    const application = (await services.store.glance(one, applicationDecider))?.state
    if (application) applicants.push(applicantName(one, contentOf(application).applicant?.code ?? ''))
  }
  const beside = state ? [state.measure, state.pool, ...applications, ...new Set(applicants)] : []
  return { applications, beside }
}

const apportionPool = command<Finance>()(ApportionPoolRequest, apportionmentDecider, {
  check: checkNamed,
  stream: ({ name }) => name,
  beside: ({ name }) => [programmeOf(name)],
  prepare: async ({ name }, call) => {
    const { applications: seen, beside } = await besidesOf(name, call)
    return prepared<ApportionmentCommand>(
      (stateOf) => {
        const office = stateOf(programmeOf(name), programmeView)?.office
        const state = stateOf(name, apportionmentDecider)
        if (!office || !state || !mayRead(call.caller, apportionmentParties(office, state)))
          return notFound.apportionment
        const measure = stateOf(state.measure, measureDecider)
        const pool = stateOf(state.pool, poolDecider)
        const applications = seen.flatMap((one) => {
          const application = stateOf(one, applicationDecider)
          return application ? [{ name: one, state: application }] : []
        })
        if (!measure || !pool) return notFound.apportionment
        const grantsOf = (applicant: string) => stateOf(applicant, grantsView)
        const made: ApportionmentCommand = { type: 'Apportion', measure, pool, applications, grantsOf }
        return signable(right(made), call.caller, stateOf)
      },
      [],
      { beside: [...beside, call.caller.actor] },
    )
  },
  parties: async ({ stream, state }: Decided<Apportionment>, call: Call<Finance>) =>
    apportionmentParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Apportionment>) => ({
    apportionment: toApportionment(stream, state, version),
    receipt: toReceipt(receipt),
  }),
})

const getApportionment = query<Finance>()(GetApportionmentRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, apportionmentDecider, apportionmentParties, call)
    return found ? right({ apportionment: toApportionment(name, found.state, found.version) }) : notFound.apportionment
  },
})

const listApportionments = query<Finance>()(ListApportionmentsRequest, {
  check: ({ parent, ...page }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.page(page)
  },
  answer: async (request, call) => {
    const listed = await readListed<Apportionment, ApportionmentResource>('apportionment', request, call, {
      toMessage: ({ name, state, version }) => toApportionment(name, state, version),
      message: ApportionmentResource,
    })
    if (isLeft(listed)) return listed
    return right({ apportionments: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

export const apportionmentService: GrpcService<Finance> = {
  definition: ApportionmentServiceService,
  methods: { apportionPool, getApportionment, listApportionments },
}
