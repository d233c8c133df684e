/** What `qiantou application amend` and `evaluate` do: what becomes of an award after it was approved. */
import { ratingFromJSON } from '#proto/qiantou/application/v1/application_events.ts'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import type { CommandOptions } from '../input/command.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { amendedText, ratingText } from '../text/application-fact.ts'
import { answered } from './application-answer.ts'
import { fieldsOf } from './application-step.ts'

const { ApplicationServiceClient } = application

type Amending = CommandOptions & { readonly yuan: bigint; readonly minutes: string; readonly text: string }

export async function amend(session: Session, name: string, options: Amending): Promise<void> {
  const { yuan: basisFen, minutes } = options
  const said = { basisFen, minutes, text: await textOf(options.text) }
  const request = application.AmendAwardRequest.create({ ...fieldsOf(session, name, options), ...said })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.amendAward, request, options.after)
  await answered(session, answer, ({ assessment, claimedFen }) => amendedText(minutes, assessment?.fen, claimedFen))
}

type Evaluating = CommandOptions & { readonly rating: string; readonly text: string }

export async function evaluate(session: Session, name: string, options: Evaluating): Promise<void> {
  const rating = ratingFromJSON(`RATING_${options.rating.toUpperCase()}`)
  const request = application.EvaluateApplicationRequest.create({
    ...fieldsOf(session, name, options),
    ...{ rating, text: await textOf(options.text) },
  })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.evaluateApplication, request, options.after)
  await answered(session, answer, () => ratingText(rating))
}
