/** Requests for more time for people: what was asked, what the leads thought, and until when it was granted. */
import type { ExtensionRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { dateText, timeText } from './time.ts'
import { label, word } from './words.ts'

type Line = readonly [string, string]

/** What became of a request: the day that was granted, which need not be the one asked for, or why it was refused. */
function decidedText({ outcome, grantedDue, refusalReason, decideTime }: ExtensionRequest, language: Language): string {
  const said = word(outcome, language)
  if (!decideTime) return ` ${said}`
  const on = timeText(decideTime).slice(0, 10)
  const until = dateText(grantedDue)
  if (grantedDue) return { zh: `,${on} ${said},延至 ${until}`, en: ` ${said} until ${until} on ${on}` }[language]
  const why = refusalReason?.value
  return { zh: `,${on} ${said}${why ? `(${why})` : ''}`, en: ` ${said} on ${on}${why ? ` (${why})` : ''}` }[language]
}

function requestText(request: ExtensionRequest, language: Language): string {
  const { number, milestone, due, reason } = request
  const until = language === 'zh' ? `拟延至 ${dateText(due)}` : `asked until ${dateText(due)}:`
  const why = reason?.value ? { zh: `;理由:${reason.value}`, en: `; it asked because: ${reason.value}` }[language] : ''
  return `${number}.${milestone ? ` ${milestone}` : ''} ${until}${decidedText(request, language)}${why}`
}

/** What the leads think of it, each with why; that none has said so yet only while it waits. */
function opinionLines({ number, opinions, outcome }: ExtensionRequest, names: Names, language: Language): Line[] {
  const isWaiting = outcome === 'EXTENSION_OUTCOME_UNSPECIFIED'
  const none = { zh: '尚无牵头单位意见', en: 'no opinion of a lead yet' }[language]
  const said = opinions.map(({ lead, supports, text }) => {
    const how = { zh: supports ? '支持' : '不支持', en: supports ? 'supported by' : 'opposed by' }[language]
    const why = text?.value ? `${{ zh: ':', en: ': ' }[language]}${text.value}` : ''
    return `${how} ${names.of(lead)}${why}`
  })
  const shown = said.length || !isWaiting ? said : [none]
  return shown.map((text): Line => [label('opinion', language), `${number}. ${text}`])
}

/** One request after the other, each with what the leads think of it. */
export const extensionLines = (requests: readonly ExtensionRequest[], names: Names, language: Language): Line[] =>
  requests.flatMap((request): Line[] => [
    [label('extension', language), requestText(request, language)],
    ...opinionLines(request, names, language),
  ])
