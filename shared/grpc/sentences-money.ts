/** Reasons about money. */
import type { Sentences } from './sentences.ts'

export const moneySentences: Sentences = {
  MEASURE_NOT_FOUND: { en: 'There is no such measure', zh: '无此政策措施' },
  MEASURE_EXISTS: {
    en: 'There is a measure of that name already; amend it, or take another name',
    zh: '已有同名政策措施:请修订原措施,或另取名称',
  },
  MEASURE_UNCHANGED: { en: 'That is what its last version says already', zh: '与现行版本完全相同,无需修订' },
  CLAUSE_NO_MEASURE: {
    en: '{clause} is no clause of the programme that promises money',
    zh: '{clause} 不是本方案的政策措施条目',
  },
  MEASURE_EXPIRED: {
    en: 'The measure was in force until {until} only: nothing can be paid by it any more',
    zh: '该措施有效期至 {until},已过期,不得再据以支付',
  },
  MEASURE_EFFECTIVE_TOO_EARLY: {
    en: 'A new version can apply from {earliest} on at the earliest, not from {from}: claims may have been judged by then',
    zh: '新版本最早自 {earliest} 起施行,不得自 {from} 起:此前的申报可能已按原版本审核',
  },
}
