import * as events from '#proto/qiantou/application/v1/application_events.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { assessment, reservation } from './applications.ts'
import { czt, gxt, type Line, programme, reason } from './line.ts'

const application = `${programme}/applications/a1`
const payeeName = `${programme}/payees/91440300708461136t`
const day = { year: 2026, month: 8, day: 3 }
const bank = 'services/finance'
const evidence = (bankReference: string, number: number) => ({ bankReference, fileSha256: Buffer.alloc(32, 7), number })
const of = (number: number, fen: bigint) => reservation(application, number, fen)

const accounts: readonly (readonly [actor: string, fact: Fact])[] = [
  [
    czt,
    payee.AccountProposed.create({
      ...{ number: reason(90), masked: '****************3456', bankCode: '011551000018', holderName: '湘江智算' },
    }),
  ],
  [czt, payee.AccountConfirmed.create({ effectiveFrom: day })],
  [
    czt,
    payee.AccountProposed.create({
      ...{ number: reason(91), masked: '****************9999', bankCode: '011551000018', holderName: '湘江智算' },
    }),
  ],
  [czt, payee.AccountRefused.create()],
]

/** An account, and a payment that is rejected, booked in part, comes back, and is booked whole; another is taken back. */
export const transfers: readonly Line[] = [
  ...accounts.map(([actor, fact]) => ({ subject: payeeName, actor, fact })),
  ...payment('t1', [
    [czt, transfer.PaymentApproved.create()],
    [
      czt,
      transfer.PaymentOrdered.create({
        ...{ messageId: 'M1', endToEndId: 'E1', fen: 370_370_362n, accountVersion: 1 },
        ...{ accountMasked: '****************3456', creditEngine: 'file' },
      }),
    ],
    [bank, transfer.PaymentRejected.create({ reasonCode: 'AC01', evidence: evidence('r1', 1) })],
    [
      czt,
      transfer.PaymentOrdered.create({
        ...{ messageId: 'M2', endToEndId: 'E2', fen: 370_370_362n, accountVersion: 1 },
        ...{ accountMasked: '****************3456', creditEngine: 'file' },
      }),
    ],
    [
      bank,
      transfer.PaymentBooked.create({
        ...{ application, fen: 70_370_362n, bookedOn: day, evidence: evidence('b1', 1) },
        ...{ released: of(1, 370_370_362n), paid: of(0, 70_370_362n), reserved: of(2, 300_000_000n) },
      }),
    ],
    [
      bank,
      transfer.PaymentReturned.create({
        ...{ application, fen: 70_370_362n, returnedOn: day, reasonCode: 'AC04', evidence: evidence('b2', 1) },
        ...{ released: of(2, 300_000_000n), returned: of(0, 70_370_362n), reserved: of(3, 370_370_362n) },
      }),
    ],
    [
      bank,
      transfer.PaymentBooked.create({
        ...{ application, fen: 370_370_362n, bookedOn: day, evidence: evidence('b3', 2) },
        paid: of(3, 370_370_362n),
      }),
    ],
  ]),
  ...payment('t2', [[gxt, transfer.PaymentWithdrawn.create({ application, fen: 370_370_362n, text: reason(92) })]]),
]

/** A payment whose application learns that it was agreed to. */
export const agreed: readonly Line[] = payment('t3', [[czt, transfer.PaymentApproved.create({ application })]])

/** The same, ordered, of which the bank says that it pays nothing. */
export const endedOrder: readonly Line[] = [
  transfer.PaymentOrdered.create({
    ...{ messageId: 'M3', endToEndId: 'E3', fen: 370_370_362n, accountVersion: 1 },
    ...{ accountMasked: '****************3456', creditEngine: 'file' },
  }),
  transfer.OrderEnded.create({ application, endToEndId: 'E3', fen: 370_370_362n, text: reason(95) }),
].map((fact) => ({ subject: `${programme}/transfers/t3`, actor: czt, fact }))

function payment(id: string, facts: readonly (readonly [actor: string, fact: Fact])[]): readonly Line[] {
  const subject = `${programme}/transfers/${id}`
  const requested = transfer.PaymentRequested.create({
    ...{ application, fen: 370_370_362n, payee: payeeName, finance: czt, year: 2026 },
    classification: { nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
    pool: of(1, 1n).pool,
  })
  return [
    { subject, actor: gxt, fact: requested, admits: [gxt, czt] },
    ...facts.map(([actor, fact]) => ({ subject, actor, fact })),
  ]
}

/** What becomes of an award after it was paid: lowered, paid back in parts, evaluated; and one that a meeting decided. */
export const awards: readonly Line[] = [
  [
    gxt,
    events.AwardAmended.create({
      ...{ minutes: '党组会议纪要〔2026〕4号', text: reason(93), assessment: { ...assessment, fen: 270_370_362n } },
      claimed: of(1, 100_000_000n),
    }),
  ],
  [czt, events.RecoveryAgreed.create({ instalments: [{ due: day, fen: 100_000_000n }] })],
  [bank, events.RecoveryOverdue.create({ due: day, fen: 100_000_000n })],
  [
    czt,
    events.FundsRecovered.create({
      ...{ fen: 40_000_000n, receivedOn: day, reference: '湘缴 7' },
      ...{ unclaimed: of(1, 100_000_000n), recovered: of(0, 40_000_000n), claimed: of(2, 60_000_000n) },
    }),
  ],
  [gxt, events.ApplicationEvaluated.create({ rating: 'RATING_FAIR', text: reason(94) })],
  [gxt, events.ApplicationDecided.create({ minutes: '专题会议纪要 9', assessment, reserved: of(4, 370_370_362n) })],
].map(([actor, fact]) => ({ subject: application, actor: actor as string, fact: fact as Fact }))
