import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import type { Fact, FactMessage } from '#shared/domain/decider.ts'
import { readOwn } from '#shared/record/own-record.ts'
import {
  accountOf,
  adjusted,
  allocationName,
  bureau,
  county,
  fgw,
  general,
  issued,
  kjt,
  passedOn,
  proposed,
  refused,
  share,
  withdrawn,
} from '#shared/testing/allocation-facts.ts'
import {
  admitted,
  applicantOf,
  applicationName,
  approved,
  budgetSet,
  creditChecked,
  finance,
  opened,
  poolName,
  reason,
  reservation,
  submitted,
  yearClosed,
  yuan,
} from '#shared/testing/money-facts.ts'
import { recordedOf } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { allocationDecider } from './allocation.ts'
import { applicationDecider } from './application.ts'
import { apportionmentDecider } from './apportionment.ts'
import { awaitedTaskDecider } from './awaited-task.ts'
import { bookingTypes, budgetAccount, carryOverAccount, entriesOf, recoveredAccount } from './ledger.ts'
import { measureDecider } from './measure.ts'
import { payeeDecider } from './payee.ts'
import { poolDecider } from './pool.ts'
import { quotaDecider } from './quota.ts'
import { rosterDecider } from './roster.ts'
import { transferDecider } from './transfer.ts'
import { voucherDecider } from './voucher.ts'

const booked = (fact: Fact, subject = applicationName) =>
  entriesOf(recordedOf(fact, { actor: finance, subject, at: noon }))
const posted = (debit: string, credit: string, amount: string, year = 2026) => ({
  ...{ kind: 'POSTED', reservation: undefined, pool: poolName, debit, credit, year, fen: yuan(amount) },
})
const ofApplication = (kind: string) => ({
  ...{ kind, reservation: `${applicationName}#1`, pool: poolName, debit: poolName, credit: applicantOf(1) },
  ...{ year: 2026, fen: yuan('300') },
})

describe('what is booked', () => {
  test('of a budget: what it is more or less by, into the pool or out of it', () => {
    const budget = budgetAccount(poolName)
    expect(booked(budgetSet(2026, '1 000'), poolName)).toEqual([posted(budget, poolName, '1 000')])
    expect(booked(budgetSet(2026, '1 500', '1 000'), poolName)).toEqual([posted(budget, poolName, '500')])
    expect(booked(budgetSet(2026, '400', '1 000'), poolName)).toEqual([posted(poolName, budget, '600')])
    expect(booked(budgetSet(2026, '400', '400'), poolName)).toEqual([])
  })

  test('of a year that is closed: what lapses goes back, what is carried goes over into the next', () => {
    const carry = carryOverAccount(poolName)
    expect(booked(yearClosed(2025, { lapsed: '7' }), poolName)).toEqual([
      posted(poolName, budgetAccount(poolName), '7', 2025),
    ])
    expect(booked(yearClosed(2025, { carried: '7' }), poolName)).toEqual([
      posted(poolName, carry, '7', 2025),
      posted(carry, poolName, '7', 2026),
    ])
    expect(booked(yearClosed(2025, {}), poolName)).toEqual([])
  })

  test('of an award: pending until it is resolved, by the same number', () => {
    expect(booked(admitted)).toEqual([ofApplication('PENDING')])
    const reviewed = application.InvestmentApproved.create({ reserved: reservation() })
    expect(booked(reviewed)).toEqual([ofApplication('PENDING')])
    const released = reservation()
    expect(booked(application.ApplicationRefused.create({ text: reason, released }))).toEqual([ofApplication('VOID')])
    expect(booked(application.ApplicationWithdrawn.create({ text: reason, released }))).toEqual([ofApplication('VOID')])
  })

  test('is what a payment, or what comes back, says in its field', () => {
    // Whatever moves money says so in one of four fields (movement.ts), whoever decides it.
    const moving = (field: string, number = 1) =>
      booked({ $type: 'qiantou.test.Moved', [field]: reservation({ number }) } as Fact)
    expect(moving('paid')).toEqual([ofApplication('POST')])
    expect(moving('paid', 0)).toEqual([posted(poolName, applicantOf(1), '300')])
    expect(moving('returned')).toEqual([posted(applicantOf(1), poolName, '300')])
    const both = { $type: 'qiantou.test.Moved', reserved: reservation({ number: 2 }), released: reservation() } as Fact
    expect(booked(both).map(({ kind, reservation }) => [kind, reservation])).toEqual([
      ['VOID', `${applicationName}#1`],
      ['PENDING', `${applicationName}#2`],
    ])
  })

  test('of what is claimed back: pending by its own number, from the applicant to the treasury, and at once in part', () => {
    const back = { pool: poolName, debit: applicantOf(1), credit: recoveredAccount(poolName), year: 2026 }
    const claim = (kind: string) => ({
      ...{ kind, reservation: `${applicationName}#claim-1`, ...back, fen: yuan('300') },
    })
    const moving = (field: string, number = 1) =>
      booked({ $type: 'qiantou.test.Moved', [field]: reservation({ number }) } as Fact)
    expect(moving('claimed')).toEqual([claim('PENDING')])
    expect(moving('unclaimed')).toEqual([claim('VOID')])
    expect(moving('recovered')).toEqual([claim('POST')])
    expect(moving('recovered', 0)).toEqual([{ ...claim('POSTED'), reservation: undefined }])
  })

  test('of what is paid out of a quota: from its line, and not from the pool', () => {
    const paid = reservation({ quota: accountOf(kjt) })
    expect(booked({ $type: 'qiantou.test.Moved', paid } as Fact)).toEqual([
      { ...ofApplication('POST'), debit: accountOf(kjt) },
    ])
  })

  test('of a plan: each share is pending from the pool into its quota, until it is issued or not', () => {
    const of = (kind: string) =>
      [
        [kjt, '300'],
        [bureau, '200'],
      ].map(([body = '', amount = ''], i) => ({
        ...{ kind, reservation: `${allocationName}#${i + 1}`, pool: poolName, debit: poolName },
        ...{ credit: accountOf(body), year: 2026, fen: yuan(amount) },
      }))
    expect(booked(proposed, allocationName)).toEqual(of('PENDING'))
    expect(booked(issued, allocationName)).toEqual(of('POST'))
    for (const end of [refused, withdrawn]) expect(booked(end, allocationName)).toEqual(of('VOID'))
  })

  test('of a letter that moves quota on: both sides at once, of each share', () => {
    const letter = passedOn(share(county, '150'), share(fgw, '50'))
    expect(entriesOf(recordedOf(letter, { actor: bureau, subject: allocationName, at: noon }))).toEqual([
      posted(accountOf(bureau), accountOf(county), '150'),
      posted(accountOf(bureau), accountOf(fgw), '50'),
    ])
    const other = { ...general, functionCode: '2060502' }
    expect(booked(adjusted(kjt, share(fgw, '100', { classification: other })), allocationName)).toEqual([
      posted(accountOf(kjt), accountOf(fgw, 'general-budget-2060502-50799'), '100'),
    ])
  })

  test('of whatever moves nothing: nothing', () => {
    for (const fact of [opened, submitted(), creditChecked, approved, application.ApplicationLapsed.create()])
      expect(booked(fact)).toEqual([])
    // Neither where an award is not known yet, nor where there was none.
    expect(booked(application.ApplicationAdmitted.create())).toEqual([])
    expect(booked(application.ApplicationRefused.create({ text: reason }))).toEqual([])
  })
})

/** Every fact that finance decides. */
const decided: readonly FactMessage<Fact>[] = [
  ...[measureDecider, poolDecider, applicationDecider, apportionmentDecider, rosterDecider, voucherDecider],
  ...[payeeDecider, transferDecider, allocationDecider, awaitedTaskDecider, quotaDecider],
].flatMap(({ owns }): readonly FactMessage<Fact>[] => owns)

/** A fact that moves something in each of its fields that can say so; none where it has no such field. */
function movingAll(message: FactMessage<Fact>): readonly Fact[] {
  const fact = message.decode(new Uint8Array()) as Fact & Record<string, unknown>
  const fields = ['released', 'paid', 'returned', 'reserved', 'unclaimed', 'recovered', 'claimed']
  const moved = fields.filter((field) => field in fact)
  const one = (field: string) => (Array.isArray(fact[field]) ? [reservation()] : reservation())
  return moved.length ? [{ ...fact, ...Object.fromEntries(moved.map((field) => [field, one(field)])) }] : []
}

test('what may book is looked at when the ledger is compared with the log, and nothing else', () => {
  // What says so by fields of its own is found among the records that are kept of every type.
  const golden = join(import.meta.dirname, '..', '..', '..', 'test', 'golden')
  const types = new Set<string>(decided.map(({ $type }) => $type))
  const kept = readdirSync(golden)
    .filter((name) => types.has(name.replace(/^\d+-|\.binpb$/g, '')))
    .map((name) => readOwn(readFileSync(join(golden, name))))
  expect(new Set(kept.map(({ fact }) => fact.$type))).toEqual(types)
  const booking = [
    ...kept.filter((recorded) => entriesOf(recorded).length > 0).map(({ fact }) => fact.$type),
    ...decided
      .flatMap(movingAll)
      .filter((fact) => booked(fact).length > 0)
      .map(({ $type }) => $type),
  ]
  expect([...new Set(booking)].toSorted()).toEqual([...bookingTypes].toSorted())
})
