/** Organisations for people. */
import type { Organisation } from '#proto/qiantou/directory/v1/directory_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText } from './time.ts'
import { type Label, label, word } from './words.ts'

/** One organisation a row. */
export function organisationTable(organisations: readonly Organisation[], language: Language): string {
  const head = (['code', 'level', 'kind', 'state', 'name'] as const).map((name) => label(name, language))
  const rows = organisations.map(({ name, level, kind, state, titleZh, titleEn }) => [
    codeOf(name),
    word(level, language),
    word(kind, language),
    word(state, language),
    language === 'zh' ? titleZh : titleEn,
  ])
  return table(head, rows)
}

/** How it ended or will end, in a line; empty where no end is known. */
function endText({ end }: Organisation, names: Names, language: Language): string {
  if (!end) return ''
  const successors = names.list(end.successors)
  return [dateText(end.effectiveDate), word(end.ending, language), successors, end.basis].filter(Boolean).join(' ')
}

/** All of one organisation: what it is, and below that its names, members and people, as far as there are any. */
export function organisationSheet(organisation: Organisation, names: Names, language: Language): string {
  const say = (what: Label): string => label(what, language)
  const { name, titleZh, titleEn, aliases, level, kind, state, superior, registrar, etag } = organisation
  const facts = sheet([
    [say('code'), codeOf(name)],
    [say('name'), titleZh],
    [say('nameEnglish'), titleEn],
    [say('aliases'), aliases.join('、')],
    [say('level'), word(level, language)],
    [say('kind'), word(kind, language)],
    [say('state'), word(state, language)],
    [say('end'), endText(organisation, names, language)],
    [say('superior'), superior && names.of(superior)],
    [say('registrar'), names.of(registrar)],
    [say('members'), names.list(organisation.members)],
    [say('version'), `${etag}`],
  ])
  const days = (one: { fromDate: Organisation['titles'][number]['fromDate']; toDate: typeof one.fromDate }) => [
    dateText(one.fromDate),
    dateText(one.toDate),
  ]
  // Whoever has always been a member stands among the members already.
  const dated = organisation.memberships.filter(({ fromDate, toDate }) => fromDate || toDate)
  const sections = [
    rowsUnder(['from', 'to', 'name'], organisation.titles.length > 1 ? organisation.titles : [], (one) => [
      ...days(one),
      language === 'zh' ? one.titleZh : one.titleEn,
    ]),
    rowsUnder(['from', 'to', 'member'], dated, (one) => [...days(one), names.of(one.member)]),
    rowsUnder(['from', 'to', 'role', 'name', 'person', 'limit'], organisation.terms, (one) => [
      ...days(one),
      word(one.role, language),
      one.displayName?.value ?? '',
      one.person,
      one.limitFen ? yuanOf(one.limitFen) : '',
    ]),
  ]
  return [facts, ...sections.filter((section) => section !== '')].join('\n')

  function rowsUnder<T>(head: readonly Label[], all: readonly T[], row: (one: T) => readonly string[]): string {
    return all.length ? table(head.map(say), all.map(row)) : ''
  }
}
