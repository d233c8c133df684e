/** A transfer as it is answered. */
import { Creditor } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type {
  BankEntry as BankEntryMessage,
  Transfer as TransferResource,
} from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { toBill } from '../domain/bill.ts'
import { claimedOf } from '../domain/recovery.ts'
import { type BankEntry, billsOf, type Transfer, transferState } from '../domain/transfer-state.ts'
import { toInstalments } from './recovery.ts'

const toEntry = ({ date, fen, bankReference, fileSha256, number, ...said }: BankEntry): BankEntryMessage => ({
  $type: 'qiantou.transfer.v1.BankEntry',
  ...{ date: toDate(date), fen: BigInt(fen), reasonCode: said.reasonCode, endToEndId: said.endToEndId ?? '' },
  evidence: {
    $type: 'qiantou.transfer.v1.BankEvidence',
    ...{ bankReference, fileSha256: Buffer.from(fileSha256, 'hex'), number },
  },
})

export const toTransfer = (name: string, state: Transfer, etag: bigint): TransferResource => ({
  $type: 'qiantou.transfer.v1.Transfer',
  ...{ name, etag, state: transferState(state), application: state.application, fen: BigInt(state.fen) },
  ...{ bookedFen: BigInt(state.bookedFen), classification: state.classification, payee: state.payee },
  ...{ handler: state.handler, finance: state.finance, pool: state.pool, year: state.year },
  endToEndId: state.order?.endToEndId ?? '',
  accountMasked: state.order?.accountMasked ?? '',
  orderTime: state.order && new Date(state.order.at),
  entries: state.entries.map(toEntry),
  voucher: state.voucher ?? '',
  ...{ quota: state.quota ?? '', creditor: state.spent && Creditor.create(state.spent.creditor) },
  purpose: state.spent?.purpose ?? '',
  ...{ claimedFen: claimedOf(state)?.fen ?? 0n, recoveredFen: BigInt(state.recoveredFen) },
  instalments: toInstalments(state),
  bills: billsOf(state).map(toBill),
})
