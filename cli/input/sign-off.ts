/** `--sign-off`, which every command that changes something takes. */
import { InvalidArgumentError } from 'commander'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { spoken } from '../language.ts'

const steps = {
  handled: 'SIGN_OFF_STEP_HANDLED',
  reviewed: 'SIGN_OFF_STEP_REVIEWED',
  signed: 'SIGN_OFF_STEP_SIGNED',
} as const

/** `handled:p-17,reviewed:p-3,signed:p-1`: who did what before it left the body, in order. */
export const signOffOf = (text: string): SignOff[] =>
  text.split(',').map((part) => {
    const [, step, person] = part.trim().match(/^(handled|reviewed|signed):(\S+)$/) ?? []
    if (!step || !person)
      throw new InvalidArgumentError(
        spoken({
          zh: `${JSON.stringify(part)} 不是签批环节,写法如 handled:p-17,reviewed:p-3,signed:p-1(经办、审核、签发)。`,
          en: `${JSON.stringify(part)} is no step of a sign-off; write them as handled:p-17,reviewed:p-3,signed:p-1.`,
        }),
      )
    return { $type: 'qiantou.record.v1.SignOff', step: steps[step as keyof typeof steps], person }
  })
