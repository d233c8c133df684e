/** A golden record as it is told, and what those of all areas have in common. */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Fact } from '#shared/domain/decider.ts'

export const programme = 'programmes/hunan-2025-7'
export const [office, kjt, gxt, fgw, czt] = ['hn-office', 'hn-kjt', 'hn-gxt', 'hn-fgw', 'hn-czt'].map(
  (code) => `organisations/${code}`,
) as [string, string, string, string, string]

export const reason = (byte: number) => ({
  sha256: Buffer.alloc(32, byte),
  sizeBytes: 321n,
  mediaType: 'text/plain; charset=utf-8',
})
export const evidence = [
  {
    title: '验收报告',
    sha256: Buffer.alloc(32, 9),
    sizeBytes: 65_536n,
    mediaType: 'application/pdf',
    location: 'oa:2026-118',
  },
]
const due = { year: 2026, month: 12, day: 31 }
export const content = {
  clause: `${programme}/clauses/2-1`,
  title: '建设全省算力调度平台',
  deliverable: '平台上线运行',
  closingStandard: '接入不少于三个智算中心',
  due,
  milestones: [{ id: 'half-year', title: '完成立项', due: { year: 2026, month: 6, day: 30 } }],
}
export type Line = {
  readonly subject: string
  readonly actor: string
  readonly fact: Fact
  readonly admits?: string[]
  readonly releases?: string[]
  readonly signoff?: readonly SignOff[]
}

export const of = (body: string, name: string): string => `${name}/assignments/${body.split('/')[1]}`
