/** Whether a walkthrough may sign for the bodies that play: by made up persons, which a directory with roles doesn't have. */
import { DirectoryServiceClient, GetOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { isMoneyRole } from '#shared/domain/organisation-state.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { Failure } from '../failure.ts'
import { now } from '../input/now.ts'
import { spoken } from '../language.ts'
import { today } from '../text/time.ts'
import type { Steps } from './steps.ts'

/**
 * Looks, before anything is recorded, whether bodies leave open who signs for them about money: a walkthrough's persons are
 * made up, and nobody is entered for it into a directory that real bodies sign by. @throws Failure SIGNERS_NAMED
 */
export async function signersLeftOpen(steps: Steps, bodies: readonly string[]): Promise<void> {
  const named: string[] = []
  for (const name of bodies) {
    const request = GetOrganisationRequest.create({ name })
    const { organisation } = await steps.ask(DirectoryServiceClient, (client) => client.getOrganisation, request)
    const hasBegun = organisation?.terms.some(
      ({ role, fromDate }) => isMoneyRole(role) && (!fromDate || dayFrom(fromDate) <= today(now())),
    )
    if (hasBegun) named.push(codeOf(name))
  }
  if (named.length === 0) return
  const message = spoken({
    zh: `名录已登记 ${named.join('、')} 的经办、审核、批准或支付人员,而演示所用人员为虚构,不能代其签办。未作任何登记;请在试用总线上演示,数据另放:QIANTOU_HOME=rehearsal`,
    en: `The directory says who signs for ${named.join(', ')}, and the persons of a walkthrough are made up: they may not. Nothing was recorded. Walkthroughs about money are for a trial bus, with a data folder of its own: QIANTOU_HOME=rehearsal`,
  })
  throw new Failure({ code: 'FAILED_PRECONDITION', reason: 'SIGNERS_NAMED', message })
}
