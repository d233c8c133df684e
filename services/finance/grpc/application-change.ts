/** What is commanded of applications. */
import { left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import {
  AdmitApplicationRequest,
  ApproveApplicationRequest,
  ApproveInvestmentRequest,
  CheckCreditRequest,
  DecideApplicationRequest,
  OpenNoticeRequest,
  RaiseObjectionRequest,
  RecommendApplicationRequest,
  RefuseApplicationRequest,
  RequestSupplementRequest,
  ReviewFinanceRequest,
  SettleObjectionRequest,
  SubmitApplicationRequest,
  SupplementApplicationRequest,
  WithdrawApplicationRequest,
} from '#proto/qiantou/application/v1/application_service.ts'
import { reject } from '#shared/domain/rejection.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { written } from '#shared/grpc/content.ts'
import { limits } from '#shared/grpc/fields.ts'
import { command, prepared } from '#shared/grpc/method.ts'
import { type ApplicationCommand, applicationDecider } from '../domain/application.ts'
import { apportionmentDecider, apportionmentName } from '../domain/apportionment.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import {
  answering,
  checkNamed,
  groundOf,
  newName,
  onApplication,
  plain,
  ready,
  withText,
} from './application-command.ts'
import { checkApplication } from './application-content.ts'
import { reviewJointly } from './application-joint-review.ts'
import { matchApplication } from './application-match.ts'
import { creditOfApplication } from './credit.ts'
import { poolsFor } from './measure-pools.ts'
import { notFound } from './not-found.ts'

const submitApplication = command<Finance>()(SubmitApplicationRequest, applicationDecider, {
  check: ({ parent, applicationId, content, recommenders }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('application_id', applicationId)
    checkApplication(content, parent, fields)
    fields.organisations('recommenders', recommenders, 5)
  },
  stream: newName,
  beside: ({ parent, content }) => [parent, content?.measure ?? ''],
  prepare: async (request, call) => {
    const content = request.content as ApplicationContent
    const { recommenders, parent } = request
    const absent = await call.services.directory.absence(recommenders)
    if (absent) return left(absent)
    const apportionmentAt = content.call ? apportionmentName(content.measure, content.call) : undefined
    const pools = await poolsFor(content.measure, call)
    const entryOf = await call.services.directory.entriesByNow()
    return prepared<ApplicationCommand>(
      (stateOf) => {
        const measure = stateOf(content.measure, measureDecider)
        const programme = stateOf(parent, programmeView)
        if (!programme || !measure) return notFound.measure
        const calendar = calendarOf(programme)
        const poolNamed = (name: string) => stateOf(name, poolDecider)
        const apportionment = apportionmentAt ? stateOf(apportionmentAt, apportionmentDecider) : undefined
        return right({ type: 'Submit', content, recommenders, calendar, measure, poolNamed, entryOf, apportionment })
      },
      [],
      { beside: apportionmentAt ? [...pools, apportionmentAt] : pools },
    )
  },
  ...answering,
})

const recommendApplication = command<Finance>()(
  RecommendApplicationRequest,
  applicationDecider,
  withText((text, { programme }) => ({ type: 'Recommend', text, calendar: calendarOf(programme) })),
)

const admitApplication = command<Finance>()(AdmitApplicationRequest, applicationDecider, {
  check: checkNamed,
  prepare: ({ name }, call) =>
    ready(name, call, ({ state, stateOf }) => {
      const ground = groundOf(stateOf, name, state)
      return ground ? right({ type: 'Admit', ...ground }) : notFound.application
    }),
  ...onApplication,
})

/** Unless it is said how many working days there are to bring what is missing. */
const usualSupplementDays = 5

const requestSupplement = command<Finance>()(RequestSupplementRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text)
    fields.require('working_days', request.workingDays <= 60, 'must be at most 60')
  },
  prepare: ({ name, text: said, workingDays }, call) =>
    written(said, {}, (text, contents) =>
      ready(
        name,
        call,
        ({ programme }) => {
          const calendar = calendarOf(programme)
          return right({ type: 'RequestSupplement', text, workingDays: workingDays || usualSupplementDays, calendar })
        },
        contents,
      ),
    ),
  ...onApplication,
})

const supplementApplication = command<Finance>()(SupplementApplicationRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    if (fields.violations.length === 0) checkApplication(request.content, programmeOf(request.name), fields)
  },
  prepare: ({ name, content }, call) =>
    ready(name, call, ({ state, stateOf, programme }) => {
      const measure = groundOf(stateOf, name, state)?.measure
      const said = { content: content as ApplicationContent, calendar: calendarOf(programme) }
      return measure ? right({ type: 'Supplement', ...said, measure }) : notFound.application
    }),
  ...onApplication,
})

const checkCredit = command<Finance>()(CheckCreditRequest, applicationDecider, {
  check: checkNamed,
  prepare: async ({ name }, call) => {
    const credit = await creditOfApplication(name, call)
    return ready(name, call, () =>
      'fault' in credit
        ? reject('precondition', 'CREDIT_REGISTER_UNREADABLE', { problem: credit.fault })
        : right({ type: 'CheckCredit', ...credit }),
    )
  },
  ...onApplication,
})

const approveInvestment = command<Finance>()(ApproveInvestmentRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    const { investmentFen, experts, text } = request
    fields.fen('investment_fen', investmentFen, 1n)
    fields.count('experts', experts.length, 1, 20)
    for (const [i, expert] of experts.slice(0, 20).entries()) fields.id(`experts[${i}]`, expert)
    fields.require('experts', new Set(experts).size === experts.length, 'must name each once')
    fields.prose('text', text)
  },
  prepare: ({ name, investmentFen, experts, text: said }, call) =>
    written(said, {}, (text, contents) =>
      ready(
        name,
        call,
        ({ state, stateOf }) => {
          const ground = groundOf(stateOf, name, state)
          const approved = { investmentFen, experts, text }
          return ground ? right({ type: 'ApproveInvestment', ...approved, ...ground }) : notFound.application
        },
        contents,
      ),
    ),
  ...onApplication,
})

const reviewFinance = command<Finance>()(ReviewFinanceRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text, 0)
  },
  prepare: ({ name, text: said }, call) =>
    said
      ? written(said, {}, (text, contents) => ready(name, call, () => right({ type: 'ReviewFinance', text }), contents))
      : ready(name, call, () => right({ type: 'ReviewFinance', text: undefined })),
  ...onApplication,
})

const decideApplication = command<Finance>()(DecideApplicationRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.text('minutes', request.minutes, 1, limits.title)
    fields.fen('fen', request.fen, 0n)
  },
  prepare: ({ name, minutes, fen }, call) =>
    ready(name, call, ({ state, stateOf }) => {
      const ground = groundOf(stateOf, name, state)
      return ground ? right({ type: 'Decide', minutes, fen, ...ground }) : notFound.application
    }),
  ...onApplication,
})

const openNotice = command<Finance>()(
  OpenNoticeRequest,
  applicationDecider,
  plain(({ programme }) => right({ type: 'OpenNotice', calendar: calendarOf(programme) })),
)

const raiseObjection = command<Finance>()(
  RaiseObjectionRequest,
  applicationDecider,
  withText((text, { programme: { office } }) => ({ type: 'RaiseObjection', text, office })),
)

const settleObjection = command<Finance>()(
  SettleObjectionRequest,
  applicationDecider,
  withText((text) => ({ type: 'SettleObjection', text })),
)

const approveApplication = command<Finance>()(
  ApproveApplicationRequest,
  applicationDecider,
  plain(() => right({ type: 'Approve' })),
)

const refuseApplication = command<Finance>()(
  RefuseApplicationRequest,
  applicationDecider,
  withText((text) => ({ type: 'Refuse', text })),
)

const withdrawApplication = command<Finance>()(
  WithdrawApplicationRequest,
  applicationDecider,
  withText((text) => ({ type: 'Withdraw', text })),
)

export const applicationMethods = {
  ...{
    submitApplication,
    matchApplication,
    recommendApplication,
    admitApplication,
    requestSupplement,
    supplementApplication,
  },
  ...{ checkCredit, approveInvestment, reviewJointly, reviewFinance, decideApplication, openNotice, raiseObjection },
  ...{ settleObjection, approveApplication, refuseApplication, withdrawApplication },
}
