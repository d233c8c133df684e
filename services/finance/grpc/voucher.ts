/** Vouchers: all their methods. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  GetVoucherRequest,
  GetVoucherTextRequest,
  ListVouchersRequest,
  Voucher as VoucherResource,
  VoucherServiceService,
} from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { type Call, query } from '#shared/grpc/method.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textOf } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { programmeView } from '../domain/programme.ts'
import { voucherDecider } from '../domain/voucher.ts'
import type { Voucher } from '../domain/voucher-state.ts'
import type { Finance } from '../main.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { checkNamed, voucherChanges, voucherParties } from './voucher-change.ts'
import { textsOf, toVoucher } from './voucher-resource.ts'

/** The voucher as the caller may see it; who is not party learns nothing of it. */
async function readable(name: string, { caller, services }: Call<Finance>) {
  const row = await services.store.load(name, voucherDecider)
  const office = (await services.store.load(programmeOf(name), programmeView))?.state?.office
  const { state, version = 0n } = row ?? {}
  return state && office && mayRead(caller, voucherParties(office, state)) ? { state, version } : undefined
}

const getVoucher = query<Finance>()(GetVoucherRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, call)
    if (!found) return notFound.voucher
    const texts = await readTexts(call.services.database, hashesForAnswer(textsOf(found.state)))
    return right({ voucher: toVoucher(name, found.state, found.version, texts) })
  },
})

const listVouchers = query<Finance>()(ListVouchersRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const listed = await readListed<Voucher, VoucherResource>('voucher', request, call, {
      toMessage: ({ name, state, version }) => toVoucher(name, state, version),
      message: VoucherResource,
    })
    return isLeft(listed) ? listed : right({ vouchers: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

const getVoucherText = query<Finance>()(GetVoucherTextRequest, {
  check: checkText('voucher'),
  answer: async (request, call) =>
    (await readable(request.name, call)) ? textOf(request, call.services.database) : notFound.voucher,
})

export const voucherService: GrpcService<Finance> = {
  definition: VoucherServiceService,
  methods: { ...voucherChanges, getVoucher, listVouchers, getVoucherText },
}
