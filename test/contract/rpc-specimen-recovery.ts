/** Good calls of the RPCs about what was paid wrongly out of a quota: in a programme of its own each. */
import { Creditor } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { Allocating, shareOf } from '#shared/testing/allocating.ts'
import { enterprise, type Money, payers, signed } from '#shared/testing/money.ts'
import type { Make, Scene } from './rpc-specimen.ts'
import { calling, moneyOf, said } from './rpc-specimen-money.ts'
import { booked } from './rpc-specimen-payment.ts'

/** Requests so much out of the handling body's quota for an enterprise that has an account, and has it paid. */
export async function spend(scene: Pick<Scene, 'bus'>, money: Money, all: Allocating, fen: bigint): Promise<string> {
  const { code, name: title } = enterprise(1)
  const request = { ...all.payment('spent', 'handler', fen), creditor: Creditor.create({ code, name: title }) }
  const { transfers } = scene.bus.as(payers.handler)
  const answer = call(transfers, (stub) => stub.requestPayment, request, all.after)
  const name = (await money.noted(answer)).transfer?.name ?? ''
  await money.approvePayment(name)
  await money.orderPayment(name)
  await booked(scene, money, name)
  return name
}

export const claiming = (name: string, fen: bigint): transfer.ClaimRecoveryRequest =>
  transfer.ClaimRecoveryRequest.create({
    ...{ ...said(name), fen, document: '湘财监〔2026〕8号', text: '重复计费', signOff: signed('approve') },
  })

export const reducing = (name: string, fen: bigint): transfer.ReduceClaimRequest =>
  transfer.ReduceClaimRequest.create({
    ...{ ...said(name), fen, document: '湘财监〔2026〕9号', text: '核实无误', signOff: signed('approve') },
  })

/** Of 300 fen that were paid out of a quota 200 are claimed back, unless that is still to be done. */
const onSpent =
  (role: keyof typeof payers, make: (name: string) => object, isClaimed = true): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.ready()
    await money.account(1)
    const all = new Allocating(scene.bus, money)
    await all.issued('l1', shareOf('handler', 300n))
    const name = await spend(scene, money, all, 300n)
    const { transfers } = scene.bus.as(payers.finance)
    if (isClaimed) await money.noted(call(transfers, (stub) => stub.claimRecovery, claiming(name, 200n), money.after))
    return calling(scene, money, role, make(name))
  }

export const recoverySpecimens: Readonly<Record<string, Make>> = {
  'TransferService/ClaimRecovery': onSpent('handler', (name) => claiming(name, 0n), false),
  'TransferService/ReduceClaim': onSpent('handler', (name) => reducing(name, 0n)),
  'TransferService/AgreeRecovery': onSpent('finance', (name) =>
    transfer.AgreeRecoveryRequest.create({
      ...said(name),
      instalments: [{ $type: 'qiantou.application.v1.Instalment', due: toDate('2099-01-01'), fen: 200n }],
      signOff: signed('approve'),
    }),
  ),
  'TransferService/RecordRecovery': onSpent('finance', (name) =>
    transfer.RecordRecoveryRequest.create({
      ...{ ...said(name), fen: 200n, receivedOn: toDate('2026-03-02'), reference: 'R-1', signOff: signed('review') },
    }),
  ),
}
