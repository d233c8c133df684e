/** Vouchers: all their methods. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  GetVoucherRequest,
  GetVoucherTextRequest,
  ListVouchersRequest,
  Voucher as VoucherResource,
  VoucherServiceService,
} from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { query } from '#shared/grpc/method.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textOf } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { voucherDecider } from '../domain/voucher.ts'
import { type Voucher, voucherParties } from '../domain/voucher-state.ts'
import type { Finance } from '../main.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { readable } from './readable.ts'
import { checkNamed, voucherChanges } from './voucher-change.ts'
import { textsOf, toVoucher } from './voucher-resource.ts'

const getVoucher = query<Finance>()(GetVoucherRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, voucherDecider, voucherParties, call)
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
    (await readable(request.name, voucherDecider, voucherParties, call))
      ? textOf(request, call.services.database)
      : notFound.voucher,
})

export const voucherService: GrpcService<Finance> = {
  definition: VoucherServiceService,
  methods: { ...voucherChanges, getVoucher, listVouchers, getVoucherText },
}
