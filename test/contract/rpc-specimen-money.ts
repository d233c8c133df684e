/** Good calls of the RPCs about pools and applications: in a programme of its own each. */
import { randomUUID } from 'node:crypto'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import { reviewAbout, reviewedJointly } from '#shared/testing/joint-review.ts'
import { Money, payers, signed, thisYear } from '#shared/testing/money.ts'
import type { Make, Scene, Specimen } from './rpc-specimen.ts'

export const moneyOf = ({ bus, parent, workflow }: Scene): Money => new Money(bus, parent, workflow.after)

/** A call that builds on what the money has come to. */
export const calling = (scene: Scene, money: Money, role: keyof typeof payers, request: object): Specimen => ({
  ...{ request, by: scene.bus.as(payers[role]), after: money.after },
})

export const said = (name: string) => ({ requestId: randomUUID(), name })

/** A pool with a budget. */
const onPool =
  (role: keyof typeof payers, make: (name: string) => object): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    const name = await money.openPool()
    await money.setBudget(10_000_000_000n)
    return calling(scene, money, role, make(name))
  }

type Step = Parameters<Money['until']>[0]

/** An application for which it is the turn of a step. */
const onApplication =
  (
    step: Step,
    role: keyof typeof payers,
    make: (name: string, money: Money) => object,
    before: (money: Money, name: string) => Promise<void> = async () => {},
    changes: Parameters<Money['ready']>[1] = {},
  ): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, changes)
    const content = money.content(1)
    const isInvestment = changes.basis === 'BASIS_APPROVED_INVESTMENT'
    const name = await money.submit(
      'a1',
      isInvestment ? { ...content, bills: [], investmentFen: 5_000_000_00n } : content,
    )
    await money.until(step, name)
    await before(money, name)
    return calling(scene, money, role, make(name, money))
  }

export const moneySpecimens: Readonly<Record<string, Make>> = {
  'PoolService/OpenPool': async (scene) => {
    const request = { requestId: randomUUID(), parent: scene.parent, poolId: 'vouchers', title: '算力券资金池' }
    const finance = `organisations/${payers.finance}`
    return calling(scene, moneyOf(scene), 'office', pool.OpenPoolRequest.create({ ...request, finance }))
  },
  'PoolService/SetBudget': onPool('finance', (name) =>
    pool.SetBudgetRequest.create({
      ...{ ...said(name), year: thisYear(), fen: 1n, document: '湘财预〔2026〕13号', signOff: signed('approve') },
    }),
  ),
  'PoolService/CloseYear': async (scene) => {
    const money = moneyOf(scene)
    const name = await money.openPool()
    await money.setBudget(1n, 'vouchers', thisYear() - 1)
    const request = { ...said(name), year: thisYear() - 1, signOff: signed('approve') }
    return calling(scene, money, 'finance', pool.CloseYearRequest.create(request))
  },
  'PoolService/GetPool': onPool('finance', (name) => pool.GetPoolRequest.create({ name })),
  'PoolService/ListPools': onPool('finance', (name) =>
    pool.ListPoolsRequest.create({ parent: name.split('/').slice(0, 2).join('/') }),
  ),
  'PoolService/ListEntries': onPool('finance', (parent) => pool.ListEntriesRequest.create({ parent })),
  'PoolService/ListBalances': onPool('finance', (parent) => pool.ListBalancesRequest.create({ parent, year: 0 })),
  'PoolService/Reconcile': async (scene) => scene.byService(pool.ReconcileRequest.create()),

  'ApplicationService/SubmitApplication': async (scene) => {
    const money = moneyOf(scene)
    await money.ready()
    return calling(scene, money, 'sponsor', money.submission('a1', money.content(1)))
  },
  'ApplicationService/RecommendApplication': onApplication('recommend', 'handler', (name) =>
    application.RecommendApplicationRequest.create({ ...said(name), text: '同意推荐' }),
  ),
  'ApplicationService/AdmitApplication': onApplication('admit', 'handler', (name) =>
    application.AdmitApplicationRequest.create({ ...said(name), signOff: signed('handle') }),
  ),
  'ApplicationService/RequestSupplement': onApplication('admit', 'handler', (name) =>
    application.RequestSupplementRequest.create({ ...said(name), text: '缺合同' }),
  ),
  'ApplicationService/SupplementApplication': onApplication(
    'admit',
    'sponsor',
    (name, money) => application.SupplementApplicationRequest.create({ ...said(name), content: money.content(1, 5n) }),
    (money, name) => money.requestSupplement(name),
  ),
  'ApplicationService/CheckCredit': onApplication('checkCredit', 'handler', (name) =>
    application.CheckCreditRequest.create({ ...said(name), signOff: signed('handle') }),
  ),
  'ApplicationService/ApproveInvestment': onApplication(
    'reviewFinance',
    'handler',
    (name) =>
      application.ApproveInvestmentRequest.create({
        ...{
          ...said(name),
          investmentFen: 4_000_000_00n,
          experts: ['x-1', 'x-2'],
          text: '评审意见',
          signOff: signed('handle'),
        },
      }),
    undefined,
    { basis: 'BASIS_APPROVED_INVESTMENT' },
  ),
  'ApplicationService/ReviewJointly': async (scene) => {
    const money = moneyOf(scene)
    await money.ready(undefined, { procedure: reviewedJointly })
    const name = await money.submit('a1', money.content(1), [])
    await money.admit(name)
    const { consultation, after } = await reviewAbout(scene.bus, money, name, 'ANSWER_KIND_DISAGREE')
    const request = application.ReviewJointlyRequest.create({ ...said(name), consultation, text: '票据已补正' })
    return { request, by: scene.bus.as(payers.handler), after }
  },
  'ApplicationService/ReviewFinance': onApplication('reviewFinance', 'finance', (name) =>
    application.ReviewFinanceRequest.create({ ...said(name), text: '额度无误', signOff: signed('review') }),
  ),
  'ApplicationService/DecideApplication': onApplication('decide', 'handler', (name) =>
    application.DecideApplicationRequest.create({ ...said(name), minutes: '党组会议纪要〔2026〕3号' }),
  ),
  'ApplicationService/OpenNotice': onApplication('openNotice', 'handler', (name) =>
    application.OpenNoticeRequest.create(said(name)),
  ),
  'ApplicationService/RaiseObjection': onApplication('approve', 'finance', (name) =>
    application.RaiseObjectionRequest.create({ ...said(name), text: '票据存疑' }),
  ),
  'ApplicationService/SettleObjection': onApplication(
    'approve',
    'handler',
    (name) => application.SettleObjectionRequest.create({ ...said(name), text: '经查属实' }),
    (money, name) => money.raiseObjection(name),
  ),
  'ApplicationService/ApproveApplication': onApplication(
    'openNotice',
    'handler',
    (name) => application.ApproveApplicationRequest.create({ ...said(name), signOff: signed('approve') }),
    undefined,
    {
      procedure: [
        ...(['PROCEDURE_STEP_RECOMMENDATION', 'PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_CREDIT_CHECK'] as const),
        ...([
          'PROCEDURE_STEP_FINANCE_REVIEW',
          'PROCEDURE_STEP_COLLECTIVE_DECISION',
          'PROCEDURE_STEP_APPROVAL',
        ] as const),
      ],
    },
  ),
  'ApplicationService/RefuseApplication': onApplication('decide', 'handler', (name) =>
    application.RefuseApplicationRequest.create({ ...said(name), text: '会议未通过' }),
  ),
  'ApplicationService/WithdrawApplication': onApplication('decide', 'sponsor', (name) =>
    application.WithdrawApplicationRequest.create({ ...said(name), text: '项目取消' }),
  ),
  'ApplicationService/GetApplication': onApplication('admit', 'sponsor', (name) =>
    application.GetApplicationRequest.create({ name }),
  ),
  'ApplicationService/ListApplications': onApplication('admit', 'sponsor', (name) =>
    application.ListApplicationsRequest.create({ parent: name.split('/').slice(0, 2).join('/') }),
  ),
  'ApplicationService/GetApplicationText': async (scene) => {
    const money = moneyOf(scene)
    await money.ready()
    const name = await money.submit('a1')
    await money.recommend(name)
    const { rows } = await scene.bus.database('finance').query('SELECT sha256 FROM content WHERE stream = $1', [name])
    const request = application.GetApplicationTextRequest.create({ name, sha256: rows[0].sha256 })
    return calling(scene, money, 'sponsor', request)
  },
}
