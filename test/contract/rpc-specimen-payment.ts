import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { enterprise, type Money, payers, shortest, signed, thisYear } from '#shared/testing/money.ts'
import { notification } from '../bank/orders.ts'
import type { Make, Scene } from './rpc-specimen.ts'

import { calling, moneyOf, said } from './rpc-specimen-money.ts'

/** A payment at a stage, of an application that was approved by the shortest procedure. */
const onTransfer =
  (
    role: keyof typeof payers,
    make: (name: string) => object,
    before: (money: Money, name: string, scene: Scene) => Promise<void> = async () => {},
  ): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest })
    await money.account(1)
    await money.approved('a1', money.content(1))
    const name = await money.requestPayment('a1', 't1')
    await before(money, name, scene)
    return calling(scene, money, role, make(name))
  }

/** Its order has left, so that the bank may let it fall. */
async function gone({ bus }: Scene, name: string): Promise<void> {
  const selectLeft = 'SELECT FROM bank_order WHERE transfer = $1 AND leave_time IS NOT NULL'
  await vi.waitFor(
    async () => expect((await bus.database('finance').query(selectLeft, [name])).rows).toHaveLength(1),
    10_000,
  )
}

/** Has the bank say that all of what was ordered is booked, or has come back. */
async function told(scene: Pick<Scene, 'bus'>, money: Money, name: string, isReturn: boolean): Promise<void> {
  const { endToEndId, fen } = await money.transfer(name)
  const inbound = join(scene.bus.bankFolder, 'inbound')
  const file = `${isReturn ? 'back-' : ''}${endToEndId}`
  const amount = `${isReturn ? '-' : ''}${fen / 100n}.${`${fen % 100n}`.padStart(2, '0')}`
  await writeFile(join(inbound, `.${file}.part`), notification([[endToEndId, `R${endToEndId}`, amount]]))
  await rename(join(inbound, `.${file}.part`), join(inbound, `${file}.xml`))
  const state = isReturn ? 'TRANSFER_STATE_RETURNED' : 'TRANSFER_STATE_CONFIRMED'
  await vi.waitFor(async () => expect((await money.transfer(name)).state).toBe(state), 10_000)
}

/** Has the bank book all of what was ordered. */
export const booked = (scene: Pick<Scene, 'bus'>, money: Money, name: string): Promise<void> =>
  told(scene, money, name, false)

/** Has all of what was booked come back. */
export const cameBack = (scene: Pick<Scene, 'bus'>, money: Money, name: string): Promise<void> =>
  told(scene, money, name, true)

/** An award that was paid, and, unless it is `whole`, lowered to nothing: all of it is claimed back. */
const onPaid =
  (role: keyof typeof payers, make: (name: string) => object, whole = false): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest })
    await money.account(1)
    const name = await money.approved('a1', money.content(1))
    const payment = await money.requestPayment('a1', 't1')
    await money.approvePayment(payment)
    await money.orderPayment(payment)
    await booked(scene, money, payment)
    if (!whole) await money.amend(name, 0n)
    return calling(scene, money, role, make(name))
  }

const proposal = (scene: Scene) => {
  const { code, name: holderName } = enterprise(1)
  const name = `${scene.parent}/payees/${code.toLowerCase()}`
  return payee.ProposeAccountRequest.create({
    ...{ ...said(name), number: '43001234567890123456', bankCode: '011551000018', holderName, signOff: signed('pay') },
  })
}

/** An account that waits to be confirmed. */
const onProposed =
  (make: (name: string) => object): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.openPool()
    const request = proposal(scene)
    await call(scene.bus.as(payers.finance).payees, (stub) => stub.proposeAccount, request, money.after)
    return calling(scene, money, 'finance', make(request.name))
  }

export const paymentSpecimens: Readonly<Record<string, Make>> = {
  'ApplicationService/AmendAward': async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest })
    const name = await money.approved('a1', money.content(1))
    const request = { ...said(name), basisFen: 1_000n, minutes: '纪要 4', text: '核减', signOff: signed('approve') }
    return calling(scene, money, 'handler', application.AmendAwardRequest.create(request))
  },
  // Of an award of last year's call, of which this year pays the second part.
  'ApplicationService/DrawInstalment': async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest, instalments: 3 })
    await money.setBudget(10_000_000_000n, 'vouchers', thisYear() - 1)
    await money.openCall(thisYear() - 1, `${thisYear()}-01-01`, `${thisYear()}-12-31`)
    const name = await money.approved('a1', { ...money.content(1), call: 'c1' })
    const request = { ...said(name), year: thisYear(), signOff: signed('handle') }
    return calling(scene, money, 'handler', application.DrawInstalmentRequest.create(request))
  },
  // 30% of 12 345 678.91 yuan.
  'ApplicationService/PlanSpending': async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest })
    const name = await money.approved('a1', money.content(1))
    const parts = [{ fen: 370_370_367n, waitsFor: { $case: 'due' as const, value: toDate('2099-01-01') } }]
    const request = { ...said(name), parts, signOff: signed('handle') }
    return calling(scene, money, 'handler', application.PlanSpendingRequest.fromPartial(request))
  },
  'ApplicationService/AgreeRecovery': onPaid('finance', (name) =>
    application.AgreeRecoveryRequest.create({
      ...{
        ...said(name),
        signOff: signed('approve'),
        instalments: [{ $type: 'qiantou.application.v1.Instalment', due: toDate('2099-01-01'), fen: 370_370_367n }],
      },
    }),
  ),
  'ApplicationService/RecordRecovery': onPaid('finance', (name) =>
    application.RecordRecoveryRequest.create({
      ...{
        ...said(name),
        fen: 370_370_367n,
        receivedOn: toDate('2026-03-02'),
        reference: 'R-1',
        signOff: signed('review'),
      },
    }),
  ),
  'ApplicationService/EvaluateApplication': onPaid(
    'handler',
    (name) => application.EvaluateApplicationRequest.create({ ...said(name), rating: 'RATING_GOOD', text: '成效良好' }),
    true,
  ),
  'PayeeService/ProposeAccount': async (scene) => {
    const money = moneyOf(scene)
    await money.openPool()
    return calling(scene, money, 'finance', proposal(scene))
  },
  'PayeeService/ConfirmAccount': onProposed((name) =>
    payee.ConfirmAccountRequest.create({ ...said(name), signOff: signed('check') }),
  ),
  'PayeeService/RefuseAccount': onProposed((name) =>
    payee.RefuseAccountRequest.create({ ...said(name), signOff: signed('check') }),
  ),
  'PayeeService/GetPayee': onProposed((name) => payee.GetPayeeRequest.create({ name })),
  'TransferService/RequestPayment': async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: shortest })
    await money.approved('a1', money.content(1))
    return calling(scene, money, 'handler', money.request('a1', 't1'))
  },
  'TransferService/ApprovePayment': onTransfer('finance', (name) =>
    transfer.ApprovePaymentRequest.create({ ...said(name), signOff: signed('approve') }),
  ),
  'TransferService/OrderPayment': onTransfer(
    'finance',
    (name) => transfer.OrderPaymentRequest.create({ ...said(name), signOff: signed('pay') }),
    (money, name) => money.approvePayment(name),
  ),
  'TransferService/EndOrder': onTransfer(
    'finance',
    (name) => transfer.EndOrderRequest.create({ ...said(name), text: '银行函告不再支付', signOff: signed('check') }),
    async (money, name, scene) => {
      await money.approvePayment(name)
      await money.orderPayment(name)
      await gone(scene, name)
    },
  ),
  'TransferService/WithdrawPayment': onTransfer('handler', (name) =>
    transfer.WithdrawPaymentRequest.create({ ...said(name), text: '账户有误' }),
  ),
  'TransferService/GetTransfer': onTransfer('finance', (name) => transfer.GetTransferRequest.create({ name })),
  'TransferService/ListTransfers': onTransfer('finance', (name) =>
    transfer.ListTransfersRequest.create({ parent: name.split('/').slice(0, 2).join('/') }),
  ),
  'TransferService/GetTransferText': async (scene) => {
    const taken = async (money: Money, name: string): Promise<void> => {
      const request = transfer.WithdrawPaymentRequest.create({ ...said(name), text: '账户有误' })
      await call(scene.bus.as(payers.handler).transfers, (stub) => stub.withdrawPayment, request, money.after)
    }
    const specimen = await onTransfer('handler', (name) => ({ name }), taken)(scene)
    const { name } = specimen.request as { readonly name: string }
    const { rows } = await scene.bus.database('finance').query('SELECT sha256 FROM content WHERE stream = $1', [name])
    return { ...specimen, request: transfer.GetTransferTextRequest.create({ name, sha256: rows[0].sha256 }) }
  },
}
