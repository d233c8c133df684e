/** Good calls of the RPCs about vouchers: in a programme of its own each. */
import { randomUUID } from 'node:crypto'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { Money, payers } from '#shared/testing/money.ts'
import { Vouching } from '#shared/testing/vouching.ts'
import type { Make } from './rpc-specimen.ts'

/** A call in a programme that has a pool, and whatever is brought about before. */
const vouching =
  (
    role: keyof typeof payers,
    make: (all: Vouching) => object,
    before: (all: Vouching) => Promise<unknown> = async () => {},
  ): Make =>
  async ({ bus, parent, workflow }) => {
    const money = new Money(bus, parent, workflow.after)
    await money.ready()
    const all = new Vouching(money)
    await before(all)
    return { request: make(all), by: bus.as(payers[role]), after: money.after }
  }

const issued = (all: Vouching) => all.issue('v1')
const presented = async (all: Vouching) => {
  await all.issue('v1')
  await all.present('v1')
}
const cancelled = async (all: Vouching) => {
  await all.issue('v1')
  await all.cancel('v1')
}
const said = (all: Vouching) => ({ requestId: randomUUID(), name: all.name('v1'), text: '票据与用途不符' })

export const voucherSpecimens: Readonly<Record<string, Make>> = {
  'VoucherService/IssueVoucher': vouching('handler', (all) => all.issuing('v1')),
  'VoucherService/PresentVoucher': vouching('sponsor', (all) => all.presenting('v1'), issued),
  'VoucherService/AcceptPresentation': vouching('handler', (all) => all.accepting('v1'), presented),
  'VoucherService/RefusePresentation': vouching(
    'handler',
    (all) => voucher.RefusePresentationRequest.create({ ...said(all), presentation: 1 }),
    presented,
  ),
  'VoucherService/CancelVoucher': vouching('handler', (all) => voucher.CancelVoucherRequest.create(said(all)), issued),
  'VoucherService/GetVoucher': vouching(
    'sponsor',
    (all) => voucher.GetVoucherRequest.create({ name: all.name('v1') }),
    issued,
  ),
  'VoucherService/ListVouchers': vouching(
    'handler',
    (all) => voucher.ListVouchersRequest.create({ parent: all.money.parent }),
    issued,
  ),
  'VoucherService/GetVoucherText': async (scene) => {
    const specimen = await vouching('handler', (all) => ({ name: all.name('v1') }), cancelled)(scene)
    const { name } = specimen.request as { readonly name: string }
    const { rows } = await scene.bus.database('finance').query('SELECT sha256 FROM content WHERE stream = $1', [name])
    return { ...specimen, request: voucher.GetVoucherTextRequest.create({ name, sha256: rows[0].sha256 }) }
  },
}
