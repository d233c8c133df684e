/** What values of applications, payments and the ledger are called, in both languages. */
import type { Bilingual, Language } from '../settings.ts'

const words: Readonly<Record<string, Bilingual>> = {
  APPLICATION_STATE_SUBMITTED: { zh: '已提交', en: 'handed in' },
  APPLICATION_STATE_RECOMMENDED: { zh: '已推荐', en: 'recommended' },
  APPLICATION_STATE_SUPPLEMENT: { zh: '待补正', en: 'something is missing' },
  APPLICATION_STATE_ADMITTED: { zh: '已受理', en: 'admitted' },
  APPLICATION_STATE_CREDIT_CHECKED: { zh: '信用核查通过', en: 'credit checked' },
  APPLICATION_STATE_INVESTMENT_APPROVED: { zh: '已核定投资额', en: 'investment approved' },
  APPLICATION_STATE_FINANCE_REVIEWED: { zh: '财政审核通过', en: 'reviewed by finance' },
  APPLICATION_STATE_DECIDED: { zh: '集体决策通过', en: 'decided' },
  APPLICATION_STATE_PUBLIC_NOTICE: { zh: '公示中', en: 'shown publicly' },
  APPLICATION_STATE_OBJECTION: { zh: '有异议', en: 'objected to' },
  APPLICATION_STATE_APPROVED: { zh: '已批准', en: 'approved' },
  APPLICATION_STATE_PAID: { zh: '已支付', en: 'paid' },
  APPLICATION_STATE_NOT_ADMITTED: { zh: '不予受理', en: 'not admitted' },
  APPLICATION_STATE_REFUSED: { zh: '不予通过', en: 'refused' },
  APPLICATION_STATE_WITHDRAWN: { zh: '已撤回', en: 'taken back' },
  PROCEDURE_STEP_RECOMMENDATION: { zh: '推荐', en: 'recommendation' },
  PROCEDURE_STEP_ADMISSION: { zh: '受理', en: 'admission' },
  PROCEDURE_STEP_CREDIT_CHECK: { zh: '信用核查', en: 'credit check' },
  PROCEDURE_STEP_EXPERT_REVIEW: { zh: '专家评审', en: 'expert review' },
  PROCEDURE_STEP_FINANCE_REVIEW: { zh: '财政审核', en: 'finance review' },
  PROCEDURE_STEP_COLLECTIVE_DECISION: { zh: '集体决策', en: 'collective decision' },
  PROCEDURE_STEP_PUBLIC_NOTICE: { zh: '公示', en: 'public notice' },
  PROCEDURE_STEP_APPROVAL: { zh: '批准', en: 'approval' },
  // As steps of payments are called in refusals.
  PROCEDURE_STEP_REQUEST: { zh: '支付申请', en: 'request' },
  PROCEDURE_STEP_APPROVE: { zh: '同意支付', en: 'agreement to the payment' },
  PROCEDURE_STEP_ORDER: { zh: '支付指令', en: 'order' },
  PROCEDURE_STEP_NONE: { zh: '无', en: 'nothing' },
  BASIS_YEAR_SPENDING: { zh: '年度支出', en: 'bills of a year' },
  BASIS_APPROVED_INVESTMENT: { zh: '核定投资额', en: 'an approved investment' },
  BASIS_SUM: { zh: '定额', en: 'a sum' },
  TRANSFER_STATE_REQUESTED: { zh: '已申请', en: 'requested' },
  TRANSFER_STATE_APPROVED: { zh: '已同意', en: 'agreed to' },
  TRANSFER_STATE_ORDERED: { zh: '已发指令', en: 'ordered' },
  TRANSFER_STATE_CONFIRMED: { zh: '已回单', en: 'paid' },
  TRANSFER_STATE_RETURNED: { zh: '退票', en: 'returned' },
  TRANSFER_STATE_WITHDRAWN: { zh: '已撤回', en: 'taken back' },
  FUND_NATURE_GENERAL_BUDGET: { zh: '一般公共预算', en: 'general budget' },
  FUND_NATURE_GOVERNMENT_FUND: { zh: '政府性基金预算', en: 'government fund' },
  FUND_NATURE_STATE_CAPITAL: { zh: '国有资本经营预算', en: 'state capital' },
  ENTRY_KIND_POSTED: { zh: '入账', en: 'posted' },
  ENTRY_KIND_PENDING: { zh: '预留', en: 'pending' },
  ENTRY_KIND_POST: { zh: '预留转入账', en: 'pending, now posted' },
  ENTRY_KIND_VOID: { zh: '预留退回', en: 'pending, now void' },
}

const labels = {
  application: { zh: '申报', en: 'application' },
  measure: { zh: '政策措施', en: 'measure' },
  title: { zh: '标题', en: 'title' },
  applicant: { zh: '申报单位', en: 'applicant' },
  project: { zh: '项目', en: 'project' },
  state: { zh: '状态', en: 'state' },
  turn: { zh: '应由', en: 'turn of' },
  until: { zh: '期限', en: 'until' },
  sponsor: { zh: '提交单位', en: 'handed in by' },
  recommenders: { zh: '推荐单位', en: 'recommended by' },
  handler: { zh: '受理单位', en: 'handled by' },
  finance: { zh: '财政部门', en: 'finance' },
  bills: { zh: '票据', en: 'bills' },
  declared: { zh: '申报投资额', en: 'declared investment' },
  others: { zh: '申报单位称其他已补', en: 'others grant, as declared' },
  call: { zh: '申报通知', en: 'call' },
  pool: { zh: '资金池', en: 'pool' },
  year: { zh: '年度', en: 'year' },
  step: { zh: '环节', en: 'step' },
  award: { zh: '核算', en: 'award' },
  reserved: { zh: '预留', en: 'reserved' },
  paid: { zh: '已支付', en: 'paid' },
  written: { zh: '文字', en: 'written' },
  etag: { zh: '版本号', en: 'etag' },
  budget: { zh: '预算', en: 'budget' },
  carriedIn: { zh: '上年结转', en: 'carried in' },
  left: { zh: '余额', en: 'left' },
  carriesOver: { zh: '年末结余', en: 'at year end' },
  payment: { zh: '支付', en: 'payment' },
  payee: { zh: '收款人', en: 'payee' },
  account: { zh: '账户', en: 'account' },
  bank: { zh: '联行号', en: 'bank' },
  holder: { zh: '户名', en: 'holder' },
  amount: { zh: '金额(元)', en: 'yuan' },
  booked: { zh: '已入账', en: 'booked' },
  classification: { zh: '科目', en: 'classification' },
  ordered: { zh: '指令时间', en: 'ordered' },
  endToEnd: { zh: '端到端标识', en: 'end-to-end id' },
  said: { zh: '银行回报', en: 'the bank said' },
  record: { zh: '记录', en: 'record' },
  time: { zh: '时间', en: 'time' },
  kind: { zh: '类别', en: 'kind' },
  from: { zh: '借方', en: 'debit' },
  roster: { zh: '名单及行号', en: 'roster and row' },
  to: { zh: '贷方', en: 'credit' },
  reservation: { zh: '预留号', en: 'reservation' },
} as const satisfies Readonly<Record<string, Bilingual>>

export type MoneyLabel = keyof typeof labels

export const moneyLabel = (name: MoneyLabel, language: Language): string => labels[name][language]

const types: Readonly<Record<string, Bilingual>> = {
  'qiantou.application.v1.ApplicationAdmitted': { zh: '受理时核算', en: 'worked out at admission' },
  'qiantou.application.v1.ApplicationMatched': { zh: '比对名单时核算', en: 'worked out when its row was matched' },
  'qiantou.application.v1.InvestmentApproved': { zh: '核定投资额时核算', en: 'worked out when experts had approved' },
}

/** When something was worked out, by the type of the record that says it. */
export const typeWord = (type: string, language: Language): string => types[type]?.[language] ?? type

/** A word for a value; the value itself where this version has none. */
export const moneyWord = (value: string, language: Language): string => words[value]?.[language] ?? value
