import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { BankFact, Payment, PaymentOrder } from '#services/finance/bank/bank.ts'
import { factsIn } from '#services/finance/bank/report.ts'
import { fileOf, refusal } from './answer.ts'
import { answersTo, type Deed, deedsOf, type Habits } from './deeds.ts'

const habits: Habits = { seed: 1, lateMs: 1_000, twice: 0.3, shuffle: false, partial: 0.3, return: 0.3, reject: 0.2 }
const party = { name: '湖南省财政厅', account: '43000000000000000001' }
const paymentOf = (endToEndId: string, fen: bigint): Payment => ({ endToEndId, fen, payee: party, remittance: '拨付' })
const orderOf = (payment: Payment): PaymentOrder => ({
  messageId: 'M1',
  at: new Date('2026-11-28T06:00:00Z'),
  on: '2026-11-30',
  debtor: party,
  payments: [payment],
})
const fates = (habits: Habits, count: number): readonly (readonly Deed[])[] =>
  Array.from({ length: count }, (_, number) => paymentOf(`E${number}`, 1_000n)).map((payment) =>
    deedsOf(habits, orderOf(payment), payment),
  )
const kindsOf = (deeds: readonly Deed[]): string => deeds.map(({ kind }) => kind[0]).join('')

const payments = fc.tuple(fc.stringMatching(/^[A-Za-z0-9]{1,35}$/), fc.bigInt({ min: 1n, max: 10n ** 17n }))
const chances = fc.double({ min: 0, max: 1, noNaN: true })
const anyHabits: fc.Arbitrary<Habits> = fc.record({
  seed: fc.nat(),
  lateMs: fc.nat(10_000),
  twice: chances,
  shuffle: fc.boolean(),
  partial: chances,
  return: chances,
  reject: chances,
})

describe('a payment at the test bank', () => {
  it('is rejected, or accepted and booked in parts that add up to it, of which each may come back', () => {
    fc.assert(
      fc.property(anyHabits, payments, (habits, [id, fen]) => {
        const payment = paymentOf(id, fen)
        const deeds = deedsOf(habits, orderOf(payment), payment)
        expect(kindsOf(deeds)).toMatch(/^(R|AB|ABB|ABR|ABBRR)$/)
        if (deeds.length === 1) return
        const amounts = (wanted: string): bigint[] =>
          deeds.flatMap((deed) => (deed.kind === wanted && 'fen' in deed ? [deed.fen] : []))
        const booked = amounts('BOOKED')
        expect(booked.every((part) => part > 0n)).toBe(true)
        expect(booked.reduce((sum, part) => sum + part)).toBe(fen)
        expect([[], booked]).toContainEqual(amounts('RETURNED'))
        const references = deeds.flatMap((deed) => ('reference' in deed ? [deed.reference] : []))
        expect(new Set(references).size).toBe(references.length)
      }),
    )
  })

  it('has the fate that its seed gives it, and another with another', () => {
    expect(fates(habits, 50)).toEqual(fates(habits, 50))
    expect(fates(habits, 50)).not.toEqual(fates({ ...habits, seed: 2 }, 50))
  })

  it('has each fate about as often as it was asked for', () => {
    const kinds = fates(habits, 1_000).map(kindsOf)
    const share = (pattern: RegExp): number => kinds.filter((kind) => pattern.test(kind)).length / kinds.length
    expect(share(/^R/)).toBeCloseTo(0.2, 1)
    expect(share(/BB/)).toBeCloseTo(0.8 * 0.3, 1)
    expect(share(/BR/)).toBeCloseTo(0.8 * 0.3, 1)
    const none = { ...habits, partial: 0, return: 0, reject: 0 }
    expect(new Set(fates(none, 200).map(kindsOf))).toEqual(new Set(['AB']))
  })
})

/** What the port has to read out of a deed's file. */
function factOf(deed: Deed): BankFact {
  if (deed.kind === 'ACCEPTED') return { kind: 'ACCEPTED', messageId: 'M1', endToEndId: 'E1' }
  if (deed.kind === 'REJECTED') return { kind: 'REJECTED', messageId: 'M1', endToEndId: 'E1', reason: deed.reason }
  const { reference: bankReference, ...rest } = deed
  return { ...rest, endToEndId: 'E1', bankReference }
}
const told = { messageId: 'M1', endToEndId: 'E1', account: party.account, at: '2026-11-28T06:00:00.000Z' }

describe('the answers of the test bank', () => {
  it('tell every deed, once or twice, no later than asked for', () => {
    fc.assert(
      fc.property(anyHabits, payments, (habits, [, fen]) => {
        const payment = paymentOf('E1', fen)
        const deeds = deedsOf(habits, orderOf(payment), payment)
        const answers = answersTo(habits, 'E1', deeds)
        expect(answers.filter(({ isRepeat }) => !isRepeat).map(({ deed }) => deed)).toEqual(deeds)
        expect(new Set(answers.map(({ name }) => name)).size).toBe(answers.length)
        for (const answer of answers) {
          expect(answer.afterMs).toBeLessThanOrEqual(habits.lateMs * (answer.isRepeat ? 2 : 1))
          const facts = factsIn(Buffer.from(fileOf(told, answer)))
          expect(isRight(facts) && facts.right).toEqual([factOf(answer.deed)])
        }
      }),
    )
  })

  it('come in the deeds’ order, by time and by name, unless they are shuffled', () => {
    const isOrdered = (habits: Habits): boolean =>
      fates(habits, 100).every((deeds, number) => {
        const first = answersTo(habits, `E${number}`, deeds).filter(({ isRepeat }) => !isRepeat)
        const names = first.map(({ name }) => name)
        const times = first.map(({ afterMs }) => afterMs)
        return `${names}` === `${names.toSorted()}` && `${times}` === `${times.toSorted((a, b) => a - b)}`
      })
    expect(isOrdered(habits)).toBe(true)
    expect(isOrdered({ ...habits, shuffle: true })).toBe(false)
  })

  it('come twice as another message', () => {
    const [deeds = []] = fates({ ...habits, reject: 0 }, 1)
    const [first, again] = answersTo({ ...habits, twice: 1 }, 'E1', deeds)
    expect([first?.isRepeat, again?.isRepeat]).toEqual([false, true])
    if (first && again) expect(fileOf(told, first)).not.toBe(fileOf(told, again))
  })

  it('say of a message that can’t be taken that all of it is rejected', () => {
    const facts = factsIn(Buffer.from(refusal('x.xml', 'M1', told.at, '湖'.repeat(200))))
    const reason = { code: 'FF01', text: '湖'.repeat(105) }
    expect(isRight(facts) && facts.right).toEqual([{ kind: 'REJECTED', messageId: 'M1', reason }])
  })
})
