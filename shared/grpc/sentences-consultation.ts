import type { Sentences } from './sentences.ts'

/** What reasons about consultations mean. */
export const consultationSentences: Sentences = {
  CONSULTATION_NOT_FOUND: { en: 'There is no such consultation', zh: '无此征求意见事项' },
  CONSULTATION_EXISTS: { en: 'A consultation of this name exists', zh: '同名征求意见事项已存在' },
  NOT_INITIATOR: {
    en: 'Only {initiator}, who conducts the consultation, may do this',
    zh: '仅该事项的承办单位 {initiator} 可执行此操作',
  },
  NOT_CONSULTED: { en: 'The caller is not asked in this case', zh: '调用单位不在本件征求意见范围内' },
  NOT_REFEREE: {
    en: "Only {referee} may rule on it, or the programme's office for a meeting where it is not asked itself",
    zh: '仅 {referee} 可裁定,或由未被征求意见的方案主管机构据会议纪要办理',
  },
  CASE_NOT_FOUND: {
    en: 'The consultation has no case {case} that can still be dealt with',
    zh: '该事项中无可办理的第 {case} 件',
  },
  CASE_NOT_OPEN: {
    en: 'In state {state} nothing more can be said or changed in the case',
    zh: '该件处于 {state},不能再答复或变更',
  },
  NOBODY_ASKED: {
    en: 'The review asks none of the bodies that it was composed of any more; add others first',
    zh: '该备案联审已无参审单位,请先增加',
  },
  NOT_STANDING: { en: 'Only a standing joint review takes further cases', zh: '仅备案联审可续开新件' },
  TOO_MANY_CASES: { en: '{limit} cases are open; conclude one first', zh: '已有 {limit} 件在办,请先办结' },
  TOO_MANY_BODIES: { en: 'There can be {limit} bodies at most', zh: '单位至多 {limit} 个' },
  TOO_MANY_VERSIONS: { en: 'The text has had {limit} versions already', zh: '文稿已有 {limit} 稿' },
  SILENCE_IS_NO_CONSENT: {
    en: 'Silence may count as consent only where opinions are asked for; not in countersigning or joint review',
    zh: '仅征求意见可约定逾期视为同意,会签、联审不可',
  },
  STANDING_IS_JOINT_REVIEW: { en: 'Only a joint review can be a standing one', zh: '仅联审可设为常设' },
  INITIATOR_IS_ASKED: {
    en: 'Who opens or conducts a consultation is not asked in it, and does not rule on it',
    zh: '发起或承办单位不作为征求或裁定单位',
  },
  BODY_IS_GROUP: {
    en: '{organisation} is a group that has no members today: nobody would answer',
    zh: '{organisation} 为单位组,今日无成员,无人可复',
  },
  BODY_NOT_ASKED: { en: '{organisation} is not asked in it', zh: '{organisation} 不在征求范围内' },
  BODY_ALREADY_ASKED: { en: '{organisation} is asked in it already', zh: '{organisation} 已在征求范围内' },
  LAST_BODY: {
    en: 'It is the only body that is asked; withdraw the case instead',
    zh: '该单位为唯一征求单位,请改为撤回',
  },
  DISSENT_STAYS: {
    en: '{organisation} dissents; dissent is settled by agreement or by a ruling, not by removing the body',
    zh: '{organisation} 持不同意见,须经协商一致或裁定,不得移出',
  },
  ANSWER_UNCHANGED: { en: 'The caller has answered so already', zh: '已作此答复' },
  TEXT_UNCHANGED: {
    en: 'The newest text, version {newest}, reads just so',
    zh: '与最新的第 {newest} 稿文字相同,未作修改',
  },
  TEXT_HAS_CHANGED: {
    en: 'Version {newest} is the newest text, the answer is to version {version}',
    zh: '最新文稿为第 {newest} 稿,答复针对第 {version} 稿',
  },
  TIME_LIMIT_PASSED: { en: 'The time limit has passed: {limit} was the last day', zh: '时限已过,末日为 {limit}' },
  TIME_LIMIT_IN_PAST: {
    en: 'The time limit {limit} is over already; today is {today}',
    zh: '时限 {limit} 已过,今日为 {today}',
  },
  TIME_LIMIT_TOO_EARLY: {
    en: 'The time limit {limit} must not lie before {earliest}',
    zh: '时限 {limit} 不得早于 {earliest}',
  },
  NOTHING_TO_RULE: {
    en: 'In state {state} there is nothing to be ruled on: bodies must be divided, or silent beyond the limit',
    zh: '该件处于 {state},无须裁定:须意见分歧或逾期未复',
  },
  REFEREE_IS_PARTY: {
    en: '{referee} has a part in the case and cannot rule on it: refer it to a body that neither opened it nor was asked',
    zh: '{referee} 为本件当事单位,不得裁定:请报请既非发起单位、也未被征求意见的单位',
  },
  NOT_REFERRED: {
    en: 'In state {state} the case is not referred: who opened it refers it first, once answers divide',
    zh: '该件处于 {state},未报请裁定:意见不一致时,由发起单位先行报请',
  },
}
