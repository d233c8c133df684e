/** The scenarios about money: a grant from application to payment, and a payment that the bank sends back. */
import type { Application } from '#proto/qiantou/application/v1/application_service.ts'
import type { DeepPartial, MeasureContent, ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { PaymentBooked, PaymentReturned } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { Transfer } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { addDays, type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { now } from '../input/now.ts'
import { today } from '../text/time.ts'
import { isRehearsal, MoneyPlay, troupe } from './money.ts'
import type { Steps } from './steps.ts'
import { PlayedBank } from './test-bank.ts'

/** How a play about money ends: paid, or waiting for a day that has not come. */
export type Settled = {
  readonly application: Application
  readonly transfer: Transfer
  /** The day on which it may be ordered again; undefined where it is paid. */
  readonly waitsUntil: Day | undefined
}

type MoneyScenario = (steps: Steps) => Promise<Settled>

/** Plays with a bank, which closes however that ends. */
const withBank =
  (scenario: (play: MoneyPlay, bank: PlayedBank) => Promise<Day | undefined>): MoneyScenario =>
  async (steps) => {
    const bank = new PlayedBank(steps.settings)
    const play = new MoneyPlay(steps)
    try {
      const waitsUntil = await scenario(play, bank)
      return { application: await play.readApplication(), transfer: await play.readTransfer(), waitsUntil }
    } finally {
      await bank.close()
    }
  }

/** The account is named by one person and confirmed by another; then the payment has three more. */
export async function order(play: MoneyPlay, request = () => play.requestPayment()): Promise<void> {
  await play.proposeAccount('43001234567890123456')
  await play.confirmAccount('check')
  await request()
  await play.approvePayment()
  await play.orderPayment()
}

// ---- Grant: recommended level by level, reviewed by experts and finance, decided, approved, paid

const wholeProcedure: ProcedureStep[] = [
  'PROCEDURE_STEP_RECOMMENDATION',
  'PROCEDURE_STEP_ADMISSION',
  'PROCEDURE_STEP_CREDIT_CHECK',
  'PROCEDURE_STEP_EXPERT_REVIEW',
  'PROCEDURE_STEP_FINANCE_REVIEW',
  'PROCEDURE_STEP_COLLECTIVE_DECISION',
  'PROCEDURE_STEP_PUBLIC_NOTICE',
  'PROCEDURE_STEP_APPROVAL',
]

/** 20% of what experts approve, 2 000 000 yuan a project, not beside others of its group. */
const scenarioGrant: DeepPartial<MeasureContent> = {
  basis: 'BASIS_APPROVED_INVESTMENT',
  terms: [
    {
      rate: { basisPoints: 2_000, kind: 'FIGURE_KIND_FIXED' },
      ceilings: [{ scope: 'CEILING_SCOPE_PROJECT', fen: 200_000_000n }],
    },
  ],
  stacking: 'STACKING_HIGHEST',
  stackingGroup: 'hunan-ai',
}

/** Shown for 5 working days where time can be moved on; otherwise the measure of the play leaves it out, and says so. */
async function showPublicly(play: MoneyPlay): Promise<void> {
  if (!isRehearsal()) return play.note('NOTICE_LEFT_OUT')
  await play.openNotice()
  const { until } = await play.readApplication()
  await play.steps.refused(play.application, troupe.handler, 'NOTICE_OPEN', () => play.approve())
  await play.wait(addDays(until ? dayFrom(until) : today(now()), 1))
}

const grant = withBank(async (play, bank) => {
  const procedure = wholeProcedure.filter((step) => isRehearsal() || step !== 'PROCEDURE_STEP_PUBLIC_NOTICE')
  await play.found({ ...scenarioGrant, procedure }, 500_000_000n)
  await play.submit({ investmentFen: 900_000_000n, othersFen: 100_000_000n }, [troupe.sponsor, troupe.department])
  await play.recommend(troupe.sponsor)
  await play.recommend(troupe.department)
  await play.admit()
  await play.checkCredit()
  await play.approveInvestment(800_000_000n)
  await play.showAward()
  const { steps, application } = play
  await steps.refused(application, troupe.finance, 'DUTIES_NOT_SEPARATE', () => play.reviewFinance('handle'))
  await play.reviewFinance('review')
  await play.decide()
  await showPublicly(play)
  await play.approve()
  await bank.open('books')
  await order(play)
  await play.heard(PaymentBooked.$type)
  await play.showPool()
  await play.evaluate()
  return undefined
})

// ---- Return: the bank sends a payment back; another account is named, confirmed, and paid to once it counts

/** 30% of a year's bills, by the shortest procedure there is. */
export const shortGrant: DeepPartial<MeasureContent> = {
  basis: 'BASIS_YEAR_SPENDING',
  terms: [{ rate: { basisPoints: 3_000, kind: 'FIGURE_KIND_FIXED' } }],
  stacking: 'STACKING_FREE',
  procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'],
}

const comesBack = withBank(async (play, bank) => {
  await play.found(shortGrant, 500_000_000n)
  const date = toDate(today(now()))
  await play.submit({ bills: [{ invoice: 'FP-1', date, fen: 200_000_000n }] }, [])
  await play.admit()
  await play.showAward()
  await play.approve()
  await bank.open('returns')
  await play.note('BANK_RETURNS')
  await order(play)
  await play.heard(PaymentReturned.$type)
  await play.showPool()
  await bank.open('books')
  await play.proposeAccount('43009876543210987654')
  const { steps, payee } = play
  await steps.refused(
    payee,
    troupe.finance,
    'SECOND_PERSON_NEEDED',
    async () => void (await play.confirmAccount('pay')),
  )
  const { accounts } = await play.confirmAccount('check')
  const from = accounts.at(-1)?.effectiveFrom
  const day = from ? dayFrom(from) : today(now())
  await play.note('ACCOUNT_WAITS', day)
  await play.wait(day)
  if (today(now()) < day) return day
  await play.orderPayment()
  await play.heard(PaymentBooked.$type, 2)
  await play.showPool()
  return undefined
})

export const moneyScenarios = { 'scenario-grant': grant, return: comesBack } as const satisfies Readonly<
  Record<string, MoneyScenario>
>
