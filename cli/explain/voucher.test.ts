/** A voucher's face value and what was redeemed of it are worked out anew from its records and from those of others. */
import { expect, it } from 'vitest'
import { MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { BudgetSet, PoolOpened } from '#proto/qiantou/pool/v1/pool_events.ts'
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  PresentationRefused,
  VoucherExpired,
  VoucherIssued,
  VoucherPresented,
  VoucherRedeemed,
} from '#proto/qiantou/voucher/v1/voucher_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { fixedContent } from '#shared/testing/measure-facts.ts'
import type { Positioned } from '../bus/tail.ts'
import { measureOf } from './figures.ts'
import { groundOf } from './ground.ts'
import { voucherJudgements } from './voucher.ts'

const programme = 'programmes/p'
const [measure, pool] = [`${programme}/measures/vouchers`, `${programme}/pools/vouchers`]
const voucher = `${programme}/vouchers/v`
const reserved = {
  holder: voucher,
  number: 1,
  applicant: `${programme}/applicants/x`,
  measure,
  pool,
  year: 2026,
  fen: 100_000n,
}

const issued = (changes: object = {}) =>
  VoucherIssued.fromPartial({
    measure,
    measureVersion: 1,
    year: 2026,
    basisPoints: 3_000,
    roundingFen: 1n,
    reserved,
    ...changes,
  })
const presented = (presentation: number, fen: bigint) =>
  VoucherPresented.fromPartial({ presentation, bills: [{ fen }] })

/** Half a fen is lost in each of two bills alone, and none in both together. */
const redeemed: readonly Fact[] = [
  presented(1, 5n),
  VoucherRedeemed.fromPartial({ presentation: 1, basisFen: 5n, beforeFen: 0n, fen: 1n, leftFen: 99_999n }),
  presented(2, 9_999n),
  PresentationRefused.fromPartial({ presentation: 2 }),
  presented(3, 5n),
  VoucherRedeemed.fromPartial({ presentation: 3, basisFen: 10n, beforeFen: 1n, fen: 2n, leftFen: 99_997n }),
]

function judged(facts: readonly Fact[], isOffice = true, budgetFen = 100_000n) {
  const chain = new Chain('//qiantou/finance')
  const positioned = ([subject, fact]: readonly [string, Fact], i: number): Positioned => {
    const time = new Date('2026-03-10T04:00:00Z')
    return {
      position: BigInt(i),
      record: readRecord(chain.next({ subject, actor: 'organisations/hn-kjt', time }, fact).bytes),
    }
  }
  const before: readonly (readonly [string, Fact])[] = [
    [programme, ProgrammeImported.fromPartial({})],
    [measure, MeasureEntered.fromPartial({ content: fixedContent(`${programme}/clauses/a`) })],
    [pool, PoolOpened.fromPartial({})],
    [pool, BudgetSet.fromPartial({ year: 2026, fen: budgetFen })],
  ]
  const log = [...before, ...facts.map((fact) => [voucher, fact] as const)].map(positioned)
  const own = log.slice(before.length)
  const measured = isOffice ? measureOf([log[1] as Positioned].map(({ record }) => record)) : undefined
  return voucherJudgements(own, { ground: groundOf(isOffice ? log : own), measure: measured, caller: 'hn-office' })
}

it('is as recorded: of all bills that were accepted together, less what was redeemed before', () => {
  const ended = VoucherExpired.fromPartial({ released: reserved, reserved: { ...reserved, fen: 3n } })
  const all = judged([issued(), ...redeemed, ended])
  expect(all.flatMap(({ differences }) => differences)).toEqual([])
  expect(all.map(({ award }) => award.fen)).toEqual([100_000n, 1n, 2n, 99_997n])
  expect(all[0]).toMatchObject({ inputs: [{ input: 'BEFORE' }, { input: 'POOL_LEFT' }], compared: true })
})

it('differs where it was issued for more than its measure and its pool bear, or redeemed otherwise', () => {
  const figuresOf = (...given: Parameters<typeof judged>) =>
    judged(...given).map(({ differences }) => differences.map(({ figure }) => figure))
  expect(figuresOf([issued({ basisPoints: 3_001 })])).toEqual([['SHARE']])
  expect(figuresOf([issued()], true, 99_999n)).toEqual([['AMOUNT']])
  const more = VoucherRedeemed.fromPartial({ presentation: 1, basisFen: 6n, beforeFen: 1n, fen: 2n, leftFen: 1n })
  expect(figuresOf([issued(), presented(1, 5n), more])).toEqual([[], ['AMOUNT', 'BASIS', 'REDEEMED', 'LEFT']])
  expect(figuresOf([issued(), VoucherExpired.fromPartial({ released: { ...reserved, fen: 9n } })])).toEqual([
    [],
    ['RELEASED'],
  ])
})

it('is explained to who holds it as far as its own records go', () => {
  const [face, first] = judged([issued(), ...redeemed], false)
  expect(face).toMatchObject({
    compared: false,
    differences: [],
    inputs: [{ input: 'POOL_LEFT', unchecked: 'POOL_NOT_WHOLE' }],
  })
  expect(first).toMatchObject({ differences: [], redeemedBeforeFen: 0n })
})

it('of which nothing was recorded has nothing to explain', () => {
  expect(judged([])).toEqual([])
})
