/** What is written in a walkthrough. Made up, and says so: no body of Hunan's plan wrote any of it. */
import type { Language } from '../settings.ts'

/** What a task asks for. */
export type Work = { readonly title: string; readonly deliverable: string; readonly closingStandard: string }

/** The bodies of a reorganisation by what becomes of their parts, in Chinese and in English. */
export type Troupe = Readonly<
  Record<
    'lead' | 'acknowledged' | 'submitted' | 'accepted' | 'open' | 'merged' | 'successor',
    readonly [string, string]
  >
>

const troupe: Troupe = {
  lead: ['省牵头厅(演示)', 'Leading Department (walkthrough)'],
  acknowledged: ['省信息化局(演示)', 'Informatisation Bureau (walkthrough)'],
  submitted: ['省标准局(演示)', 'Standards Bureau (walkthrough)'],
  accepted: ['省档案局(演示)', 'Archives Bureau (walkthrough)'],
  open: ['省大数据局(演示)', 'Big Data Bureau (walkthrough)'],
  merged: ['省数据局(演示)', 'Data Bureau (walkthrough)'],
  successor: ['省市场监管局(演示)', 'Market Regulation Bureau (walkthrough)'],
}

export type Lines = {
  readonly troupe: Troupe
  readonly reorganisation: Work & { readonly documentNumber: string }
  readonly basis: string
  readonly noAuthority: (folder: string) => string
  readonly catalogue: Work
  readonly overdueCatalogue: Work
  readonly nearCatalogue: Work
  readonly technologies: Work
  readonly filings: Work
  readonly report: string
  readonly incomplete: string
  readonly returned: string
  readonly submission: string
  readonly statement: string
  readonly evidence: { readonly title: string; readonly text: string }
  readonly extensionReason: string
  readonly opinion: string
  readonly dissent: string
  readonly ruling: string
  readonly minutes: string
  readonly cancelled: string
  readonly hasBegun: (task: string) => string
  readonly notLed: (task: string) => string
  readonly notJoint: (task: string) => string
  readonly notClosed: (task: string) => string
  readonly notDelivered: (source: string, sequence: bigint) => string
  readonly notTold: string
  readonly interrupted: string
}

const zh: Lines = {
  troupe,
  reorganisation: {
    title: '汇总数据资源目录(演示,机构改革)',
    deliverable: '数据资源目录',
    closingStandard: '目录经各单位核对并印发',
    documentNumber: '演示〔机构改革〕1号',
  },
  basis: '机构改革方案(演示)',
  noAuthority: (folder) => `${folder} 中没有开发用签发机构;机构改革演示须为新单位签发证书,请在运行总线的机器上进行`,
  catalogue: {
    title: '编制算力需求目录(演示)',
    deliverable: '算力需求目录',
    closingStandard: '目录经各单位核对并印发',
  },
  overdueCatalogue: {
    title: '补报上年度算力需求目录(演示,时限已过)',
    deliverable: '上年度算力需求目录',
    closingStandard: '目录经各单位核对并印发',
  },
  nearCatalogue: {
    title: '更新算力需求目录(演示,明日到期)',
    deliverable: '更新后的算力需求目录',
    closingStandard: '目录经各单位核对并印发',
  },
  technologies: {
    title: '梳理共同负责的关键技术清单(演示)',
    deliverable: '关键技术清单',
    closingStandard: '清单经各单位会签',
  },
  filings: {
    title: '制定安全备案联审办法(演示)',
    deliverable: '联审办法送审稿',
    closingStandard: '送审稿经各单位会签',
  },
  report: '已完成摸底,正在核对(演示)。',
  incomplete: '已完成本单位部分(演示),名单随后补充。',
  returned: '缺少企业名单,请补充后重新提交(演示)。',
  submission: '本单位部分已全部完成,材料齐全(演示)。',
  statement: '成果已经各单位核对,达到销号标准(演示)。',
  evidence: { title: '演示成果.txt', text: '演示用成果材料\n' },
  extensionReason: '数据核对需协调市州,申请延期(演示)。',
  opinion: '情况属实,不影响总体进度,建议同意(演示)。',
  dissent: '数据口径尚未统一,暂不宜销号(演示)。',
  ruling: '数据口径另行统一,本任务可以销号(演示)。',
  minutes: '专题会议纪要(演示)第 1 号',
  cancelled: '延期演示到此,后续从略(演示)。',
  hasBegun: (task) => `任务 ${task} 已开始办理;不带 --task 则交办一项新任务来演示`,
  notLed: (task) => `任务 ${task} 无牵头单位;请选择有牵头单位的任务,或以 --scenario joint 演示`,
  notJoint: (task) => `任务 ${task} 并非共同负责;请选择共同负责的任务,或以 --scenario led 演示`,
  notClosed: (task) => `任务 ${task} 未能销号;请查看 qiantou task show ${task}`,
  notDelivered: (source, sequence) => `${source} 第 ${sequence} 号记录已写入而未送达;请查看 qiantou status`,
  notTold: '期限已过而系统未作提示;请查看 qiantou status',
  interrupted: '演示未完即中断',
}

const en: Lines = {
  troupe,
  reorganisation: {
    title: 'Catalogue of data, through a reorganisation (walkthrough)',
    deliverable: 'Catalogue of data',
    closingStandard: 'Checked by every body and published',
    documentNumber: 'walkthrough, reorganisation, 1',
  },
  basis: 'Plan of the reorganisation (walkthrough)',
  noAuthority: (folder) =>
    `there is no development authority in ${folder}; new bodies need certificates: play it where the bus runs`,
  catalogue: {
    title: 'Catalogue of needs for computing power (walkthrough)',
    deliverable: 'Catalogue of needs',
    closingStandard: 'Checked by every body and published',
  },
  overdueCatalogue: {
    title: "Last year's catalogue of needs (walkthrough, overdue)",
    deliverable: "Last year's catalogue of needs",
    closingStandard: 'Checked by every body and published',
  },
  nearCatalogue: {
    title: 'Catalogue of needs brought up to date (walkthrough, due tomorrow)',
    deliverable: 'Catalogue of needs, up to date',
    closingStandard: 'Checked by every body and published',
  },
  technologies: {
    title: 'List of key technologies that all answer for (walkthrough)',
    deliverable: 'List of key technologies',
    closingStandard: 'Countersigned by every body',
  },
  filings: {
    title: 'How safety filings are reviewed together (walkthrough)',
    deliverable: 'Draft of the rules',
    closingStandard: 'Countersigned by every body',
  },
  report: 'The survey is done, entries are being checked (walkthrough).',
  incomplete: 'Our part is done (walkthrough); the list will follow.',
  returned: 'The list of enterprises is missing; please add it and submit again (walkthrough).',
  submission: 'Our part is done and complete (walkthrough).',
  statement: 'The result was checked by every body: the closing standard is met (walkthrough).',
  evidence: { title: 'walkthrough-result.txt', text: 'A result for the walkthrough\n' },
  extensionReason: 'Figures have to be checked with the cities; we ask for more time (walkthrough).',
  opinion: 'That is so, and does not delay the whole; we support it (walkthrough).',
  dissent: 'The figures are not counted alike yet; too early to close (walkthrough).',
  ruling: 'How figures are counted is settled elsewhere; this task may be closed (walkthrough).',
  minutes: 'Minutes of a meeting, no. 1 (walkthrough)',
  cancelled: 'More time has been shown; the rest is left out (walkthrough).',
  hasBegun: (task) => `task ${task} has begun already; without --task a fresh one is issued and played`,
  notLed: (task) => `nobody leads task ${task}; choose one that is led, or play it with --scenario joint`,
  notJoint: (task) => `task ${task} is not a joint one; choose one that is, or play it with --scenario led`,
  notClosed: (task) => `task ${task} did not come to be closed; see: qiantou task show ${task}`,
  notDelivered: (source, sequence) =>
    `record ${sequence} of ${source} was recorded but has not been delivered; see: qiantou status`,
  notTold: 'limits have passed and the bus has not told of them; see: qiantou status',
  interrupted: 'interrupted before it was over',
}

export const lines: Readonly<Record<Language, Lines>> = { zh, en }
