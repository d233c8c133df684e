/** What is written in a walkthrough. Made up, and says so: no body of Hunan's plan wrote any of it. */
import type { Language } from '../settings.ts'

export type Lines = {
  readonly title: string
  readonly deliverable: string
  readonly closingStandard: string
  readonly report: string
  readonly incomplete: string
  readonly returned: string
  readonly submission: string
  readonly statement: string
  readonly evidence: { readonly title: string; readonly text: string }
  readonly hasBegun: (task: string) => string
  readonly notLed: (task: string) => string
  readonly notClosed: (task: string) => string
  readonly notDelivered: (source: string, sequence: bigint) => string
  readonly interrupted: string
}

export const lines: Readonly<Record<Language, Lines>> = {
  zh: {
    title: '编制基础研究智能化平台目录(演示)',
    deliverable: '平台目录',
    closingStandard: '目录经各单位核对并印发',
    report: '已完成摸底,正在核对(演示)。',
    incomplete: '已完成本单位部分(演示),名单随后补充。',
    returned: '缺少平台名单,请补充后重新提交(演示)。',
    submission: '本单位部分已全部完成,材料齐全(演示)。',
    statement: '目录已经各单位核对并印发,达到销号标准(演示)。',
    evidence: { title: '平台目录(演示).txt', text: '演示用平台目录\n' },
    hasBegun: (task) => `任务 ${task} 已开始办理;不带 --task 则交办一项新任务来演示`,
    notLed: (task) => `任务 ${task} 无牵头单位,本版本尚不能销号;请选择有牵头单位的任务`,
    notClosed: (task) => `任务 ${task} 未能销号;请查看 qiantou task show ${task}`,
    notDelivered: (source, sequence) => `${source} 第 ${sequence} 号记录已写入而未送达;请查看 qiantou status`,
    interrupted: '演示在销号前中断',
  },
  en: {
    title: 'Catalogue of AI-enabled basic research platforms (walkthrough)',
    deliverable: 'Platform catalogue',
    closingStandard: 'Checked by every body and published',
    report: 'The survey is done, entries are being checked (walkthrough).',
    incomplete: 'Our part is done (walkthrough); the list will follow.',
    returned: 'The list of platforms is missing; please add it and submit again (walkthrough).',
    submission: 'Our part is done and complete (walkthrough).',
    statement: 'The catalogue was checked by every body and published: the closing standard is met (walkthrough).',
    evidence: { title: 'platform-catalogue.txt', text: 'A catalogue for the walkthrough\n' },
    hasBegun: (task) => `task ${task} has begun already; without --task a fresh one is issued and played`,
    notLed: (task) => `nobody leads task ${task}, and this version cannot close such a task; choose one that is led`,
    notClosed: (task) => `task ${task} did not come to be closed; see: qiantou task show ${task}`,
    notDelivered: (source, sequence) =>
      `record ${sequence} of ${source} was recorded but has not been delivered; see: qiantou status`,
    interrupted: 'interrupted before the task was closed',
  },
}
