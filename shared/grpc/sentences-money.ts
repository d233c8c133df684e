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
  MEASURE_OF_OTHER_CLAUSE: {
    en: 'The measure is of {clause}, and stays so: what another clause promises is entered as a measure of its own',
    zh: '该措施出自 {clause},修订不得改属其他条目:其他条目的措施请另行录入',
  },
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
  CALL_OVER: {
    en: 'Its last day, {last}, is over: nobody could hand anything in any more',
    zh: '受理截止日 {last} 已过:不会再有单位能够申报',
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

  // Pools
  POOL_NOT_FOUND: { en: 'There is no such pool', zh: '无此资金池' },
  POOL_EXISTS: { en: 'There is a pool of that name already', zh: '已有同名资金池' },
  POOL_NOT_OPEN: {
    en: 'The measure pays out of {pool}, which has not been opened',
    zh: '该措施由 {pool} 支付,而该资金池尚未设立',
  },
  POOL_EXHAUSTED: { en: 'The pool has nothing left for this year', zh: '本年度资金池已无余额' },
  NOT_FINANCE_DEPARTMENT: {
    en: 'Only the finance department, {finance}, does that',
    zh: '此事仅由财政部门 {finance} 办理',
  },
  BUDGET_UNCHANGED: { en: 'That is what {year} has already', zh: '{year} 年度预算本已如此' },
  BUDGET_IN_USE: {
    en: '{year} needs {fen} fen at least: so much is reserved, paid or gone',
    zh: '{year} 年度预算不得少于 {fen} 分:此数已预留、已支付或已结转',
  },
  BUDGET_NOT_SET: { en: '{year} has no budget', zh: '{year} 年度尚未下达预算' },
  YEAR_CLOSED: {
    en: 'The pool has closed {year}: only what was requested by then is still paid',
    zh: '资金池 {year} 年度已结账:仅支付结账前已申请的款项',
  },
  YEAR_NOT_OVER: { en: '{year} is not over', zh: '{year} 年度尚未结束' },
  YEAR_NOT_BEGUN: { en: '{year} has not begun', zh: '{year} 年度尚未开始' },

  // Applications
  APPLICATION_NOT_FOUND: { en: 'There is no such application', zh: '无此申报' },
  APPLICATION_EXISTS: { en: 'There is an application of that name already', zh: '已有同名申报' },
  APPLICATION_ENDED: { en: 'The application has ended: {state}', zh: '该申报已终结:{state}' },
  APPLICATION_APPROVED: {
    en: 'The application is approved: it is neither refused nor taken back any more',
    zh: '该申报已批准,不得再不予通过或撤回',
  },
  MEASURE_NOT_IN_FORCE: {
    en: 'The measure is not in force on {today}',
    zh: '{today} 该措施不在有效期内',
  },
  MEASURE_NOT_PAID_HERE: {
    en: 'What is shared out in proportion is paid once, by a formula: this measure can be tried, and not applied for',
    zh: '按比例分配的措施须按公式一次支付,该措施只能试算,不能申报',
  },
  CALL_NOT_FOUND: { en: 'The measure has no call {call}', zh: '该措施没有申报通知 {call}' },
  CALL_NOT_OPEN: {
    en: 'The call takes applications from {first} to {last} only',
    zh: '该申报通知仅在 {first} 至 {last} 受理申报',
  },
  BASIS_MISFIT: {
    en: 'The measure asks for {basis}: bills for YEAR_SPENDING, an investment for APPROVED_INVESTMENT, neither for SUM',
    zh: '该措施按 {basis} 计算:年度支出须附票据,核定投资须填投资额,定额两者皆不填',
  },
  RECOMMENDERS_NEEDED: {
    en: 'The measure asks for recommendations, level by level: name who recommends',
    zh: '该措施须逐级推荐:请列明推荐单位',
  },
  NO_RECOMMENDERS_NEEDED: { en: 'The measure asks for no recommendations', zh: '该措施无须推荐' },
  STEP_NOT_NEXT: { en: '{step} is not next: {next} is', zh: '尚未到 {step} 环节,现应办理 {next}' },
  NOT_YOUR_TURN: { en: 'It is the turn of {turn}', zh: '现由 {turn} 办理' },
  BODY_NOT_CONCERNED: { en: '{organisation} has nothing to do with it', zh: '{organisation} 与此事项无关' },
  NOT_SPONSOR: { en: 'Only who handed it in, {sponsor}, does that', zh: '仅申报单位 {sponsor} 可办' },
  SUPPLEMENT_OPEN: {
    en: 'Something is missing, and may be brought until {until}',
    zh: '材料待补正,补正期限至 {until}',
  },
  SUPPLEMENT_OTHER: {
    en: 'What is brought must be of the same measure, applicant and call: {measure}, {applicant}, {call}',
    zh: '补正不得变更措施、申报主体与申报通知:{measure},{applicant},{call}',
  },
  NOTHING_MISSING: { en: 'Nothing is missing', zh: '无须补正' },
  JOINT_REVIEW_NEEDS_BODIES: {
    en: 'Who reviews jointly are the bodies that the measure names: a joint review needs two at least',
    zh: '联审由措施所列责任单位进行:设联审环节须列两个以上单位',
  },
  JOINT_REVIEW_UNKNOWN: {
    en: 'No consultation {consultation} about an application is known to you here; what was opened just now is named with its receipt',
    zh: '未见您可查阅的就申报发起的事项 {consultation};刚刚发起的,请以其回执注明',
  },
  JOINT_REVIEW_OF_ANOTHER: {
    en: 'That consultation is not about this application, but about {application}',
    zh: '该征求意见事项不是本申报的联审,其事项为 {application}',
    none: { en: 'none', zh: '无' },
  },
  NO_JOINT_REVIEW: {
    en: 'That consultation is no joint review of one case: open one of the kind joint_review about the application',
    zh: '该征求意见事项不是单件联审:请就本申报发起联审(joint_review)',
  },
  JOINT_REVIEW_INCOMPLETE: {
    en: 'The joint review does not ask {organisations}, whom the measure names as responsible: add them',
    zh: '联审未征求措施所列责任单位 {organisations}:请增加征求单位',
  },
  JOINT_REVIEW_NOT_CONCLUDED: {
    en: 'The joint review is {state}: it is taken in once it has come to consensus, is divided, or was ruled on',
    zh: '联审现为 {state}:达成一致、意见分歧或已裁定后方可办理',
  },
  JOINT_REVIEW_RULED_AGAINST: {
    en: 'The ruling on the joint review is against it: refuse the application',
    zh: '联审裁定不予同意:请对该申报作不予通过处理',
  },
  DISSENT_UNANSWERED: {
    en: '{organisations} disagree: say why it goes on in spite of that, or refuse the application',
    zh: '{organisations} 不同意:请说明不予采纳的理由,或对该申报作不予通过处理',
  },
  CREDIT_NOT_GOOD: {
    en: 'The applicant is not in good standing: {problem}',
    zh: '申报主体信用核查未通过:{problem}',
  },
  CREDIT_REGISTER_UNREADABLE: {
    en: 'The credit register can not be read: {problem}; nobody is in good standing by default',
    zh: '信用名单无法读取:{problem};未经核查不得视为通过',
  },
  NOTHING_TO_AWARD: {
    en: 'It comes to nothing: {step} leaves nothing',
    zh: '核算结果为零:{step} 一步后无余额',
  },
  GRANTED_BEFORE: {
    en: 'Each applicant has it once, and this one has had it',
    zh: '每家主体限享受一次,该主体已享受',
  },
  NOTICE_OPEN: { en: 'It is shown publicly until {until}', zh: '公示期至 {until},期满方可办理' },
  NO_NOTICE_OPEN: { en: 'It is not shown publicly now', zh: '现不在公示期' },
  OBJECTION_OPEN: { en: 'An objection is open: settle it first', zh: '有异议待处理:请先处理异议' },
  NO_OBJECTION: { en: 'No objection is open', zh: '无待处理的异议' },
  SIGN_OFF_NEEDED: {
    en: 'Say who handled, reviewed or signed it (sign_off): money moves by that',
    zh: '请注明经办、审核或签发人员(sign_off):此环节涉及资金',
  },
  DUTIES_NOT_SEPARATE: {
    en: '{person} has signed {step} already: who handles, who reviews, who approves and who pays are different persons',
    zh: '{person} 已签办 {step}:经办、审核、批准、支付须由不同人员担任',
  },
  SIGNER_WITHOUT_ROLE: {
    en: '{person} is no {role} of this body, as the directory has it today',
    zh: '按今日名录,{person} 不是本单位 {role}',
  },
  TWO_PERSONS_NEEDED: {
    en: 'It is more than {fen} fen, up to which {person} signs alone: another person of the role signs it too; whoever is named twice counts once',
    zh: '超出 {person} 单独签办限额 {fen} 分,须另有一名同岗人员共同签办;同一人重复列名只计一人',
  },
  NO_BUILDER_PAID: { en: 'The measure pays who applies, and no builder', zh: '该措施支付申报单位,不支付建设单位' },
}
