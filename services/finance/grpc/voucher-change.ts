/** What is commanded of vouchers. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Applicant } from '#proto/qiantou/application/v1/application.ts'
import {
  AcceptPresentationRequest,
  CancelVoucherRequest,
  IssueVoucherRequest,
  PresentVoucherRequest,
  RefusePresentationRequest,
} from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { formatName, isUnder, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { applicantName } from '../domain/assessment.ts'
import { grantsView } from '../domain/grants.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { type VoucherCommand, voucherDecider } from '../domain/voucher.ts'
import { applicantIn, type Voucher, voucherParties } from '../domain/voucher-state.ts'
import type { Finance } from '../main.ts'
import { checkApplicant, checkBills } from './application-content.ts'
import { creditOf } from './credit.ts'
import { poolsFor } from './measure-pools.ts'
import { measureReaders } from './measure-readers.ts'
import { notFound } from './not-found.ts'
import { officeOf } from './readable.ts'
import { signable } from './signatories.ts'
import { toVoucher } from './voucher-resource.ts'

// ---- What commands share

type Named = { readonly name: string }

export const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'voucher')

const answering = {
  parties: async ({ stream, state }: Decided<Voucher>, call: Call<Finance>) =>
    voucherParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Voucher>) => ({
    voucher: toVoucher(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

/** A command on a voucher that is there; who may not read it is not told that it is. */
async function ready(
  name: string,
  { caller, services }: Call<Finance>,
  made: VoucherCommand,
  contents: readonly Content[] = [],
): Promise<Either<Rejection, Prepared<VoucherCommand>>> {
  const known = (await services.store.glance(name, voucherDecider))?.state
  return prepared<VoucherCommand>(
    (stateOf) => {
      const programme = stateOf(programmeOf(name), programmeView)
      const state = stateOf(name, voucherDecider)
      const mayKnow = programme && state && mayRead(caller, voucherParties(programme.office, state))
      return mayKnow ? signable(right(made), caller, stateOf) : notFound.voucher
    },
    contents,
    { beside: known ? [caller.actor, known.pool, applicantName(name, applicantIn(known).code)] : [] },
  )
}

const onVoucher = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  ...answering,
}

// ---- Issuing

type New = { readonly parent: string; readonly voucherId: string }

const nameOf = ({ parent, voucherId }: New): string =>
  formatName('voucher', { ...partsOf('programme', parent), voucher: voucherId })

const issueVoucher = command<Finance>()(IssueVoucherRequest, voucherDecider, {
  check: ({ parent, voucherId, measure, call, applicant, sponsor, faceFen, validityDays, title }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('voucher_id', voucherId)
    fields.name('measure', measure, 'measure')
    fields.require('measure', isUnder(measure, parent), 'must be of the programme')
    if (call) fields.id('call', call)
    checkApplicant('applicant', applicant, fields)
    fields.name('sponsor', sponsor, 'organisation')
    fields.fen('face_fen', faceFen, 1n)
    fields.require('validity_days', validityDays >= 1 && validityDays <= 3_660, 'must be 1 to 3660')
    fields.text('title', title, 1, limits.title)
  },
  stream: nameOf,
  beside: ({ parent, measure }) => [parent, measure],
  prepare: async (request, call) => {
    const { parent, measure: measureName, sponsor, faceFen, validityDays, title } = request
    const applicant = request.applicant as Applicant
    const absent = await call.services.directory.absence([sponsor])
    if (absent) return left(absent)
    const credit = await creditOf([applicant.code], call)
    const entryOf = await call.services.directory.entriesByNow()
    const name = nameOf(request)
    const applicantStream = applicantName(name, applicant.code)
    return prepared<VoucherCommand>(
      (stateOf) => {
        const programme = stateOf(parent, programmeView)
        const measure = stateOf(measureName, measureDecider)
        if (!programme || !measure || !mayRead(call.caller, measureReaders(call)(programme.office, measure)))
          return notFound.measure
        if ('fault' in credit) return reject('precondition', 'CREDIT_REGISTER_UNREADABLE', { problem: credit.fault })
        const poolNamed = (pool: string) => stateOf(pool, poolDecider)
        const grants = stateOf(applicantStream, grantsView) ?? { grants: [] }
        const said = { name, title, measureName, call: request.call, applicant, sponsor, faceFen, validityDays }
        const made: VoucherCommand = { type: 'Issue', ...said, measure, entryOf, poolNamed, grants, credit }
        return signable(right(made), call.caller, stateOf)
      },
      [],
      { beside: [call.caller.actor, ...(await poolsFor(measureName, call)), applicantStream] },
    )
  },
  ...answering,
})

// ---- Presenting, and its answer

const presentVoucher = command<Finance>()(PresentVoucherRequest, voucherDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkBills('bills', request.bills, [1, 20], fields)
  },
  prepare: ({ name, bills }, call) => ready(name, call, { type: 'Present', bills }),
  ...onVoucher,
})

const checkPresentation = ({ presentation }: { readonly presentation: number }, fields: Fields): void =>
  fields.require('presentation', presentation >= 1, 'must be the number of a presentation, from 1')

const acceptPresentation = command<Finance>()(AcceptPresentationRequest, voucherDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkPresentation(request, fields)
  },
  prepare: ({ name, presentation }, call) => ready(name, call, { type: 'Accept', presentation }),
  ...onVoucher,
})

const refusePresentation = command<Finance>()(RefusePresentationRequest, voucherDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkPresentation(request, fields)
    fields.prose('text', request.text)
  },
  prepare: ({ name, presentation, text: said }, call) =>
    written(said, {}, (text, contents) => ready(name, call, { type: 'Refuse', presentation, text }, contents)),
  ...onVoucher,
})

const cancelVoucher = command<Finance>()(CancelVoucherRequest, voucherDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text)
  },
  prepare: ({ name, text: said }, call) =>
    written(said, {}, (text, contents) => ready(name, call, { type: 'Cancel', text }, contents)),
  ...onVoucher,
})

export const voucherChanges = {
  ...{ issueVoucher, presentVoucher, acceptPresentation, refusePresentation, cancelVoucher },
}
