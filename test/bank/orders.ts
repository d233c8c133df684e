/** Orders and notifications for tests of the bank port. */
import type { PaymentOrder } from '#services/finance/bank/bank.ts'
import { namespaceOf } from '#services/finance/bank/message.ts'

/** An order with one payment, whose end-to-end id is its message id. */
export const orderOf = (messageId: string, { fen = 123_456n } = {}): PaymentOrder => ({
  messageId,
  at: new Date('2026-11-28T06:00:00Z'),
  on: '2026-11-30',
  debtor: { name: '湖南省财政厅', account: '43000000000000000001' },
  payments: [
    {
      endToEndId: messageId,
      fen,
      payee: { name: '长沙某某科技有限公司', account: '43001234567890123456', bankCode: '105551000018' },
      remittance: `拨付 ${messageId}`,
    },
  ],
})

type Booking = readonly [endToEndId: string, reference: string, amount: string]

function entry([endToEndId, reference, amount]: Booking): string {
  const [direction, reason] = amount.startsWith('-')
    ? ['CRDT', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>']
    : ['DBIT', '']
  return (
    `<Ntry><Amt Ccy="CNY">${amount.replace('-', '')}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt><Dt>2026-11-30</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs>` +
    `<EndToEndId>${endToEndId}</EndToEndId></Refs>${reason}</TxDtls></NtryDtls></Ntry>`
  )
}

/** A camt.054 with bookings; an amount below 0 comes back. */
export const notification = (bookings: readonly Booking[]): string =>
  `<Document xmlns="${namespaceOf('camt.054.001.08')}"><BkToCstmrDbtCdtNtfctn><Ntfctn>` +
  `${bookings.map(entry).join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
