/** What is written in a play about money. Made up, and says so. */
import type { Bilingual, Language } from '../settings.ts'

export type MoneyLines = {
  readonly measure: string
  readonly pool: string
  readonly document: string
  readonly enterprise: string
  readonly title: string
  readonly recommendation: string
  readonly expertise: string
  readonly opinion: string
  readonly minutes: string
  readonly evaluation: string
  readonly voucherMeasure: string
  readonly voucherPool: string
  readonly voucher: string
  readonly refusal: string
}

export const moneyLines: Readonly<Record<Language, MoneyLines>> = {
  zh: {
    measure: '十大示范场景(演示)',
    pool: '示范场景资金池(演示)',
    document: '演示〔资金〕1号',
    enterprise: '湘江智行有限公司(演示)',
    title: '智能公交示范场景(演示)',
    recommendation: '项目属实,同意推荐(演示)。',
    expertise: '核减与场景无关的设备 100 万元(演示)。',
    opinion: '额度与依据无误(演示)。',
    minutes: '专题会议纪要(演示)第 2 号',
    evaluation: '绩效目标已完成(演示)。',
    voucherMeasure: '算力券(演示)',
    voucherPool: '算力券资金池(演示)',
    voucher: '算力券(演示)',
    refusal: '票据开具给其他企业(演示)。',
  },
  en: {
    measure: 'Demonstration scenarios (walkthrough)',
    pool: 'Pool of demonstration scenarios (walkthrough)',
    document: 'walkthrough, funds, 1',
    enterprise: 'Xiangjiang Smart Transit Ltd (walkthrough)',
    title: 'Smart buses, a demonstration scenario (walkthrough)',
    recommendation: 'The project is as it says; we recommend it (walkthrough).',
    expertise: 'Equipment for 1 000 000 has nothing to do with the scenario (walkthrough).',
    opinion: 'Figures and basis are right (walkthrough).',
    minutes: 'Minutes of a meeting, no. 2 (walkthrough)',
    evaluation: 'It did what it was granted for (walkthrough).',
    voucherMeasure: 'Computing-power vouchers (walkthrough)',
    voucherPool: 'Pool of computing-power vouchers (walkthrough)',
    voucher: 'Computing-power voucher (walkthrough)',
    refusal: 'The bill is made out to another enterprise (walkthrough).',
  },
}

/** What a spectator could not know from events alone. */
export const notes = {
  NOTICE_LEFT_OUT: () => ({
    zh: '真实措施在批准前须公示 5 个工作日;为当场演示完毕,本措施的程序不含公示(演练时钟下照常公示:docs/money.md)',
    en: 'a real measure is shown publicly for 5 working days before it is approved; this one leaves that out, so that all can be seen now (under the clock of a rehearsal it is there: docs/money.md)',
  }),
  TIME_MOVED: (day) => ({ zh: `演练时钟拨至 ${day}`, en: `the rehearsal's clock is moved to ${day}` }),
  VOUCHER_EXPIRES: (day) => ({
    zh: `券有效期至 ${day},其后未兑付的余额自动退回资金池(演练时钟下可当场看到:docs/money.md)`,
    en: `the voucher is valid until ${day}; what is left after that goes back into the pool by itself (under the clock of a rehearsal that is seen now: docs/money.md)`,
  }),
  BANK_RETURNS: () => ({
    zh: '测试银行将入账后退票',
    en: 'the test bank is going to book it and to send it back',
  }),
  ACCOUNT_WAITS: (day) => ({
    zh: `变更账户须等待 3 个工作日:新账户自 ${day} 起方可支付,此前不再发出指令`,
    en: `a changed account waits for 3 working days: it may be paid to from ${day} on, and nothing is ordered before`,
  }),
} as const satisfies Readonly<Record<string, (day: string) => Bilingual>>

export type Note = keyof typeof notes
