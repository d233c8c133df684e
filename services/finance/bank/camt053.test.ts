import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { assembled, type StatementPage, unassembled } from '../domain/statement-page.ts'
import { factsIn } from './report.ts'

type Part = Readonly<Record<'id' | 'pages' | 'period' | 'account' | 'opening' | 'closing' | 'entries' | 'more', string>>
const balance = (code: string, amount: string, day: string, direction = 'CRDT', currency = 'CNY'): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt>` +
  `<CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`
const period = (from: string, to: string): string => `<FrToDt><FrDtTm>${from}</FrDtTm><ToDtTm>${to}</ToDtTm></FrToDt>`
const entry = (reference: string, amount: string, direction: string, more = '', day = '2026-11-30'): string =>
  `<Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
  `<BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>${more}</Ntry>`
const order = (id: string, more = ''): string =>
  `<NtryDtls><TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${more}</TxDtls></NtryDtls>`
const returned = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'

const plain: Part = {
  id: 'S1',
  pages: '',
  period: period('2026-11-30T00:00:00+08:00', '2026-11-30T23:59:59+08:00'),
  account: '<Othr><Id>43000000000000000001</Id></Othr>',
  opening: balance('OPBD', '1000.00', '2026-11-30'),
  closing: balance('CLBD', '943.00', '2026-11-30'),
  entries:
    entry('R1', '60.00', 'DBIT', order('E1')) +
    entry('R2', '5.00', 'CRDT', order('E0', returned)) +
    entry('R3', '2.00', 'DBIT', '<AddtlNtryInf>手续费</AddtlNtryInf>'),
  more: '',
}
function statement(change: Partial<Part> = {}): string {
  const { id, pages, period, account, opening, closing, entries, more } = { ...plain, ...change }
  return (
    `<Stmt><Id>${id}</Id>${pages}<CreDtTm>2026-12-01T01:00:00+08:00</CreDtTm>${period}` +
    `<Acct><Id>${account}</Id></Acct>${opening}${closing}${more}${entries}</Stmt>`
  )
}
const file = (content: string, version = 'camt.053.001.08', pages = ''): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><BkToCstmrStmt>` +
  `<GrpHdr><MsgId>B1</MsgId>${pages}</GrpHdr>${content}</BkToCstmrStmt></Document>`
const read = (xml: string) => factsIn(Buffer.from(xml))
const readOne = (change: Partial<Part>) => read(file(statement(change)))

const told = {
  account: '43000000000000000001',
  id: 'S1',
  createTime: new Date('2026-11-30T17:00:00Z'),
  firstDay: '2026-11-30',
  lastDay: '2026-11-30',
  openingFen: 100_000n,
  closingFen: 94_300n,
}
const days = (firstDay: string, lastDay: string) => right([{ statement: { firstDay, lastDay } }])

describe('camt.053', () => {
  it('tells of the days of an account: both balances, and all that was booked between them', () => {
    const day = '2026-11-30'
    const entries = [
      { direction: 'DEBIT', fen: 6_000n, day, bankReference: 'R1', endToEndId: 'E1', text: '' },
      { direction: 'CREDIT', fen: 500n, day, bankReference: 'R2', endToEndId: 'E0', text: '' },
      { direction: 'DEBIT', fen: 200n, day, bankReference: 'R3', text: '手续费' },
    ]
    expect(readOne({})).toEqual(right([{ kind: 'STATEMENT', statement: { ...told, entries } }]))
  })

  it.each(['camt.053.001.02', 'camt.053.001.12'])('is taken in version %s', (version) => {
    expect(read(file(statement(), version))).toMatchObject(right([{ kind: 'STATEMENT' }]))
  })

  it('may tell of a booking and its return under one reference, and keeps 500 characters of a text', () => {
    const entries = plain.entries.replace('R2', 'R1').replace('手续费', '𠮷'.repeat(2_000))
    const kept = [{ bankReference: 'R1' }, { bankReference: 'R1' }, { text: '𠮷'.repeat(500) }]
    expect(readOne({ entries })).toMatchObject(right([{ statement: { entries: kept } }]))
  })

  it('counts an overdrawn account below nothing, and what is not booked yet not at all', () => {
    const opening = balance('OPBD', '0.00', '2026-11-30')
    const closing = balance('CLBD', '57.00', '2026-11-30', 'DBIT')
    const pending = entry('R4', '9.00', 'DBIT').replace('BOOK', 'PDNG')
    const found = readOne({ opening, closing, entries: plain.entries + pending })
    expect(found).toMatchObject(right([{ statement: { openingFen: 0n, closingFen: -5_700n } }]))
  })

  it('speaks of the days of its period, or of those of its balances', () => {
    const from = (opening: string) => readOne({ period: '', opening })
    expect(from(balance('OPBD', '1000', '2026-11-29'))).toMatchObject(days('2026-11-29', '2026-11-30'))
    expect(from(balance('PRCD', '1000', '2026-11-29'))).toMatchObject(days('2026-11-30', '2026-11-30'))
    const over = (end: string) => readOne({ period: period('2026-11-28T00:00:00', end) })
    expect(over('2026-11-30T18:00:00')).toMatchObject(days('2026-11-28', '2026-11-30'))
    // The end of a day is the beginning of the next.
    expect(over('2026-12-01T00:00:00')).toMatchObject(days('2026-11-28', '2026-11-30'))
  })

  it('takes several statements, of which one has an IBAN, and one that is the only page of its own', () => {
    const empty = { closing: balance('CLBD', '1000.00', '2026-11-30'), entries: '' }
    const pages = '<StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>'
    const other = statement({ ...empty, id: 'S2', account: '<IBAN>DE02120300000000202051</IBAN>', pages })
    expect(read(file(statement() + other))).toMatchObject(
      right([{ statement: told }, { statement: { id: 'S2', account: 'DE02120300000000202051', entries: [] } }]),
    )
  })
})

const page = (number: string, isLast: string): string => `<PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd>`

describe('a statement in several pages', () => {
  const interim = balance('ITBD', '940.00', '2026-11-30')
  const first = statement({ closing: interim, entries: entry('R1', '60.00', 'DBIT', order('E1')) })
  const second = statement({ opening: interim, entries: entry('R2', '3.00', 'CRDT') })
  const pagesOf = (...files: readonly string[]): readonly StatementPage[] =>
    files.flatMap((xml) => {
      const facts = read(xml)
      if (facts._tag === 'Left') throw new Error(facts.left.what)
      return facts.right.flatMap((fact) => (fact.kind === 'STATEMENT_PAGE' ? [fact.page] : []))
    })
  const message = (content: string, number: string, isLast: string): string =>
    file(content, undefined, `<MsgPgntn>${page(number, isLast)}</MsgPgntn>`)
  const both = pagesOf(message(second, '2', 'true'), message(first, '1', 'false'))

  it('is one once all pages are there, in whatever order they come', () => {
    expect(both).toMatchObject([
      { number: 2, isLast: true },
      { number: 1, isLast: false },
    ])
    const whole = { ...told, entries: [{ bankReference: 'R1' }, { bankReference: 'R2' }] }
    expect(assembled(both)).toMatchObject(right(whole))
    expect(unassembled(both)).toEqual([])
  })

  it('may say so of the statement in place of the message, and stand in one file', () => {
    const marked = (content: string, number: string, isLast: string): string =>
      content.replace('<CreDtTm>', `<StmtPgntn>${page(number, isLast)}</StmtPgntn><CreDtTm>`)
    expect(pagesOf(file(marked(first, '1', 'false') + marked(second, '2', 'true')))).toMatchObject(both.toReversed())
  })

  it('is none before that, nor where its pages contradict each other, and says which', () => {
    const [last, opening] = both as [StatementPage, StatementPage]
    const told = (...pages: readonly StatementPage[]): string => unassembled(pages).join()
    const name = 'statement S1 of account ****0001 is not compared: '
    expect(told(last)).toBe(`${name}page 1 has not come`)
    expect(told(opening)).toBe(`${name}page what follows 1 has not come`)
    expect(told(opening, { ...last, number: 4 })).toBe(`${name}page 2 to 3 has not come`)
    const gaps = [3, 5, 7, 9, 11, 13].map((number) => ({ ...opening, number }))
    expect(told(...gaps, { ...last, number: 99_999 })).toBe(`${name}page 1 to 2, 4, 6, 8, 10, 2 more gaps has not come`)
    expect(told(opening, last, { ...last, entries: [] })).toBe(`${name}page 2 was told in two ways`)
    expect(told(opening, last, { ...last, number: 3 })).toBe(`${name}page 2 is the last one, and page 3 is there`)
    expect(told(opening, { ...last, entries: opening.entries })).toBe(
      `${name}reference R1 stands there twice, of the same amount and day`,
    )
    expect(told(opening, { ...last, entries: [] })).toBe(
      `${name}it closes with 94300 fen, the opening balance and the entries come to 94000 fen`,
    )
    const late = last.entries.map((one) => ({ ...one, day: '2026-12-01' }))
    expect(told(opening, { ...last, entries: late })).toBe(
      `${name}entry R2 is of 2026-12-01, the statement of 2026-11-30 to 2026-11-30`,
    )
    // What the bank has made at another time is another statement.
    expect(unassembled([opening, { ...last, createTime: new Date(0) }])).toHaveLength(2)
  })
})

describe('a statement that is refused as a whole', () => {
  it.each<[string, string, RegExp]>([
    ['no statement', file(''), /Stmt is missing/],
    ['no header', file(statement()).replace(/<GrpHdr>.*<\/GrpHdr>/, ''), /GrpHdr is missing/],
    ['half of a file', file(statement()).slice(0, 500), /not well-formed/],
    ['no opening balance', file(statement({ opening: '' })), /balance OPBD is missing/],
    ['no closing balance', file(statement({ closing: '' })), /balance CLBD is missing/],
    ['a balance twice', file(statement({ opening: plain.opening + plain.opening })), /balance OPBD a second time/],
    [
      'balances that do not add up',
      file(statement({ closing: balance('CLBD', '943.01', '2026-11-30') })),
      /Bal\[2\]: is 94301 fen, the opening balance and the entries come to 94300 fen/,
    ],
    [
      'a balance on the other side',
      file(statement({ closing: balance('CLBD', '943.00', '2026-11-30', 'DBIT') })),
      /is -94300 fen, the opening balance and the entries come to 94300 fen/,
    ],
    [
      'a balance in dollars',
      file(statement({ opening: balance('OPBD', '0.00', '2026-11-30', 'CRDT', 'USD') })),
      /Bal\[1\]\/Amt: currency “USD”, not CNY/,
    ],
    [
      'an entry in dollars',
      file(statement({ entries: plain.entries.replace('CNY', 'USD') })),
      /currency “USD”, not CNY/,
    ],
    [
      'a sum of entries that is another',
      file(statement({ more: '<TxsSummry><TtlNtries><Sum>67.01</Sum></TtlNtries></TxsSummry>' })),
      /Sum: says “67.01”, the amounts are 6700 fen/,
    ],
    [
      'an entry of another day',
      file(statement({ entries: plain.entries.replace('2026-11-30', '2026-11-29') })),
      /entry “R1” is of 2026-11-29, the statement of 2026-11-30 to 2026-11-30/,
    ],
    [
      'a page past all',
      file(statement({ pages: '<StmtPgntn><PgNb>1001</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>' })),
      /page “1001”, 1000 at most/,
    ],
    [
      'a day in no year',
      file(statement().replaceAll('2026-11-30', '0000-01-01')),
      /not from 1949 to 2999: “0000-01-01/,
    ],
    ['a reference in two statements', file(statement() + statement({ id: 'S2' })), /reference “R1” twice/],
    ['no account', file(statement({ account: '' })), /Acct: Id\/Othr\/Id is missing/],
    ['an id that is too long', file(statement({ id: 'S'.repeat(36) })), /Id: more than 35 characters/],
    ['no time', file(statement().replace('01:00:00', '31:00:00')), /CreDtTm: not a time/],
    [
      'an end before the beginning',
      file(statement({ period: period('2026-12-01T00:00:00', '2026-11-30T00:00:00') })),
      /begins on 2026-12-01, and closes on 2026-11-30/,
    ],
    [
      'an end that is not that of the closing balance',
      file(statement({ period: period('2026-11-30T00:00:00', '2026-12-02T00:00:00') })),
      /FrToDt: ends on 2026-12-02, the closing balance is of 2026-11-30/,
    ],
    [
      'a page without number',
      file(statement({ pages: `<StmtPgntn>${page('0', 'true')}</StmtPgntn>` })),
      /page “0”, which/,
    ],
    [
      'a page that may be the last',
      file(statement({ pages: `<StmtPgntn>${page('2', 'yes')}</StmtPgntn>` })),
      /“yes”, neither/,
    ],
    [
      'half of what says which page',
      file(statement({ pages: '<StmtPgntn><PgNb>2</PgNb></StmtPgntn>' })),
      /LastPgInd is/,
    ],
    [
      'the first page without its balance',
      file(statement({ opening: '', pages: `<StmtPgntn>${page('1', 'false')}</StmtPgntn>` })),
      /balance OPBD is missing/,
    ],
    [
      'the last page without its balance',
      file(statement({ closing: '' }), undefined, `<MsgPgntn>${page('2', 'true')}</MsgPgntn>`),
      /balance CLBD is missing/,
    ],
    [
      'two statements on a page of a message',
      file(statement() + statement({ id: 'S2' }), undefined, `<MsgPgntn>${page('2', 'true')}</MsgPgntn>`),
      /2 statements on page 2 of a message/,
    ],
  ])('%s', (_, xml, reason) => {
    const found = read(xml)
    expect(found).toMatchObject({ _tag: 'Left' })
    if (found._tag === 'Left') expect(`${found.left.where}: ${found.left.what}`).toMatch(reason)
  })
})
