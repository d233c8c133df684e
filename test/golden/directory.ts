import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { gxt, kjt, type Line, office, reason } from './line.ts'

const bureau = 'organisations/hn-ai'
const group = 'organisations/hn-pilots'
const person = '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'
const on = (year: number, month: number, day: number) => ({ year, month, day })
const basis = '湘编〔2026〕9号'
const entry = {
  ...{ titleZh: '湖南省人工智能局', titleEn: 'Hunan Provincial AI Bureau', aliases: ['省人工智能局'] },
  ...({ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE', superior: gxt } as const),
  ...{ effectiveDate: on(2026, 1, 1), registrar: office },
}
const liaison = { person, role: 'TERM_ROLE_LIAISON' as const }

/** The lives of some entries of the directory. */
export const entries: readonly Line[] = [
  {
    ...{ subject: bureau, actor: office, admits: [office, bureau] },
    fact: directory.OrganisationRegistered.fromPartial(entry),
  },
  {
    ...{ subject: group, actor: office, admits: [office, group] },
    fact: directory.OrganisationRegistered.fromPartial({
      ...{ ...entry, titleZh: '各试点单位', titleEn: 'Pilots', aliases: [], kind: 'ORGANISATION_KIND_GROUP' },
      ...{ superior: '', effectiveDate: undefined },
    }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.OrganisationRenamed.fromPartial({
      ...{ titleZh: '湖南省智能局', titleEn: 'Hunan Provincial Bureau of AI', aliases: [] },
      effectiveDate: on(2026, 3, 1),
    }),
  },
  {
    ...{ subject: group, actor: office },
    fact: directory.MemberAdded.fromPartial({ member: bureau, effectiveDate: on(2026, 2, 1) }),
  },
  {
    ...{ subject: group, actor: office },
    fact: directory.MemberRemoved.fromPartial({ member: bureau, effectiveDate: on(2026, 4, 1) }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.TermBegan.fromPartial({ ...liaison, displayName: reason(11), fromDate: on(2026, 1, 5) }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.TermEnded.fromPartial({ ...liaison, toDate: on(2026, 6, 30) }),
  },
  {
    ...{ subject: bureau, actor: office, admits: [gxt] },
    fact: directory.OrganisationMerged.fromPartial({ into: gxt, effectiveDate: on(2026, 7, 1), basis }),
  },
  {
    ...{ subject: group, actor: office, admits: [kjt, gxt] },
    fact: directory.OrganisationSplit.fromPartial({ into: [kjt, gxt], effectiveDate: on(2026, 8, 1), basis }),
  },
  {
    ...{ subject: 'organisations/hn-old', actor: office, admits: [office, 'organisations/hn-old'] },
    fact: directory.OrganisationRegistered.fromPartial({ ...entry, titleZh: '旧局', titleEn: 'Old Bureau' }),
  },
  {
    ...{ subject: 'organisations/hn-old', actor: office, admits: [kjt] },
    fact: directory.OrganisationDissolved.fromPartial({ successor: kjt, effectiveDate: on(2026, 9, 1), basis }),
  },
]

/** An entry that ended without a successor, and was given one afterwards. */
export const laterSuccessor: readonly Line[] = [
  {
    ...{ subject: 'organisations/hn-left', actor: office, admits: [office, 'organisations/hn-left'] },
    fact: directory.OrganisationRegistered.fromPartial({ ...entry, titleZh: '原局', titleEn: 'Former Bureau' }),
  },
  {
    ...{ subject: 'organisations/hn-left', actor: office },
    fact: directory.OrganisationDissolved.fromPartial({ effectiveDate: on(2026, 9, 1), basis }),
  },
  {
    ...{ subject: 'organisations/hn-left', actor: office, admits: [kjt] },
    fact: directory.SuccessorNamed.fromPartial({ successor: kjt, basis }),
  },
]
