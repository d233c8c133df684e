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
  YEAR_CLOSED: { en: '{year} is closed', zh: '{year} 年度已结账' },
  YEAR_NOT_OVER: { en: '{year} is not over', zh: '{year} 年度尚未结束' },

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
  NOT_SPONSOR: { en: 'Only who handed it in, {sponsor}, does that', zh: '仅申报单位 {sponsor} 可办' },
  SUPPLEMENT_OPEN: {
    en: 'Something is missing, and may be brought until {until}',
    zh: '材料待补正,补正期限至 {until}',
  },
  SUPPLEMENT_OTHER: {
    en: 'What is brought must be of the same measure and applicant: {measure}, {applicant}',
    zh: '补正不得变更措施与申报主体:{measure},{applicant}',
  },
  NOTHING_MISSING: { en: 'Nothing is missing', zh: '无须补正' },
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
    en: 'Say who handled, reviewed and signed it: money moves by that',
    zh: '请注明经办、审核、签发人员:此环节涉及资金',
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
    en: 'It is more than {fen} fen, up to which this person signs alone: two persons of the role sign it',
    zh: '超出该人员单独签办限额 {fen} 分,须由两名同岗人员共同签办',
  },
  NO_BUILDER_PAID: { en: 'The measure pays who applies, and no builder', zh: '该措施支付申报单位,不支付建设单位' },

  // Payments
  PAYEE_NOT_FOUND: { en: 'There is no such payee', zh: '无此收款人' },
  ACCOUNT_WAITS: {
    en: 'The account {masked} waits to be confirmed: confirm or refuse it first',
    zh: '账户 {masked} 尚待复核:请先复核或退回',
  },
  NO_ACCOUNT_WAITS: { en: 'No account waits to be confirmed', zh: '无待复核的账户' },
  SECOND_PERSON_NEEDED: {
    en: '{person} has proposed it: another person confirms it',
    zh: '{person} 已录入该账户,须由他人复核',
  },
  NO_ACCOUNT: {
    en: '{payee} has no confirmed account that counts today',
    zh: '{payee} 今日无已复核生效的账户',
  },
  ACCOUNT_CHANGES: {
    en: 'The account of {payee} is being changed: nothing is ordered until the other one counts, or is refused',
    zh: '{payee} 的收款账户正在变更:新账户生效或退回前不发出支付指令',
  },
  ACCOUNT_OF_ANOTHER: {
    en: 'The account is in the name of {holder}, and the applicant is {name}',
    zh: '账户户名为 {holder},与申报主体 {name} 不一致',
  },
  TRANSFER_NOT_FOUND: { en: 'There is no such transfer', zh: '无此支付' },
  TRANSFER_EXISTS: { en: 'There is a transfer of that name already', zh: '已有同名支付' },
  TRANSFER_NOT_READY: { en: 'The transfer is {state}: that is not done now', zh: '该支付现为 {state},不能如此办理' },
  APPLICATION_NOT_APPROVED: {
    en: 'The application is not approved: nothing is paid for it',
    zh: '该申报尚未批准,不得支付',
  },
  MORE_THAN_RESERVED: {
    en: '{fen} fen are reserved and not requested yet: no more can be, and not nothing',
    zh: '已预留而未申请支付的为 {fen} 分:申请额须大于零且不超过此数',
  },
  BANK_ENTRY_HEARD: { en: 'The bank has said {reference} before', zh: '银行回报 {reference} 已登记' },
  BOOKED_TOO_MUCH: { en: 'No more than {fen} fen are to be booked', zh: '待入账仅 {fen} 分' },
  RETURNED_TOO_MUCH: { en: 'No more than {fen} fen are booked', zh: '已入账仅 {fen} 分' },

  // Awards after they were approved
  AWARD_DECIDED_OTHERWISE: {
    en: 'The meeting says what is awarded where the measure has no formula, and only there',
    zh: '一事一议的措施由会议确定金额,其他措施按公式核算,不由会议另定',
  },
  POOL_TOO_SMALL: {
    en: 'The pool has {fen} fen left: what a meeting decided is not cut down to it',
    zh: '资金池仅余 {fen} 分:会议确定的金额不因此削减',
  },
  AWARD_UNCHANGED: { en: 'The award stays what it is by that', zh: '据此核算,金额不变' },
  PAYMENT_UNDER_WAY: {
    en: 'Payments of {fen} fen are under way: the award is not lowered below them',
    zh: '尚有 {fen} 分支付在办:不得减至其下',
  },
  NOTHING_CLAIMED: { en: 'Nothing is claimed back', zh: '无应收回款项' },
  MORE_THAN_CLAIMED: { en: 'No more than {fen} fen are claimed back', zh: '应收回款项仅 {fen} 分' },
  INSTALMENTS_MISFIT: {
    en: '{fen} fen are claimed back, and the instalments come to {sum}',
    zh: '应收回 {fen} 分,而各期合计 {sum} 分',
  },
  INSTALMENT_IN_PAST: { en: 'The first instalment is due on {due}, which is over', zh: '首期期限 {due} 已过' },
  RECOVERY_KNOWN: { en: '{reference} is recorded already', zh: '{reference} 已登记' },
  DAY_NOT_YET: { en: '{day} has not come yet', zh: '{day} 尚未到来' },
  SHARED_BY_CALL: {
    en: 'The pool is shared out in proportion, call by call: name the call that is answered',
    zh: '该资金池按申报通知逐次按比例分配,请写明所答复的申报通知',
  },
  SHARED_OTHERWISE: {
    en: 'Those who answer the call share {pool}, and the measure pays out of another pool by now',
    zh: '答复该通知的申报共分 {pool},而该措施现由另一资金池支付',
  },
  NOT_APPORTIONED: {
    en: 'Its pool is shared out in proportion, and was not yet: it goes on once it was',
    zh: '资金池尚未按比例分配,分配后方可继续',
  },
  APPORTIONMENT_NOT_FOUND: {
    en: 'There is no such apportionment, or it is not for you to see: nobody has applied under the call',
    zh: '没有该分配事项,或无权查看:尚无单位据该通知申报',
  },
  APPORTIONED: { en: 'The pool was shared out for the call already', zh: '该通知的资金池已分配' },
  CALL_STILL_OPEN: {
    en: 'The call takes applications until {last}: the pool is shared out after that',
    zh: '申报通知受理至 {last},此后方可分配',
  },
  APPLICATIONS_CHANGED: {
    en: 'Another application has come in meanwhile: send it once more',
    zh: '其间又有新的申报,请重新提交',
  },
  CLAIMS_OPEN: {
    en: 'What these claim is not known yet: {applications}; admit or refuse them first',
    zh: '下列申报的应补金额尚未核定:{applications};请先核定或不予通过',
  },
  NOTHING_CLAIMED_OF_POOL: { en: 'No application of the call goes on', zh: '该通知下没有在办的申报' },
  TOO_MANY_CLAIMS: {
    en: '{claims} claims are more than one record holds: at most {most}',
    zh: '共 {claims} 件申报,超过一次分配的上限 {most} 件',
  },
  CLAIMED_TWICE: {
    en: '{application} is a second claim of what each applicant has once: refuse one of them first',
    zh: '{application} 是同一单位对一次性补贴的重复申报,请先不予通过其中一件',
  },
  NO_INSTALMENTS: { en: 'The award is paid once, and not over years', zh: '该核定金额一次支付,不分年' },
  INSTALMENT_DRAWN: { en: 'What {year} pays is reserved already', zh: '{year} 年度已预留,不得重复续拨' },
  INSTALMENT_BEYOND: {
    en: 'Of {year} nothing is paid: the later years are {from} to {last}',
    zh: '{year} 年度不在续拨年度({from} 至 {last})内',
  },
  INSTALMENT_NOT_YET: {
    en: '{year} has not come yet: what it pays is reserved then',
    zh: '{year} 年度尚未开始,届时方可续拨',
  },
  INSTALMENTS_STOPPED: {
    en: 'Something of the award was claimed back: no later year pays any more',
    zh: '该核定金额已有应收回款项,不再续拨',
  },
  NOT_PAID: { en: 'Not all of it is paid yet', zh: '尚未全部支付' },
  EVALUATED_BEFORE: { en: 'It was evaluated already', zh: '已作绩效评价' },
}
