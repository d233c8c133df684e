/** What the directory's facts tell, in a few words. */
import type * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import type { Bilingual } from '../settings.ts'
import { dateText } from './time.ts'
import { word } from './words.ts'

type DirectoryFact =
  | directory.OrganisationRegistered
  | directory.OrganisationRenamed
  | directory.OrganisationMerged
  | directory.OrganisationSplit
  | directory.OrganisationDissolved
  | directory.MemberAdded
  | directory.MemberRemoved
  | directory.TermBegan
  | directory.TermEnded

export const isOfDirectory = (fact: { readonly $type: string }): fact is DirectoryFact =>
  fact.$type.startsWith('qiantou.directory.')

type NameOf = (organisation: string) => string

/** What became of an organisation's entry; which one it is, the record says beside it. */
export function changed(fact: DirectoryFact, name: NameOf): Bilingual {
  switch (fact.$type) {
    case 'qiantou.directory.v1.OrganisationRegistered':
      return { zh: `登记“${fact.titleZh}”`, en: `registered “${fact.titleEn}”` }
    case 'qiantou.directory.v1.OrganisationRenamed': {
      const day = dateText(fact.effectiveDate)
      return { zh: `自 ${day} 起更名为“${fact.titleZh}”`, en: `renamed it to “${fact.titleEn}” from ${day} on` }
    }
    case 'qiantou.directory.v1.OrganisationMerged':
      return ended({ zh: '并入', en: 'merged it into' }, [fact.into], fact, name)
    case 'qiantou.directory.v1.OrganisationSplit':
      return ended({ zh: '拆分为', en: 'split it into' }, fact.into, fact, name)
    case 'qiantou.directory.v1.OrganisationDissolved': {
      const act = fact.successor
        ? { zh: '撤销,承接单位为', en: 'dissolved it in favour of' }
        : { zh: '撤销', en: 'dissolved it' }
      return ended(act, fact.successor ? [fact.successor] : [], fact, name)
    }
    case 'qiantou.directory.v1.MemberAdded':
      return { zh: `加入成员 ${name(fact.member)}`, en: `added the member ${name(fact.member)}` }
    case 'qiantou.directory.v1.MemberRemoved': {
      const day = dateText(fact.effectiveDate)
      return {
        zh: `自 ${day} 起移出成员 ${name(fact.member)}`,
        en: `removed the member ${name(fact.member)} from ${day} on`,
      }
    }
    case 'qiantou.directory.v1.TermBegan':
    case 'qiantou.directory.v1.TermEnded':
      return told(fact)
  }
}

const ended = (
  act: Bilingual,
  successors: readonly string[],
  { effectiveDate }: { readonly effectiveDate: directory.OrganisationMerged['effectiveDate'] },
  name: NameOf,
): Bilingual => {
  const [day, names] = [dateText(effectiveDate), successors.map(name)]
  return {
    zh: `自 ${day} 起${act.zh}${names.length ? ` ${names.join('、')}` : ''}`,
    en: `${act.en}${names.length ? ` ${names.join(', ')}` : ''} from ${day} on`,
  }
}

function told(fact: directory.TermBegan | directory.TermEnded): Bilingual {
  const [zh, en] = [word(fact.role, 'zh'), word(fact.role, 'en')]
  if (fact.$type === 'qiantou.directory.v1.TermEnded') {
    const day = dateText(fact.toDate)
    return { zh: `${zh}任期至 ${day}`, en: `ended a term as ${en} with ${day}` }
  }
  const day = dateText(fact.fromDate)
  return { zh: `自 ${day} 起设${zh}`, en: `began a term as ${en} on ${day}` }
}
