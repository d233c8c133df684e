import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { factsIn } from '#services/finance/bank/report.ts'
import { addDays } from '#shared/domain/calendar.ts'
import { statementOf } from './answer.ts'
import type { Taken } from './ledger.ts'
import { accountDays, statementName } from './statement.ts'

const at = new Date('2026-12-31T00:00:00Z')
const deeds = fc.array(
  fc.record({ fen: fc.bigInt({ min: 1n, max: 10n ** 12n }), after: fc.nat(5), isReturn: fc.boolean() }),
)
const payments = fc.array(fc.record({ account: fc.constantFrom('1111', '2222'), deeds }), { maxLength: 8 })

/** Payments as the bank has taken them, each with whatever was booked and returned. */
const takenOf = (
  all: readonly { account: string; deeds: readonly { fen: bigint; after: number; isReturn: boolean }[] }[],
) =>
  all.map(
    ({ account, deeds }, number): Taken => ({
      ...{ kind: 'TAKEN', by: 1, takenMs: 0, messageId: `M${number}`, endToEndId: `E${number}`, account, at: '' },
      deeds: deeds.map(({ fen, after, isReturn }, index) => ({
        ...{ fen, day: addDays('2026-11-30', after), reference: `R${number}-${index}` },
        ...(isReturn ? { kind: 'RETURNED', reason: { code: 'AC04', text: '' } } : { kind: 'BOOKED' }),
      })),
    }),
  )

it('each day’s statement can be read, opens with what the one before it closed with, and together they tell all', () => {
  fc.assert(
    fc.property(payments, (all) => {
      const taken = takenOf(all)
      const closed = new Map<string, bigint>()
      const references = accountDays(taken).flatMap((day) => {
        const read = factsIn(Buffer.from(statementOf(statementName(day), day, at)))
        const [fact] = isRight(read) ? read.right : []
        if (fact?.kind !== 'STATEMENT') throw new Error(JSON.stringify(read))
        const { account, openingFen, closingFen, firstDay, lastDay, entries } = fact.statement
        expect([account, firstDay, lastDay]).toEqual([day.account, day.day, day.day])
        expect(openingFen).toBe(closed.get(account) ?? openingFen)
        closed.set(account, closingFen)
        return entries.map(({ bankReference }) => bankReference)
      })
      const booked = taken.flatMap(({ deeds }) =>
        deeds.flatMap((deed) => ('reference' in deed ? [deed.reference] : [])),
      )
      expect(references.toSorted()).toEqual(booked.toSorted())
    }),
  )
})
