/** The spending plan of a line of a quota: what is commanded of it. */
import { right } from 'fp-ts/lib/Either.js'
import { PlanQuotaSpendingRequest } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { command, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { type QuotaCommand, quotaDecider } from '../domain/quota.ts'
import { poolOfQuota, quotaParties } from '../domain/quota-state.ts'
import type { Finance } from '../main.ts'
import { toQuota } from './allocation-resource.ts'
import { checkClassification } from './classification.ts'
import { notFound } from './not-found.ts'
import { officeOf } from './readable.ts'
import { signable } from './signatories.ts'
import { besideParts, checkParts, planningOf } from './spending-plan.ts'

export const planQuotaSpending = command<Finance>()(PlanQuotaSpendingRequest, quotaDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'quota')
    fields.year('year', request.year)
    checkClassification('classification', request.classification, fields)
    checkParts(request, fields)
  },
  stream: ({ name }) => name,
  beside: (request, { caller }) => [...besideParts(request), poolOfQuota(request.name), caller.actor],
  prepare: (request, { caller }) =>
    prepared<QuotaCommand>((stateOf) => {
      const { name, year } = request
      const programme = stateOf(programmeOf(name), programmeView)
      const state = stateOf(name, quotaDecider)
      if (!programme || !state || !mayRead(caller, quotaParties(programme.office, state))) return notFound.quota
      const classification = request.classification as Classification
      const said = { year, classification, pool: stateOf(poolOfQuota(name), poolDecider) }
      const planned = { type: 'PlanSpending', ...said, ...planningOf(request, stateOf) } as const
      return signable<QuotaCommand>(right(planned), caller, stateOf)
    }),
  parties: async ({ stream, state }, call) => quotaParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }) => ({
    quota: toQuota(stream, state, version),
    receipt: toReceipt(receipt),
  }),
})
