/** A task's name alone stands for the caller's own part of it: where there is none, that is what somebody has to be told. */
import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { spoken } from '../language.ts'

const reasons = ['ASSIGNMENT_NOT_FOUND', 'SUPERVISION_NOT_FOUND']

/** A failure to find the caller's own part, which says how another body's is named. */
export function withOwnPart(error: unknown, command: Command): unknown {
  const [argument] = command.registeredArguments
  const [text] = command.processedArgs as readonly unknown[]
  const isOwn =
    ['part', 'assignment'].includes(argument?.name() ?? '') && typeof text === 'string' && !text.includes('/')
  if (!isOwn || !(error instanceof Failure) || !reasons.includes(error.report.reason)) return error
  const hint = spoken({
    zh: `;${text} 指其自身的交办件,其他单位的写作 ${text}/单位代码`,
    en: `; ${text} alone is its own part, and another body's is ${text}/CODE`,
  })
  return new Failure({ ...error.report, message: `${error.report.message}${hint}` })
}
