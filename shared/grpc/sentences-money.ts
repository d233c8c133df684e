/** Reasons about money. */
import type { Sentences } from './sentences.ts'

/** A class without a name. */
const everybodyElse = { en: 'everybody else', zh: '其他申报单位' }

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
  CLASS_NOT_FOUND: {
    en: 'The measure says nothing of applicants of class {applicantClass}',
    zh: '该措施未规定“{applicantClass}”类申报单位的标准',
    none: everybodyElse,
  },
  CALL_NEEDED: {
    en: 'The measure says only the most that is paid to {applicantClass}: the call for {year} that sets what is paid is not there yet',
    zh: '该措施对“{applicantClass}”只规定了上限,{year} 年度申报通知尚未确定实际标准',
    none: everybodyElse,
  },
  NOT_FIRST_RESPONSIBLE: {
    en: "Only {office}, the programme's office, and {body}, which the measure names first as responsible, may open a call",
    zh: '仅方案主管机构 {office} 和该措施第一责任单位 {body} 可发布申报通知',
  },
  CALL_EXISTS: {
    en: 'The measure has a call {call} already; take another id',
    zh: '该措施已有申报通知 {call},请另取编号',
  },
  CALL_OUTSIDE_VALIDITY: {
    en: 'The measure is not in force on every day from {first} to {last}',
    zh: '{first} 至 {last} 之间有该措施未施行的日期',
  },
  CALL_OVERLAPS: {
    en: 'Call {call} takes applications for {year} on the same days: take others',
    zh: '申报通知 {call} 同期受理 {year} 年度申报,请另定起止日期',
  },
  CALL_OTHER_FIGURE: {
    en: 'For {applicantClass} the measure has a share where the call has a sum, or the other way round',
    zh: '对“{applicantClass}”,措施规定的是比例而申报通知写的是定额,或相反',
    none: everybodyElse,
  },
  CALL_DIFFERS_FROM_FIXED: {
    en: 'What {applicantClass} is paid is fixed by the measure: {fixed}; a call cannot set it otherwise',
    zh: '“{applicantClass}”的标准由措施定为 {fixed},申报通知不得另定',
    none: everybodyElse,
  },
  CALL_ABOVE_CEILING: {
    en: 'What the call pays to {applicantClass} is above what the measure allows: at most {most}',
    zh: '申报通知对“{applicantClass}”的标准超过措施规定的上限 {most}',
    none: everybodyElse,
  },
  CALL_CEILING_NOT_FOUND: {
    en: 'The measure has no ceiling of that kind ({scope}) for {applicantClass} that a call could lower',
    zh: '措施对“{applicantClass}”没有此类上限({scope}),申报通知无从调低',
    none: everybodyElse,
  },
}
