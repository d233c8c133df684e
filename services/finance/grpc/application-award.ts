/** What is commanded of awards after they were approved. */
import { right } from 'fp-ts/lib/Either.js'
import {
  AgreeRecoveryRequest,
  AmendAwardRequest,
  DrawInstalmentRequest,
  EvaluateApplicationRequest,
  RecordRecoveryRequest,
} from '#proto/qiantou/application/v1/application_service.ts'
import { reject } from '#shared/domain/rejection.ts'
import { written } from '#shared/grpc/content.ts'
import { limits } from '#shared/grpc/fields.ts'
import { command } from '#shared/grpc/method.ts'
import { applicationDecider } from '../domain/application.ts'
import type { Finance } from '../main.ts'
import { checkNamed, groundOf, onApplication, ready } from './application-command.ts'
import { creditOfApplication } from './credit.ts'
import { notFound } from './not-found.ts'
import { checkInstalments, checkReceived, receivedIn } from './recovery.ts'
import { planSpending } from './spending-plan.ts'

const amendAward = command<Finance>()(AmendAwardRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    const { basisFen, minutes, text } = request
    fields.fen('basis_fen', basisFen, 0n)
    fields.text('minutes', minutes, 1, limits.title)
    fields.prose('text', text)
  },
  prepare: ({ name, basisFen, minutes, text: said }, call) =>
    written(said, {}, (text, contents) =>
      ready(
        name,
        call,
        ({ state, stateOf }) => {
          const ground = groundOf(stateOf, name, state)
          return ground ? right({ type: 'Amend', basisFen, minutes, text, ...ground }) : notFound.application
        },
        contents,
      ),
    ),
  ...onApplication,
})

const drawInstalment = command<Finance>()(DrawInstalmentRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.year('year', request.year)
  },
  prepare: async ({ name, year }, call) => {
    const credit = await creditOfApplication(name, call)
    return ready(name, call, ({ state, stateOf }) => {
      if ('fault' in credit) return reject('precondition', 'CREDIT_REGISTER_UNREADABLE', { problem: credit.fault })
      const ground = groundOf(stateOf, name, state)
      return ground ? right({ type: 'DrawInstalment', year, credit, ...ground }) : notFound.application
    })
  },
  ...onApplication,
})

const agreeRecovery = command<Finance>()(AgreeRecoveryRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkInstalments(request.instalments, fields)
  },
  prepare: ({ name, instalments }, call) => ready(name, call, () => right({ type: 'AgreeRecovery', instalments })),
  ...onApplication,
})

const recordRecovery = command<Finance>()(RecordRecoveryRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkReceived(request, fields)
  },
  prepare: (request, call) => ready(request.name, call, () => right({ type: 'Recover', ...receivedIn(request) })),
  ...onApplication,
})

const evaluateApplication = command<Finance>()(EvaluateApplicationRequest, applicationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.known('rating', request.rating)
    fields.prose('text', request.text)
  },
  prepare: ({ name, rating, text: said }, call) =>
    written(said, {}, (text, contents) => ready(name, call, () => right({ type: 'Evaluate', rating, text }), contents)),
  ...onApplication,
})

export const awardMethods = {
  amendAward,
  drawInstalment,
  planSpending,
  agreeRecovery,
  recordRecovery,
  evaluateApplication,
}
