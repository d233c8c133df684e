/** Short names, as people type them, and the resource names that they stand for. */
import { formatName, idPattern, type Parts, parseName, partsOf } from '#shared/domain/resource-name.ts'
import { usage } from '../failure.ts'
import type { Bilingual, Settings } from '../settings.ts'

const id = new RegExp(`^${idPattern}$`)

const nouns = {
  programme: { zh: '方案', en: 'programme' },
  clause: { zh: '条目', en: 'clause' },
  task: { zh: '任务', en: 'task' },
  organisation: { zh: '单位代码', en: 'organisation' },
  assignment: { zh: '交办件', en: 'assignment' },
  attachment: { zh: '附件', en: 'attachment' },
  report: { zh: '报告', en: 'report' },
  consultation: { zh: '征求意见事项', en: 'consultation' },
  measure: { zh: '政策措施', en: 'measure' },
  pool: { zh: '资金池', en: 'pool' },
  application: { zh: '申报', en: 'application' },
  roster: { zh: '名单', en: 'roster' },
  payee: { zh: '收款人(统一社会信用代码)', en: 'payee' },
  transfer: { zh: '支付', en: 'payment' },
  voucher: { zh: '券', en: 'voucher' },
  quota: { zh: '预算指标(资金池/单位)', en: 'quota' },
  apportionment: { zh: '政策措施及其申报通知', en: 'measure and call' },
  allocation: { zh: '资金分配方案或指标文件', en: 'allocation' },
} as const satisfies Readonly<Record<string, Bilingual>>

const noName = (text: string, noun: keyof typeof nouns, example: string) => {
  const isShouted = text !== text.toLowerCase()
  return usage({
    zh: `${JSON.stringify(text)} 不是${nouns[noun].zh},写法如 ${example}${isShouted ? ';名称一律小写' : ''}`,
    en: `${JSON.stringify(text)} is no ${nouns[noun].en}; write it as ${example}${isShouted ? ': names are in lower case' : ''}`,
  })
}

/** A short name that can be one. @throws Failure USAGE */
function checked(text: string, noun: keyof typeof nouns, example: string): string {
  if (id.test(text)) return text
  throw noName(text, noun, example)
}

/** What others call it already: the bus says whether it is one. */
const isWhole = (text: string): boolean => text.startsWith('programmes/')

function programmeOf({ programme }: Settings): Parts<'programme'> {
  const parts = parseName('programme', programmeName(programme))
  if (parts) return parts
  throw noName(programme, 'programme', 'hunan-2025-7')
}

/** `hunan-2025-7`, or the whole name. */
export const programmeName = (text: string): string =>
  isWhole(text) ? text : formatName('programme', { programme: checked(text, 'programme', 'hunan-2025-7') })

/** `2-1`, or the whole name. */
export const clauseName = (text: string, settings: Settings): string =>
  isWhole(text) ? text : formatName('clause', { ...programmeOf(settings), clause: checked(text, 'clause', '2-1') })

/** `2026-2-1`, or the whole name. */
export const taskName = (text: string, settings: Settings): string =>
  isWhole(text) ? text : formatName('task', { ...programmeOf(settings), task: checked(text, 'task', '2026-2-1') })

/** `measures`, or the whole name. */
export const consultationName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('consultation', {
        ...programmeOf(settings),
        consultation: checked(text, 'consultation', 'measures'),
      })

/** `vouchers`, or the whole name. */
export const measureName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('measure', { ...programmeOf(settings), measure: checked(text, 'measure', 'vouchers') })

/** `vouchers`, or the whole name. */
export const poolName = (text: string, settings: Settings): string =>
  isWhole(text) ? text : formatName('pool', { ...programmeOf(settings), pool: checked(text, 'pool', 'vouchers') })

/** `a-1`, or the whole name. */
export const applicationName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('application', { ...programmeOf(settings), application: checked(text, 'application', 'a-1') })

/** `2026-champions`, or the whole name. */
export const rosterName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('roster', { ...programmeOf(settings), roster: checked(text, 'roster', '2026-champions') })

/** `t-1`, or the whole name. */
export const transferName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('transfer', { ...programmeOf(settings), transfer: checked(text, 'transfer', 't-1') })

/** `v-1`, or the whole name. */
export const voucherName = (text: string, settings: Settings): string =>
  isWhole(text) ? text : formatName('voucher', { ...programmeOf(settings), voucher: checked(text, 'voucher', 'v-1') })

/** What is explained: an application as `a-1`, a voucher as `vouchers/v-1`, or the whole name of either. */
export function explainableName(text: string, settings: Settings) {
  const whole = text.includes('/') && !isWhole(text) ? `${programmeName(settings.programme)}/${text}` : text
  if (parseName('voucher', whole)) return { kind: 'voucher', name: whole } as const
  const name = applicationName(whole, settings)
  if (!parseName('application', name)) throw noName(text, 'application', 'a-1 or vouchers/v-1')
  return { kind: 'application', name } as const
}

/** `vouchers/hn-kjt`, a pool and a body, or the whole name. */
export function quotaName(text: string, settings: Settings): string {
  if (isWhole(text)) return text
  const [pool = '', organisation = '', ...rest] = text.split('/')
  const name = formatName('quota', { ...programmeOf(settings), pool, organisation })
  if (rest.length > 0 || !parseName('quota', name)) throw noName(text, 'quota', 'vouchers/hn-kjt')
  return name
}

/** An applicant's credit code, whose letters are capitals everywhere but in names, or the whole name. */
export const payeeName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('payee', {
        ...programmeOf(settings),
        payee: checked(text.toLowerCase(), 'payee', '91430100ma4l0000x9'),
      })

/** `2026-vouchers-1`, or the whole name. */
export const allocationName = (text: string, settings: Settings): string =>
  isWhole(text)
    ? text
    : formatName('allocation', {
        ...programmeOf(settings),
        allocation: checked(text, 'allocation', '2026-vouchers-1'),
      })

/** `vouchers/2026-1`, a measure and its call, or the whole name. */
export function apportionmentName(text: string, settings: Settings): string {
  if (isWhole(text)) return text
  const [measure = '', call = '', ...rest] = text.split('/')
  if (rest.length > 0 || !id.test(measure) || !id.test(call)) throw noName(text, 'apportionment', 'vouchers/2026-1')
  return formatName('apportionment', { ...programmeOf(settings), measure, call })
}

/** The code of `hn-kjt`, or of the whole name. */
export const organisationCode = (text: string): string =>
  parseName('organisation', text)?.organisation ?? checked(text, 'organisation', 'hn-kjt')

/** `hn-kjt`, or the whole name. */
export const organisationName = (text: string): string =>
  formatName('organisation', { organisation: organisationCode(text) })

/** `2026-2-1/hn-kjt`, the whole name, or `2026-2-1` for the caller's own. */
export function assignmentName(text: string, settings: Settings): string {
  if (parseName('assignment', text)) return text
  const whole = parseName('task', text)
  if (whole) return formatName('assignment', { ...whole, organisation: settings.as })
  const [task = '', organisation = settings.as, ...rest] = text.split('/')
  if (isWhole(text) || rest.length > 0) throw noName(text, 'assignment', '2026-2-1/hn-kjt')
  return formatName('assignment', {
    ...programmeOf(settings),
    task: checked(task, 'task', '2026-2-1'),
    organisation: checked(organisation, 'organisation', 'hn-kjt'),
  })
}

/** `2026-2-1/SHA256`, or the whole name. */
export function attachmentName(text: string, settings: Settings): string {
  if (parseName('attachment', text)) return text
  const [task = '', sha256 = '', ...rest] = text.split('/')
  const name = formatName('attachment', { ...programmeOf(settings), task, sha256 })
  if (rest.length > 0 || !parseName('attachment', name)) throw noName(text, 'attachment', '2026-2-1/SHA256')
  return name
}

/** As an assignment is written: the supervision of that part. */
export const supervisionName = (text: string, settings: Settings): string =>
  parseName('supervision', text)
    ? text
    : formatName('supervision', partsOf('assignment', assignmentName(text, settings)))

/** `2026-03`, or the whole name. */
export const reportName = (text: string, settings: Settings): string =>
  isWhole(text) ? text : formatName('report', { ...programmeOf(settings), report: checked(text, 'report', '2026-03') })

/**
 * Any resource: a whole name, a task as `2026-2-1`, an assignment as `2026-2-1/hn-kjt`, and `2026-2-1/supervisions/hn-kjt`;
 * a consultation, a report or what has to do with money, whose own short names might be tasks', as `consultations/measures`,
 * `reports/2026-03`, `measures/vouchers`, `applications/a-1`.
 */
export function resourceName(text: string, settings: Settings): string {
  if (isWhole(text) || parseName('organisation', text)) return text
  const inProgramme = `${programmeName(settings.programme)}/${text}`
  const kinds = [
    ...(['consultation', 'report', 'measure', 'pool', 'application', 'voucher', 'payee', 'transfer'] as const),
    ...(['allocation', 'quota'] as const),
  ] as const
  if (parseName('apportionment', inProgramme)) return inProgramme
  if (kinds.some((kind) => parseName(kind, inProgramme))) return inProgramme
  const below = `${programmeName(settings.programme)}/tasks/${text}`
  if (parseName('supervision', below) || parseName('assignment', below)) return below
  return text.includes('/') ? assignmentName(text, settings) : taskName(text, settings)
}
