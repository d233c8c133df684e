import { allocationSentences } from './sentences-allocation.ts'
import { attachmentSentences } from './sentences-attachment.ts'
import { consultationSentences } from './sentences-consultation.ts'
import { directorySentences } from './sentences-directory.ts'
import { moneySentences } from './sentences-money.ts'
import { paymentSentences } from './sentences-payment.ts'
import { rosterSentences } from './sentences-roster.ts'
import { supervisionSentences } from './sentences-supervision.ts'
import { taskSentences } from './sentences-task.ts'
import { voucherSentences } from './sentences-voucher.ts'

type Sentence = { readonly en: string; readonly zh: string }

/**
 * What reason codes mean, in both languages. `{name}` is filled from the rejection's details; a detail that is missing or
 * empty is a dash, or what `none` says.
 */
export type Sentences = Readonly<Record<string, Sentence & { readonly none?: Sentence }>>

const known: Sentences = {
  ...taskSentences,
  ...attachmentSentences,
  ...directorySentences,
  ...consultationSentences,
  ...supervisionSentences,
  ...moneySentences,
  ...paymentSentences,
  ...allocationSentences,
  ...rosterSentences,
  ...voucherSentences,

  // The call itself
  CALLER_UNKNOWN: {
    en: 'The client certificate names no caller; it must carry one URI such as spiffe://…/organisation/hn-kjt',
    zh: '客户端证书未标明调用方,须含一个形如 spiffe://…/organisation/hn-kjt 的 URI',
  },
  CALLER_ENDED: {
    en: 'The directory says that your organisation is no longer there; whoever succeeds it has its own certificate',
    zh: '通讯录显示贵单位已不存在;请由承接单位以其自身证书调用',
  },
  CALLER_NOT_ORGANISATION: { en: 'Only an organisation may do this', zh: '仅单位可执行此操作' },
  CALLER_NOT_SERVICE: { en: 'Only a service may do this', zh: '仅系统服务可执行此操作' },
  MALFORMED_MESSAGE: {
    en: 'The request does not decode as its protobuf message',
    zh: '请求无法按其 protobuf 消息解码',
  },
  MESSAGE_TOO_LARGE: {
    en: 'The request has {bytes} bytes; the limit is {limit}: say it shorter or in several requests, or name a file that says it as evidence',
    zh: '请求为 {bytes} 字节,上限为 {limit} 字节:请精简内容或分次提交,较长内容可另成文件,列为佐证材料',
  },
  CLASSIFIED_REFUSED: {
    en: '{field} declares or bears the marking of a state secret ({level}). Nothing of it was kept. State secrets do not go through this system: handle it offline, on paper or a network for them; the task itself may be issued as handled offline',
    zh: '{field} 标为国家秘密({level}),未留存任何内容。国家秘密不得进入本系统:请线下办理,以纸质或涉密网络流转;任务本身可标为“线下办理”后交办',
  },
  WORK_SECRET_REFUSED: {
    en: '{field} declares or bears the marking of a work secret ({level}), and this network is not approved for them. Nothing of it was kept. Handle it offline, or ask the operator whether the network can be approved',
    zh: '{field} 标为{level},而本网络未经批准处理工作秘密,未留存任何内容。请线下办理,或向运维单位询问能否批准',
  },
  OFFLINE_TASK_HOLDS_NO_TEXT: {
    en: 'This task is handled offline: write "Handled offline" in place of every text, without evidence or files; what is to be said goes on paper',
    zh: '本任务线下办理:各项文字一律填写“线下办理”,不附佐证材料和文件;具体内容以纸质材料流转',
  },
  INVALID_FIELDS: { en: 'Some fields are not valid', zh: '部分字段无效' },
  REQUEST_ID_REUSED: {
    en: 'request_id {requestId} was used for another command; take a fresh UUID',
    zh: 'request_id {requestId} 已用于另一指令,请使用新的 UUID',
  },
  ETAG_MISMATCH: {
    en: 'The resource has changed: you have version {etag}, it is at {current}; read it again',
    zh: '资源已变更:所持版本 {etag},现为 {current},请重新读取',
  },
  RECORD_TOO_LARGE: {
    en: 'The record would have {bytes} bytes; the limit is {limit}',
    zh: '记录将达 {bytes} 字节,上限为 {limit} 字节',
  },
  UNAVAILABLE: {
    en: 'The service cannot reach its database or another service; nothing is lost: repeat the call with the same request_id',
    zh: '服务暂时无法访问数据库或其他服务;请以同一 request_id 重试,不会丢失',
  },
  STARTING: { en: 'The service is starting; repeat the call in a moment', zh: '服务正在启动,请稍后重试' },
  STOPPING: {
    en: 'The service is stopping; come back with your last position',
    zh: '服务正在停止,请以最后位置重新订阅',
  },
  NOT_TAKEN_IN: {
    en: 'Record {sequence} of {source}, on which the call builds, has not arrived yet; repeat the call',
    zh: '本次调用所依据的 {source} 第 {sequence} 号记录尚未到达,请重试',
  },
  INTERNAL_BUG: { en: 'A bug in the service; it is logged with this call', zh: '服务内部错误,已随本次调用记入日志' },
  NOTHING_SENT: { en: 'The stream ended without a message', zh: '流中未含任何消息' },
  CALLER_LEFT: { en: 'The caller left before the end', zh: '调用方中途离开' },
  CONTENT_NOT_FOUND: { en: 'There is no such text', zh: '无此文本' },
  NOTHING_FOLDED: {
    en: 'Service {service} folds nothing: it parks no records and keeps no states to check',
    zh: '服务 {service} 不归并记录:既无搁置记录,也无可核对的状态',
  },
  SERVICE_NOT_HERE: { en: 'Service {service} does not run in this process', zh: '本进程未运行服务 {service}' },

  // Events
  SOURCE_NOT_FOUND: { en: 'There is no source {source}', zh: '无此来源 {source}' },
  RECORD_NOT_FOUND: { en: 'There is no such record', zh: '无此记录' },
  POSITION_UNKNOWN: {
    en: 'Position {position} is beyond the last one, {last}; was it taken from another bus?',
    zh: '位置 {position} 超出末位 {last},是否取自另一总线?',
  },
}

/** Whether a reason has its sentences; a test asks for every reason in the code. */
export const isKnownReason = (reason: string): boolean => reason in known

/** The sentences of a reason, filled. */
export function sentences(reason: string, details: Readonly<Record<string, string>>): Sentence {
  const { en, zh, none } = known[reason] ?? { en: reason, zh: reason, none: undefined }
  const fill = (text: string, empty = '—'): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => details[name] || empty)
  return { en: fill(en, none?.en), zh: fill(zh, none?.zh) }
}
