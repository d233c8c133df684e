/** Facts of the directory, for stories: organisations of Hunan, and what becomes of them. */
import type { DateMessage } from '#proto/google/type/date.ts'
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { text } from './task-facts.ts'

export const named = (code: string): string => `organisations/${code}`
export const [office, bureau, other, third, group] = ['hn-office', 'hn-ai', 'hn-sjj', 'hn-gxt', 'hn-pilots'].map(
  named,
) as [string, string, string, string, string]

/** `2026-03-01`; '' is absent. */
export const on = (day: string): DateMessage | undefined => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return day ? { $type: 'google.type.Date', year, month, day: date } : undefined
}
export const basis = '湘编〔2026〕9号'
export const at = new Date('2026-11-26T04:00:00Z')

type Kind = 'ORGANISATION' | 'GROUP' | 'MECHANISM'
export const titles = { titleZh: '湖南省人工智能局', titleEn: 'Hunan Provincial AI Bureau', aliases: ['省人工智能局'] }
export const provincial = { level: 'ORGANISATION_LEVEL_PROVINCE', superior: '' } as const
export const registered = (from = '2020-01-01', kind: Kind = 'ORGANISATION', registrar = office) =>
  directory.OrganisationRegistered.fromPartial({
    ...{ ...titles, ...provincial, kind: `ORGANISATION_KIND_${kind}`, effectiveDate: on(from), registrar },
  })
export const renamed = (titleZh: string, day: string) =>
  directory.OrganisationRenamed.fromPartial({ titleZh, titleEn: 'x', aliases: [], effectiveDate: on(day) })
export const merged = (into: string, day: string) =>
  directory.OrganisationMerged.fromPartial({ into, effectiveDate: on(day), basis })
export const memberAdded = (member: string, day: string) =>
  directory.MemberAdded.fromPartial({ member, effectiveDate: on(day) })
export const memberRemoved = (member: string, day: string) =>
  directory.MemberRemoved.fromPartial({ member, effectiveDate: on(day) })
const person = '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'
export const liaison = { person, role: 'TERM_ROLE_LIAISON' } as const
export const termBegan = (from: string, to?: string) =>
  directory.TermBegan.fromPartial({
    ...{ ...liaison, displayName: text('张三'), fromDate: on(from) },
    ...(to ? { toDate: on(to) } : {}),
  })
export const termEnded = (to: string) => directory.TermEnded.fromPartial({ ...liaison, toDate: on(to) })
