/** How facts about the directory are said; which organisation they are about, the record says beside them. */
import type * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import type { Bilingual } from '../settings.ts'
import type { Tales, Telling } from './tale.ts'
import { dateText } from './time.ts'
import { word } from './words.ts'

type DirectoryFact =
  | directory.OrganisationRegistered
  | directory.OrganisationRenamed
  | directory.OrganisationMerged
  | directory.OrganisationSplit
  | directory.OrganisationDissolved
  | directory.SuccessorNamed
  | directory.MemberAdded
  | directory.MemberRemoved
  | directory.TermBegan
  | directory.TermEnded

const ended = (
  act: Bilingual,
  successors: readonly string[],
  { effectiveDate }: Pick<directory.OrganisationMerged, 'effectiveDate'>,
  { names }: Telling,
): Bilingual => {
  const day = dateText(effectiveDate)
  const whom = successors.length ? ` ${names(successors)}` : ''
  return { zh: `自 ${day} 起${act.zh}${whom}`, en: `${act.en}${whom} from ${day} on` }
}

export const directoryTales: Tales<DirectoryFact> = {
  'qiantou.directory.v1.OrganisationRegistered': ({ titleZh, titleEn }) => ({
    zh: `登记“${titleZh}”`,
    en: `registered “${titleEn}”`,
  }),
  'qiantou.directory.v1.OrganisationRenamed': ({ titleZh, titleEn, effectiveDate }) => {
    const day = dateText(effectiveDate)
    return { zh: `自 ${day} 起更名为“${titleZh}”`, en: `renamed it to “${titleEn}” from ${day} on` }
  },
  'qiantou.directory.v1.OrganisationMerged': (fact, telling) =>
    ended({ zh: '并入', en: 'merged it into' }, [fact.into], fact, telling),
  'qiantou.directory.v1.OrganisationSplit': (fact, telling) =>
    ended({ zh: '拆分为', en: 'split it into' }, fact.into, fact, telling),
  'qiantou.directory.v1.OrganisationDissolved': (fact, telling) =>
    fact.successor
      ? ended({ zh: '撤销,承接单位为', en: 'dissolved it in favour of' }, [fact.successor], fact, telling)
      : ended({ zh: '撤销', en: 'dissolved it' }, [], fact, telling),
  'qiantou.directory.v1.SuccessorNamed': ({ successor }, { name }) => ({
    zh: `明确承接单位为 ${name(successor)}`,
    en: `named ${name(successor)} as its successor`,
  }),
  'qiantou.directory.v1.MemberAdded': ({ member }, { name }) => ({
    zh: `加入成员 ${name(member)}`,
    en: `added the member ${name(member)}`,
  }),
  'qiantou.directory.v1.MemberRemoved': ({ member, effectiveDate }, { name }) => {
    const day = dateText(effectiveDate)
    return { zh: `自 ${day} 起移出成员 ${name(member)}`, en: `removed the member ${name(member)} from ${day} on` }
  },
  'qiantou.directory.v1.TermBegan': ({ role, fromDate }) => {
    const day = dateText(fromDate)
    return { zh: `自 ${day} 起设${word(role, 'zh')}`, en: `began a term as ${word(role, 'en')} on ${day}` }
  },
  'qiantou.directory.v1.TermEnded': ({ role, toDate }) => {
    const day = dateText(toDate)
    return { zh: `${word(role, 'zh')}任期至 ${day}`, en: `ended a term as ${word(role, 'en')} with ${day}` }
  },
}
