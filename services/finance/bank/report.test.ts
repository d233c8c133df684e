import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { factsIn } from './report.ts'

const document = (version: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">${content}</Document>`
const status = (group: string, blocks: string, version = 'pain.002.001.10'): string =>
  document(
    version,
    `<CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId>` +
      `<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>${blocks}</CstmrPmtStsRpt>`,
  )
const block = (content: string): string =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>M1</OrgnlPmtInfId>${content}</OrgnlPmtInfAndSts>`
const transaction = (id: string, code: string, reason = ''): string =>
  `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${code}</TxSts>${reason}</TxInfAndSts>`
const because = (code: string, text: string): string =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn><AddtlInf>${text}</AddtlInf></StsRsnInf>`

const notification = (entries: string, version = 'camt.054.001.08'): string =>
  document(version, `<BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N1</Id>${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn>`)
type Entry = Readonly<Record<'amount' | 'currency' | 'direction' | 'status' | 'day' | 'more' | 'details', string>>
const plain: Entry = {
  amount: '100.00',
  currency: 'CNY',
  direction: 'DBIT',
  status: '<Cd>BOOK</Cd>',
  day: '<Dt>2026-11-30</Dt>',
  more: '<AcctSvcrRef>R1</AcctSvcrRef>',
  details: '<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs></TxDtls>',
}
function entry(change: Partial<Entry> = {}): string {
  const { amount, currency, direction, status, day, more, details } = { ...plain, ...change }
  return (
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>${status}</Sts>` +
    `<BookgDt>${day}</BookgDt>${more}${details && `<NtryDtls>${details}</NtryDtls>`}</Ntry>`
  )
}
const detail = (id: string, reference: string, amount: string, more = ''): string =>
  `<TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef><EndToEndId>${id}</EndToEndId></Refs>` +
  `<Amt Ccy="CNY">${amount}</Amt>${more}</TxDtls>`

const read = (xml: string) => factsIn(Buffer.from(xml))
const booked = { kind: 'BOOKED', endToEndId: 'E1', fen: 10_000n, day: '2026-11-30', bankReference: 'R1' }

describe('pain.002', () => {
  it('tells of each payment whether the bank has taken it on, and of one that waits nothing', () => {
    const payments = [transaction('E1', 'ACSP'), transaction('E2', 'RJCT', because('AC01', '账号不存在'))]
    const file = status('<GrpSts>PART</GrpSts>', block([...payments, transaction('E3', 'PDNG')].join('')))
    expect(read(file)).toEqual(
      right([
        { kind: 'ACCEPTED', messageId: 'M1', endToEndId: 'E1' },
        { kind: 'REJECTED', messageId: 'M1', endToEndId: 'E2', reason: { code: 'AC01', text: '账号不存在' } },
      ]),
    )
  })

  it('tells of a whole message', () => {
    const reason = { code: 'FF01', text: 'unreadable' }
    const rejected = right([{ kind: 'REJECTED', messageId: 'M1', reason }])
    expect(read(status(`<GrpSts>RJCT</GrpSts>${because('FF01', 'unreadable')}`, ''))).toEqual(rejected)
    expect(read(status('', block(`<PmtInfSts>RJCT</PmtInfSts>${because('FF01', 'unreadable')}`)))).toEqual(rejected)
    expect(read(status('<GrpSts>ACCP</GrpSts>', ''))).toEqual(right([{ kind: 'ACCEPTED', messageId: 'M1' }]))
    expect(read(status('<GrpSts>RCVD</GrpSts>', ''))).toEqual(right([]))
  })

  it('gives a payment the status and the reason of what it stands in, where it has none', () => {
    const file = status(
      `<GrpSts>RJCT</GrpSts>${because('DU01', '重复')}`,
      block('<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId></TxInfAndSts>'),
    )
    const reason = { code: 'DU01', text: '重复' }
    expect(read(file)).toEqual(right([{ kind: 'REJECTED', messageId: 'M1', endToEndId: 'E1', reason }]))
  })

  it('takes the reason of a payment before that of the message, and that of the message where it has none', () => {
    const payments = block(transaction('E1', 'RJCT') + transaction('E2', 'RJCT', because('AC01', '账号不存在')))
    expect(read(status(`<GrpSts>RJCT</GrpSts>${because('DU01', '重复')}`, payments))).toMatchObject(
      right([{ reason: { code: 'DU01', text: '重复' } }, { reason: { code: 'AC01', text: '账号不存在' } }]),
    )
  })

  it.each(['pain.002.001.03', 'pain.002.001.14'])('is taken in version %s', (version) => {
    const fact = { kind: 'ACCEPTED', messageId: 'M1', endToEndId: 'E1' }
    expect(read(status('', block(transaction('E1', 'ACCP')), version))).toEqual(right([fact]))
  })
})

describe('camt.054', () => {
  it('tells of a booking, a return, and what no order explains', () => {
    const returned = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>已销户</AddtlInf></RtrInf>'
    const file = notification(
      entry() +
        entry({ direction: 'CRDT', more: '', details: detail('E1', 'R2', '100.00', returned) }) +
        entry({ amount: '5.5', more: '<AcctSvcrRef>R3</AcctSvcrRef>', details: '' }) +
        entry({ direction: 'CRDT', more: '<AcctSvcrRef>R4</AcctSvcrRef>' }),
    )
    const { day } = booked as { day: string }
    expect(read(file)).toEqual(
      right([
        booked,
        { ...booked, kind: 'RETURNED', bankReference: 'R2', reason: { code: 'AC04', text: '已销户' } },
        { kind: 'OTHER', direction: 'DEBIT', fen: 550n, day, bankReference: 'R3', text: '' },
        { kind: 'OTHER', direction: 'CREDIT', endToEndId: 'E1', fen: 10_000n, day, bankReference: 'R4', text: '' },
      ]),
    )
  })

  it('tells of each payment of an entry by its own amount and reference', () => {
    const details = detail('E1', 'R1', '60.00') + detail('E2', 'R2', '40')
    const batch = '<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CNY">100.00</TtlAmt></Btch>'
    expect(read(notification(entry({ more: '', details: batch + details })))).toEqual(
      right([
        { ...booked, fen: 6_000n },
        { ...booked, endToEndId: 'E2', fen: 4_000n, bankReference: 'R2' },
      ]),
    )
  })

  it('says nothing of what is not booked, and takes a reversed booking for none', () => {
    expect(read(notification(entry({ status: '<Cd>PDNG</Cd>' })))).toEqual(right([]))
    const reversal = read(notification(entry({ direction: 'CRDT', more: `<RvslInd>true</RvslInd>${plain.more}` })))
    expect(reversal).toMatchObject(right([{ kind: 'OTHER', direction: 'CREDIT', endToEndId: 'E1' }]))
    const ofReturn = read(notification(entry({ more: `<RvslInd>1</RvslInd>${plain.more}` })))
    expect(ofReturn).toMatchObject(right([{ kind: 'OTHER', direction: 'DEBIT', endToEndId: 'E1' }]))
  })

  it('takes no debit for a booking that gives something back, or that names no order', () => {
    const givenBack = detail('E1', 'R1', '100.00', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')
    expect(read(notification(entry({ details: givenBack })))).toMatchObject(
      right([{ kind: 'OTHER', direction: 'DEBIT', endToEndId: 'E1' }]),
    )
    const { endToEndId: _, ...unnamed } = { ...booked, kind: 'OTHER', direction: 'DEBIT', text: '' }
    const details = detail('NOTPROVIDED', 'R1', '100.00')
    expect(read(notification(entry({ details })))).toEqual(right([unnamed]))
  })

  it('counts days in Shanghai', () => {
    const on = (day: string) => read(notification(entry({ day })))
    expect(on('<DtTm>2026-11-29T23:30:00Z</DtTm>')).toEqual(right([booked]))
    expect(on('<DtTm>2026-11-30T00:30:00.5+08:00</DtTm>')).toEqual(right([booked]))
    expect(on('<DtTm>2026-11-30T23:30:00</DtTm>')).toEqual(right([booked]))
  })

  it('is taken in version 2, which has the status and the amount of a payment elsewhere, and with prefixes', () => {
    const amounts = '<AmtDtls><TxAmt><Amt Ccy="CNY">100.00</Amt></TxAmt></AmtDtls>'
    const details = `<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>${amounts}</TxDtls>`
    expect(read(notification(entry({ status: 'BOOK', details }), 'camt.054.001.02'))).toEqual(right([booked]))
    const prefixed = notification(entry())
      .replace(/<(\/?)(?=[A-Z])/g, '<$1n:')
      .replace('xmlns=', 'xmlns:n=')
    expect(read(prefixed)).toEqual(right([booked]))
  })

  it('does not take elements of another namespace for its own', () => {
    const foreign = '<AcctSvcrRef xmlns="urn:other">R0</AcctSvcrRef>'
    expect(read(notification(entry({ more: foreign + plain.more })))).toEqual(right([booked]))
  })
})

const totals = (count: string, sum: string): string =>
  `<TxsSummry><TtlDbtNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlDbtNtries></TxsSummry>`
const lol = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

describe('a file that is refused as a whole', () => {
  it.each<[string, string, RegExp]>([
    ['nothing', '', /not well-formed/],
    ['half of a file', notification(entry()).slice(0, 300), /line 2: not well-formed: unclosed tag/],
    ['two documents', `${notification(entry())}<a/>`, /not well-formed/],
    ['an end that is another', '<a><b></a></b>', /not well-formed: unexpected close tag/],
    ['a control character', notification(entry({ details: '\u0001' })), /not well-formed: disallowed character/],
    ['a reference to a control character', notification(entry({ details: '&#1;' })), /not well-formed/],
    ['a prefix without a namespace', '<x:a/>', /not well-formed: unbound namespace prefix/],
    ['billion laughs', `${lol}<d>&b;</d>`, /a DOCTYPE, which is not taken/],
    ['an entity of the outside', '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', /a DOCTYPE/],
    ['an entity of nobody', notification(entry({ details: '&lol;' })), /undefined entity/],
    ['very deep', '<a>'.repeat(100_000), /nested more than 40 deep/],
    ['very many', `<a>${'<b/>'.repeat(800_000)}</a>`, /more than 800000 elements/],
    [
      'very many namespaces',
      `<a ${Array.from({ length: 99 }, (_, n) => `xmlns:a${n}="u"`).join(' ')}/>`,
      /more than 40 attributes/,
    ],
    ['XML 1.1', '<?xml version="1.1"?><a/>', /XML “1.1”, not 1.0/],
    ['another encoding', '<?xml version="1.0" encoding="GBK"?><a/>', /encoding “GBK”, not UTF-8/],
    [
      'a web page',
      '<html><body>502</body></html>',
      /another kind of message, “html” of “”; taken are pain.002, camt.053, camt.054/,
    ],
    ['an intraday report', document('camt.052.001.08', '<BkToCstmrAcctRpt/>'), /another kind of message/],
    ['another namespace', notification(entry()).replace('urn:iso', 'urn:eso'), /another kind of message/],
    ['no root', document('camt.054.001.08', ''), /BkToCstmrDbtCdtNtfctn is missing/],
    ['text between elements', notification(`x${entry()}`), /Ntfctn: text between elements/],
    ['no notification', document('camt.054.001.08', '<BkToCstmrDbtCdtNtfctn/>'), /Ntfctn is missing/],
    ['dollars', notification(entry({ currency: 'USD' })), /Ntry\/Amt: currency “USD”, not CNY/],
    ['no currency', notification(entry().replace(' Ccy="CNY"', '')), /Ntry\/Amt: Ccy is missing/],
    ['less than nothing', notification(entry({ amount: '-1.00' })), /Ntry\/Amt: a negative amount: “-1.00”/],
    [
      'half a fen',
      notification(entry() + entry({ amount: '1.005' })),
      /Ntry\[2\]\/Amt: more than two decimals: “1.005”/,
    ],
    ['a float', notification(entry({ amount: '1e2' })), /Ntry\/Amt: not an amount/],
    ['neither debit nor credit', notification(entry({ direction: 'X' })), /CdtDbtInd: neither DBIT nor CRDT/],
    ['an unknown status', notification(entry({ status: '<Cd>X</Cd>' })), /Sts: an unknown status, “X”/],
    ['no such day', notification(entry({ day: '<Dt>2026-02-30</Dt>' })), /BookgDt\/Dt: not a day: “2026-02-30”/],
    ['no such time', notification(entry({ day: '<DtTm>2026-02-03T25:00:00Z</DtTm>' })), /not a time/],
    ['no reference', notification(entry({ more: '' })), /AcctSvcrRef is missing, by which a second delivery is known/],
    [
      'one reference for two payments',
      notification(entry({ details: detail('E1', '', '60.00') + detail('E2', '', '40.00') })),
      /TxDtls\[1\]: AcctSvcrRef is missing/,
    ],
    ['a reference twice', notification(entry() + entry()), /reference “R1” twice/],
    ['a day in no year', notification(entry({ day: '<Dt>0000-02-29</Dt>' })), /not from 1949 to 2999: “0000-02-29”/],
    ['a year to come', notification(entry({ day: '<Dt>9999-12-31</Dt>' })), /not from 1949 to 2999/],
    ['an amount twice', notification(entry({ more: '<Amt Ccy="CNY">1</Amt>' })), /Amt\[2\]: stands here a second time/],
    [
      'details of another sum',
      notification(entry({ details: detail('E1', 'R1', '60.00') + detail('E2', 'R2', '40.01') })),
      /Ntry: the amount is 10000 fen, its details add up to 10001 fen/,
    ],
    [
      'details without amounts',
      notification(entry({ details: plain.details + plain.details })),
      /TxDtls\[1\]: Amt is missing/,
    ],
    [
      'a detail in another direction',
      notification(entry({ details: detail('E1', 'R1', '100.00', '<CdtDbtInd>CRDT</CdtDbtInd>') })),
      /TxDtls: another direction than its entry/,
    ],
    ['one entry of two', notification(totals('2', '100.00') + entry()), /NbOfNtries: says 2, there are 1/],
    ['another sum', notification(totals('1', '100.01') + entry()), /Sum: says “100.01”, the amounts are 10000 fen/],
    [
      'another number of details',
      notification(entry({ details: `<Btch><NbOfTxs>2</NbOfTxs></Btch>${plain.details}` })),
      /Btch\/NbOfTxs: says 2, there are 1/,
    ],
    ['no status', status('', ''), /OrgnlGrpInfAndSts: no status/],
    ['a status nobody knows', status('<GrpSts>OKAY</GrpSts>', ''), /GrpSts: an unknown status, “OKAY”/],
    [
      'a report on debits',
      status('', '').replace('pain.001.001.09', 'pain.008.001.08'),
      /“pain.008.001.08”, not on pain.001/,
    ],
    [
      'an acceptance in a rejection',
      status('<GrpSts>RJCT</GrpSts>', block(transaction('E1', 'ACSC'))),
      /TxSts: “ACSC” under “RJCT”/,
    ],
    [
      'an accepted block in a rejection',
      status('<GrpSts>RJCT</GrpSts>', block(`<PmtInfSts>ACCP</PmtInfSts>`)),
      /PmtInfSts: “ACCP” under “RJCT”/,
    ],
    ['a payment twice', status('', block(transaction('E1', 'ACSC') + transaction('E1', 'RJCT'))), /“E1” a second time/],
    ['a long id', status('', block(transaction('E'.repeat(36), 'ACSC'))), /OrgnlEndToEndId: more than 35 characters/],
  ])('%s', (_, file, reason) => {
    const found = read(file)
    expect(found).toMatchObject({ _tag: 'Left' })
    if (found._tag === 'Left') expect(`${found.left.where}: ${found.left.what}`).toMatch(reason)
  })

  it('is not UTF-8', () => {
    const gbk = Buffer.concat([Buffer.from('<a>'), Buffer.from([0xba, 0xfe, 0xc4, 0xcf]), Buffer.from('</a>')])
    expect(factsIn(gbk)).toMatchObject({ left: { what: 'not UTF-8' } })
  })
})
