/** Supervision for people. */

import type { Step, Supervision } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import type { Language } from '../settings.ts'
import { type Names, partName } from './names.ts'
import { markedText } from './secrecy.ts'
import { signOffText } from './sign-off.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { label } from './words.ts'
import { supervisionLabel, supervisionWord } from './words-supervision.ts'

/** One supervision a row: what waits, of which step, until when. */
export function supervisionTable(supervisions: readonly Supervision[], names: Names, language: Language): string {
  const head = [
    supervisionLabel('supervision', language),
    label('body', language),
    label('state', language),
    supervisionLabel('step', language),
    supervisionLabel('replyBy', language),
    label('title', language),
  ]
  const rows = supervisions.map(({ name, organisation, state, steps, proposal, title }) => {
    const last = steps.at(-1)
    const step = proposal?.step ?? last?.step
    return [
      names.resource(partName(name)),
      names.of(organisation),
      supervisionWord(state, language),
      step ? supervisionWord(step, language) : '',
      proposal ? '' : dateText(last?.replyBy),
      title,
    ]
  })
  return table(head, rows)
}

/** A step with what it says, what was answered, and why that did not do. */
function stepLines(step: Step, language: Language): readonly (readonly [string, string])[] {
  const say = (name: Parameters<typeof supervisionLabel>[0]): string => supervisionLabel(name, language)
  const word = supervisionWord(step.step, language)
  const state = supervisionWord(step.state, language)
  const cited = step.instruction ? ` [${step.instruction}]` : ''
  const { reply, reason } = step
  const pieces = reply?.evidence.length ? ` [${reply.evidence.map(({ title }) => title).join(', ')}]` : ''
  return [
    [
      say('step'),
      `${step.number}. ${timeText(step.time)} ${word}${cited} (${state}) ${markedText(step.text, language)}${signOffText(step.signOff, language)}`,
    ],
    [say('replyBy'), step.provisional ? `${dateText(step.replyBy)} (${say('provisional')})` : dateText(step.replyBy)],
    ...(reply
      ? [
          [
            say('replied'),
            `${timeText(reply.time)} ${markedText(reply.text, language)}${pieces}${signOffText(reply.signOff, language)}`,
          ] as const,
        ]
      : []),
    ...(reason ? [[say('reason'), reason.value] as const] : []),
  ]
}

/** All of one supervision. */
export function supervisionSheet(supervision: Supervision, names: Names, language: Language): string {
  const { name, organisation, title, state, urges, steps, proposal, etag } = supervision
  const proposed = proposal
    ? [proposal.step, proposal.reason].map((value) => supervisionWord(value, language)).join(' · ')
    : ''
  return sheet([
    [supervisionLabel('supervision', language), names.resource(partName(name))],
    [label('title', language), title],
    [label('body', language), names.of(organisation)],
    [label('state', language), supervisionWord(state, language)],
    [supervisionLabel('proposal', language), proposed && `${proposed} ${dateText(proposal?.date)}`],
    ...urges.map(({ urger, time, text, matter }): readonly [string, string] => {
      const about = matter === 'URGE_MATTER_UNSPECIFIED' ? '' : ` [${supervisionWord(matter, language)}]`
      return [
        supervisionLabel('urged', language),
        `${timeText(time)} ${names.of(urger)}${about} ${text?.value ?? ''}`.trimEnd(),
      ]
    }),
    ...steps.flatMap((step) => stepLines(step, language)),
    [label('version', language), `${etag}`],
  ])
}
