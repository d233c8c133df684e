/** Reasons about payments, and about awards after they were approved. */
import type { Sentences } from './sentences.ts'

export const paymentSentences: Sentences = {
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
    en: 'The account is in the name of {holder}, and who is paid is {name}',
    zh: '账户户名为 {holder},与收款单位 {name} 不一致',
  },
  TRANSFER_NOT_FOUND: { en: 'There is no such payment', zh: '无此支付' },
  TRANSFER_EXISTS: { en: 'There is a payment of that name already', zh: '已有同名支付' },
  ORDER_ENDED: {
    en: 'That is a former order, of which nothing is to be paid or to come back any more: ask the bank what it has done',
    zh: '该支付指令为以前的指令,不应再有支付或退回,请向银行核实',
  },
  ORDER_NOT_LEFT: {
    en: 'The order has not left for the bank yet, so the bank can have said nothing of it: it leaves as soon as it can',
    zh: '该支付指令尚未送交银行,银行无从答复:一旦可行即送出',
  },
  TRANSFER_NOT_READY: {
    en: 'The payment is {state}, and this is not done then: it is requested, approved, ordered and booked, in this order',
    zh: '该支付现为 {state},不能如此办理:支付依次经申请、同意、发出指令、入账',
  },
  APPLICATION_NOT_APPROVED: {
    en: 'The application is not approved: nothing is paid for it',
    zh: '该申报尚未批准,不得支付',
  },
  MORE_THAN_RESERVED: {
    en: '{fen} fen are reserved and not requested yet: what is requested is more than 0 and no more than that',
    zh: '已预留而未申请支付的为 {fen} 分:申请额须大于零且不超过此数',
  },
  MORE_THAN_PROPOSED: {
    en: '{fen} fen of the spending plan are proposed and not requested yet: what is requested is more than 0 and no more than that. Its next part waits for {next}',
    zh: '用款计划中已提示而未申请支付的为 {fen} 分:申请额须大于零且不超过此数;下一笔待 {next}',
  },
  MORE_THAN_PLANNED: {
    en: '{fen} fen of the spending plan are proposed and not requested yet, and it has no further part: plan the rest first',
    zh: '用款计划中已提示而未申请支付的为 {fen} 分,且无后续款项:请先将其余部分列入用款计划',
  },
  NOTHING_TO_PLAN: {
    en: 'Nothing of {year} is there that was not requested or proposed already',
    zh: '{year} 年度没有尚未申请、尚未提示的款项,无可计划',
  },
  PLAN_MISFIT: {
    en: '{fen} fen are neither requested nor proposed, and the parts come to {sum} fen',
    zh: '尚未申请、尚未提示的款项为 {fen} 分,而各笔合计 {sum} 分',
  },
  INVOICE_IN_PAYMENT: {
    en: 'The invoice {invoice} stands in another payment out of the quotas of this programme',
    zh: '票据 {invoice} 已列入本方案指标的另一笔支付',
  },
  PLAN_DAY_PAST: { en: 'A part is planned for {due}, which is over', zh: '计划日期 {due} 已过' },
  PLAN_MILESTONE_UNKNOWN: {
    en: 'No milestone {milestone} of {organisation} in {task} is known to you and still to come, or accepted',
    zh: '{task} 中没有您所知的、可达成或已达成的 {organisation} 的阶段目标 {milestone}',
  },
  BANK_ENTRY_HEARD: { en: 'The bank has said {reference} before', zh: '银行回报 {reference} 已登记' },
  BOOKED_TOO_MUCH: { en: 'No more than {fen} fen are to be booked', zh: '待入账仅 {fen} 分' },
  RETURNED_TOO_MUCH: {
    en: 'No more than {fen} fen are booked and not paid back',
    zh: '已入账且未收回的仅 {fen} 分',
  },

  // Awards after they were approved
  AWARD_DECIDED_OTHERWISE: {
    en: 'The meeting says what is awarded where the measure has no formula, and only there',
    zh: '一事一议的措施由会议确定金额,其他措施按公式核算,不由会议另定',
  },
  POOL_TOO_SMALL: {
    en: 'By the pool, what others grant and the rounding at most {fen} fen can be awarded: what a meeting decided is not cut down to it',
    zh: '按资金池余额、同类已得奖补和取整,至多可给予 {fen} 分:会议确定的金额不因此削减',
  },
  AWARD_UNCHANGED: { en: 'The award stays what it is by that', zh: '据此核算,金额不变' },
  PAYMENT_UNDER_WAY: {
    en: 'Payments of {fen} fen are under way: the award is not lowered below them',
    zh: '尚有 {fen} 分支付在办:不得减至其下',
  },
  CLAIMED_BY_AMENDMENT: {
    en: 'It pays {application}: what an award was paid too much is claimed back by amending it',
    zh: '该支付属于 {application}:多付部分通过调整核定金额收回',
  },
  MORE_THAN_PAID: {
    en: '{fen} fen are paid and neither paid back nor claimed back: what is claimed back is more than 0 and no more than that',
    zh: '已支付且既未收回、也未列入应收回的为 {fen} 分:收回额须大于零且不超过此数',
  },
  NOTHING_CLAIMED: { en: 'Nothing is claimed back', zh: '无应收回款项' },
  MORE_THAN_CLAIMED: { en: 'No more than {fen} fen are claimed back', zh: '应收回款项仅 {fen} 分' },
  INSTALMENTS_MISFIT: {
    en: '{fen} fen are claimed back, and the instalments come to {sum} fen',
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
  NOT_PAID: { en: 'Not all of it is paid yet, or nothing of it was kept', zh: '尚未全部支付,或已全部撤销' },
  EVALUATED_BEFORE: { en: 'It was evaluated already', zh: '已作绩效评价' },
}
