import { expect, test } from 'vitest'
import { Evidence } from '#proto/qiantou/record/v1/record.ts'
import { evidenceProblem } from './evidence.ts'

const task = 'programmes/p/tasks/t'
const sha256 = 'ab'.repeat(32)
const location = `${task}/attachments/${sha256}`
const files = new Map([[location, { sha256, sizeBytes: 12n, mediaType: 'application/pdf' }]])
const named = (changes: Partial<Evidence> = {}) =>
  Evidence.fromPartial({
    title: '验收报告',
    sha256: Buffer.from(sha256, 'hex'),
    sizeBytes: 12n,
    mediaType: 'application/pdf',
    location,
    ...changes,
  })

test('an attachment of the task that is named as what it is', () => {
  expect(evidenceProblem(task, [named()], files)).toBeUndefined()
})

test('an attachment that the task does not have', () => {
  const missing = `${task}/attachments/${'cd'.repeat(32)}`
  expect(evidenceProblem(task, [named(), named({ location: missing })], files)).toMatchObject({
    reason: 'EVIDENCE_MISSING',
    details: { location: missing },
  })
})

test.each([
  [{ sha256: Buffer.alloc(32) }, 'sha256', sha256, '00'.repeat(32)],
  [{ sizeBytes: 13n }, 'size_bytes', '12', '13'],
  [{ mediaType: 'text/csv' }, 'media_type', 'application/pdf', 'text/csv'],
])('an attachment that is named as another one (%#)', (changes, field, there, said) => {
  expect(evidenceProblem(task, [named(changes)], files)).toMatchObject({
    reason: 'EVIDENCE_DIFFERS',
    details: { location, field, there, named: said },
  })
})

test('what lies elsewhere, with another task too, is not looked for', () => {
  for (const elsewhere of ['', 'cabinet 3', `programmes/p/tasks/t2/attachments/${sha256}`])
    expect(evidenceProblem(task, [named({ location: elsewhere })], new Map())).toBeUndefined()
})
