import type { Evidence } from '#proto/qiantou/record/v1/record.ts'

/** ` [目录表.pdf, 数据样本.csv]`; nothing where nothing is named. */
export const evidenceText = (evidence: readonly Pick<Evidence, 'title'>[]): string =>
  evidence.length ? ` [${evidence.map(({ title }) => title).join(', ')}]` : ''
