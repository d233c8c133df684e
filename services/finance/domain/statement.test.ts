import { describe, expect, it } from 'vitest'
import type { Fact, Recorded } from '#shared/domain/decider.ts'
import { BankRecords, type Statement, type StatementEntry } from './statement.ts'

const on = (day: number) => ({ $type: 'google.type.Date', year: 2026, month: 11, day })
const evidence = (bankReference: string) => ({ $type: 'qiantou.transfer.v1.BankEvidence', bankReference })
const booking = { $type: 'qiantou.transfer.v1.PaymentBooked', fen: 6_000n, bookedOn: on(28), endToEndId: 'E1' }
const returning = { $type: 'qiantou.transfer.v1.PaymentReturned', fen: 6_000n, endToEndId: 'E1' }
const facts: readonly (readonly [payment: string, fact: object])[] = [
  ['t1', { $type: 'qiantou.transfer.v1.PaymentOrdered', endToEndId: 'E1' }],
  ['t1', { ...booking, evidence: evidence('R1') }],
  ['t1', { ...returning, returnedOn: on(30), evidence: evidence('R2') }],
  ['t1', { $type: 'qiantou.transfer.v1.PaymentOrdered', endToEndId: 'E2' }],
]

function records(): BankRecords {
  const told = new BankRecords()
  for (const [index, [subject, fact]] of facts.entries())
    told.add({ fact: fact as Fact, subject, sequence: BigInt(index + 1) } as Recorded)
  return told
}

const booked: StatementEntry = {
  ...{ direction: 'DEBIT', fen: 6_000n, day: '2026-11-28', bankReference: 'R1', endToEndId: 'E1', text: '' },
}
const returned: StatementEntry = { ...booked, direction: 'CREDIT', day: '2026-11-30', bankReference: 'R2' }
const first: Statement = {
  ...{ account: '43000000000000000001', id: 'S1', createTime: new Date('2026-11-29T00:00:00Z') },
  ...{ firstDay: '2026-11-28', lastDay: '2026-11-29', openingFen: 10_000n, closingFen: 4_000n, entries: [booked] },
}
const second: Statement = {
  ...{ ...first, id: 'S2', firstDay: '2026-11-30', lastDay: '2026-11-30' },
  ...{ openingFen: 4_000n, closingFen: 10_000n, entries: [returned] },
}
const compare = (...statements: readonly Statement[]) => records().compare(statements)
const differing = (...statements: readonly Statement[]) => compare(...statements).differing

/** The first statement with other entries, and the balance that these come to. */
const of = (...entries: readonly StatementEntry[]): Statement => {
  const closingFen = entries.reduce((sum, { direction, fen }) => sum + (direction === 'DEBIT' ? -fen : fen), 10_000n)
  return { ...first, closingFen, entries }
}

describe('what records say of the bank', () => {
  it('is what its statements say', () => {
    expect(compare(first, second)).toEqual({ entries: 2, until: '2026-11-30', differing: [], unexplained: [] })
    // A day of which no statement speaks is not compared.
    expect(compare(first)).toEqual({ entries: 1, until: '2026-11-29', differing: [], unexplained: [] })
    expect(compare()).toEqual({ entries: 0, until: undefined, differing: [], unexplained: [] })
  })

  it.each<[string, StatementEntry, RegExp]>([
    ['amount', { ...booked, fen: 6_001n }, /R1 .* a debit of 60.01 on 2026-11-28, is in record 2 a debit of 60.00/],
    ['day', { ...booked, day: '2026-11-29' }, /on 2026-11-29, is in record 2 a debit of 60.00 on 2026-11-28$/],
    ['direction', { ...booked, direction: 'CREDIT' }, /a credit of 60.00 .* is in record 2 a debit of 60.00/],
  ])('has another %s in a statement', (_, entry, line) => {
    expect(differing(of(entry))).toEqual([expect.stringMatching(line)])
  })

  it('is a booking and its return under one reference', () => {
    const told = records()
    const back = { ...returning, returnedOn: on(28) }
    told.add({ fact: { ...back, evidence: evidence('R1') } as object as Fact, subject: 't1', sequence: 5n } as Recorded)
    const credit: StatementEntry = { ...booked, direction: 'CREDIT' }
    expect(told.compare([of(booked, credit)]).differing).toEqual([])
    expect(told.compare([of(booked)]).differing).toEqual([expect.stringMatching(/^record 5, a credit of 60.00/)])
    expect(told.compare([of(booked, { ...credit, fen: 1n })]).differing).toEqual([
      expect.stringMatching(/a credit of 0.01 on 2026-11-28, is in record 5 a credit of 60.00/),
    ])
  })

  it('is of the order that the statement names', () => {
    expect(differing(of({ ...booked, endToEndId: 'E2' }))).toEqual([
      expect.stringMatching(/^bank entry R1 .* has no record$/),
      expect.stringMatching(/^record 2, a debit of 60.00 .* is in no statement of the bank$/),
    ])
    // Whoever wrote records without it meant any of the payment's orders.
    const told = new BankRecords()
    told.add({ fact: facts[0]?.[1] as Fact, subject: 't1', sequence: 1n } as Recorded)
    const older = { ...booking, endToEndId: '', evidence: evidence('R1') }
    told.add({ fact: older as object as Fact, subject: 't1', sequence: 2n } as Recorded)
    expect(told.compare([first]).differing).toEqual([])
  })

  it('does not stand in a statement, or stands there twice', () => {
    // Of its first day, and of its last.
    const of30 = { ...second, closingFen: 4_000n, entries: [] }
    expect(differing(first, of30)).toEqual([
      'record 3, a credit of 60.00 on 2026-11-30 (R2), is in no statement of the bank',
    ])
    const missing = 'record 2, a debit of 60.00 on 2026-11-28 (R1), is in no statement of the bank'
    expect(differing(of())).toEqual([missing])
    expect(
      differing(first, {
        ...second,
        firstDay: '2026-11-30',
        entries: [returned, booked, { ...booked, direction: 'CREDIT', bankReference: 'R9', endToEndId: 'E9' }],
      }),
    ).toEqual([expect.stringMatching(/^bank entry R1 in statement S2 .* stands in the statements a second time$/)])
  })

  it('does not explain what the bank has booked on one of its orders', () => {
    const more = { ...booked, fen: 1n, bankReference: 'R3', endToEndId: 'E2' }
    expect(differing(of(booked, more))).toEqual([
      'bank entry R3 in statement S1 of account ****0001, a debit of 0.01 on 2026-11-28, has no record',
    ])
  })

  it('leaves fees and receipts to a person', () => {
    const { endToEndId: _, ...fee } = { ...booked, fen: 200n, bankReference: 'R3', text: '手续费' }
    const receipt: StatementEntry = { ...returned, day: '2026-11-29', bankReference: 'R4', endToEndId: 'theirs' }
    expect(compare(of(booked, fee, receipt))).toMatchObject({
      entries: 3,
      differing: [],
      unexplained: [
        'bank entry R3 in statement S1 of account ****0001, a debit of 2.00 on 2026-11-28: 手续费',
        'bank entry R4 in statement S1 of account ****0001, a credit of 60.00 on 2026-11-29',
      ],
    })
  })
})

describe('statements', () => {
  it('add up, and follow one another without a gap', () => {
    expect(differing({ ...first, closingFen: 4_001n })).toEqual([
      'statement S1 of account ****0001 closes with 40.01, its entries come to 40.00',
    ])
    expect(differing(first, { ...second, openingFen: 4_001n, closingFen: 10_001n })).toEqual([
      'statement S2 of account ****0001 opens with 40.01, statement S1 of account ****0001 closed with 40.00',
    ])
    expect(differing({ ...second, firstDay: '2026-11-29' }, first)).toEqual([
      'statement S2 of account ****0001 begins on 2026-11-29, which statement S1 of account ****0001 speaks of as well',
    ])
    // Another account has balances of its own.
    expect(differing(first, { ...second, account: '2', openingFen: 0n, closingFen: 6_000n })).toEqual([])
  })

  it('are corrected by one of the same days that the bank makes later', () => {
    const wrong = of({ ...booked, fen: 1n })
    const right = { ...first, id: 'S1a', createTime: new Date('2026-11-29T00:00:01Z') }
    expect(compare(right, wrong)).toEqual({ entries: 1, until: '2026-11-29', differing: [], unexplained: [] })
    expect(differing(first, { ...first, id: 'S3' })).toEqual([])
    expect(differing(first, { ...of(booked), id: 'S3', openingFen: 10_001n, closingFen: 4_001n })).toEqual([
      'statement S1 of account ****0001 and statement S3 of account ****0001 were made at the same time and say different things',
    ])
    // Each of them is compared, not the next one alone.
    expect(
      differing(first, { ...first, id: 'S2' }, { ...of(booked), id: 'S3', openingFen: 10_001n, closingFen: 4_001n }),
    ).toEqual([
      'statement S1 of account ****0001 and statement S3 of account ****0001 were made at the same time and say different things',
    ])
  })
})
