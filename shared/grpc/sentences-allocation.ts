/** Reasons about allocations and quotas. */
import type { Sentences } from './sentences.ts'

export const allocationSentences: Sentences = {
  ALLOCATION_NOT_FOUND: { en: 'There is no such allocation', zh: '无此资金分配方案或指标文件' },
  ALLOCATION_EXISTS: {
    en: 'There is an allocation of that name already; take another id',
    zh: '已有同名资金分配方案或指标文件,请另取编号',
  },
  ALLOCATION_NOT_PROPOSED: {
    en: 'The allocation is {state}: it is not issued, refused or taken back any more',
    zh: '该资金分配方案现为 {state},不能再下达、退回或撤回',
  },
  NOT_RESPONSIBLE_FOR_MEASURE: {
    en: "Only {office}, the programme's office, and bodies that the measure names as responsible propose how its money is allocated",
    zh: '资金分配方案仅由方案主管机构 {office} 或该措施的责任单位提出',
  },
  NOT_PROPOSER_OF_PLAN: {
    en: 'Only {proposer}, who proposed it, takes it back',
    zh: '仅提出单位 {proposer} 可撤回该方案',
  },
  POOL_EXCEEDED: {
    en: 'For {year} the pool has {fen} fen left: the plan asks for more',
    zh: '资金池 {year} 年度可用余额为 {fen} 分,方案合计超出余额',
  },
  DOCUMENT_USED: {
    en: '{allocation} was issued under the number {document} for {year} already: no two letters have the same',
    zh: '{year} 年度已有指标文件 {allocation} 使用文号 {document},文号不得重复',
  },
  HELD_OTHERWISE: {
    en: '{organisation} holds its quota of this pool as {holding}: not as this says',
    zh: '{organisation} 在该资金池的指标以 {holding} 身份持有,与此不符',
  },
  QUOTA_NOT_FOUND: { en: 'There is no such quota', zh: '无此预算指标' },
  NO_QUOTA: {
    en: '{organisation} holds no quota of this pool',
    zh: '{organisation} 在该资金池没有预算指标',
  },
  QUOTA_EXCEEDED: {
    en: 'Of {function} in that year {fen} fen are left of the quota: that is more',
    zh: '该年度 {function} 科目指标余额为 {fen} 分,超出余额',
  },
  QUOTA_TO_ITSELF: {
    en: 'A quota goes to another body than the one that holds it',
    zh: '指标须下达或调剂给其他单位,不得给本单位',
  },
  NOT_FINANCE_BUREAU: {
    en: 'Only a lower finance bureau passes on its quota; a department spends it, and finance adjusts it',
    zh: '仅下级财政部门可转下达指标;部门的指标由本部门使用,调剂由财政部门办理',
  },
  FUND_NATURE_DIFFERS: {
    en: 'An adjustment stays within one nature of funds',
    zh: '预算调剂不得跨资金性质',
  },
}
