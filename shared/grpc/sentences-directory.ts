import type { Sentences } from './sentences.ts'

/** What reasons about the directory mean. */
export const directorySentences: Sentences = {
  ORGANISATION_NOT_FOUND: { en: 'There is no such organisation', zh: '无此单位' },
  ORGANISATION_EXISTS: { en: 'An organisation of this name exists', zh: '同名单位已存在' },
  ORGANISATION_UNKNOWN: {
    en: 'The directory does not know {organisations}: have a registrar register it first',
    zh: '通讯录中无 {organisations},请先由登记管理机构登记',
  },
  ORGANISATION_ENDED: {
    en: '{organisation} is no longer there from {date} on; who succeeds it: {successors}',
    zh: '{organisation} 自 {date} 起已不存在,承接单位:{successors}',
    none: {
      en: 'nobody yet; its registrar names a successor (directory succeed), or its open parts are transferred or waived (task transfer, task waive)',
      zh: '尚无;请登记管理机构明确承接单位(directory succeed),或将其在办交办件转办、免办(task transfer、task waive)',
    },
  },
  ORGANISATION_NOT_YET_THERE: {
    en: '{organisation} is not there before {date}',
    zh: '{organisation} 自 {date} 起方存在',
  },
  CALLER_NOT_IN_DIRECTORY: {
    en: 'The directory does not know {organisation}; only one of its registrars may do this',
    zh: '通讯录中无 {organisation};仅登记管理机构可执行此操作',
  },
  NOT_REGISTRAR: {
    en: 'Only {registrar}, which administers the entry, may do this',
    zh: '仅登记管理机构 {registrar} 可执行此操作',
  },
  REGISTRAR_STAYS: {
    en: 'The organisation administers the directory and cannot end: nobody would administer its entries',
    zh: '该单位为登记管理机构,不得终止,否则其登记事项无人管理',
  },
  DATE_TOO_EARLY: {
    en: '{date} is too early: the first day possible is {earliest}',
    zh: '{date} 过早,最早为 {earliest}',
  },
  ENTRY_FULL: {
    en: 'The entry holds {limit} of these already and takes no more',
    zh: '该条目此类事项已达上限 {limit} 项',
  },
  OFFICE_WITHOUT_SUCCESSOR: {
    en: 'The organisation runs {programmes}: name a successor, who runs them from then on',
    zh: '该单位主管 {programmes},请明确承接单位',
  },
  ORGANISATION_GOES_ON: {
    en: 'The organisation has no end; end it, and say then who succeeds it',
    zh: '该单位并未终止;请在终止时明确承接单位',
  },
  SUCCESSOR_NAMED: {
    en: '{organisation} is succeeded by {successors} already; where that has ended, say who succeeds that one',
    zh: '{organisation} 已有承接单位 {successors};如其亦已终止,请明确其承接单位',
  },
  SUCCESSOR_IS_ITSELF: { en: 'An organisation cannot succeed itself', zh: '单位不得由其自身承接' },
  NOT_A_GROUP: { en: 'The organisation is no group and has no members', zh: '该单位不是单位组,没有成员' },
  MEMBER_IS_GROUP: {
    en: '{member} is a group itself; add its members one by one',
    zh: '{member} 本身是单位组,请逐一加入其成员',
  },
  ALREADY_MEMBER: {
    en: '{member} is a member on that day or after it; end that membership first',
    zh: '{member} 在该日或其后已是成员,请先移出',
  },
  NOT_A_MEMBER: { en: '{member} has no membership to end', zh: '{member} 没有可终止的成员资格' },
  TERM_OVERLAPS: {
    en: 'The person has this role from {from} on; end that term first',
    zh: '该人员自 {from} 起已担任此职,请先终止该任期',
  },
  TERM_NOT_FOUND: {
    en: 'The person has no term in this role that lasts beyond {date}',
    zh: '该人员没有延续至 {date} 之后的此项任期',
  },
}
