import { expect, it } from 'vitest'
import { ProgrammeContent } from '#proto/qiantou/programme/v1/programme_events.ts'
import { programmeContent } from '#shared/testing/workflow-requests.ts'
import { jsonOf } from '../text/json.ts'
import { messageFrom } from './message.ts'

const read = (written: unknown): ProgrammeContent =>
  messageFrom(ProgrammeContent, JSON.stringify(written), 'p.json', (whole) => (whole as { content?: unknown }).content)

const content = ProgrammeContent.fromPartial(programmeContent())

it('what is printed is read back, alone or within an answer', () => {
  expect(jsonOf(read(jsonOf(content)))).toEqual(jsonOf(content))
  expect(jsonOf(read({ name: 'programmes/p', content: jsonOf(content) }))).toEqual(jsonOf(content))
})

it('a text of 64 hexadecimal digits is a text where the message has one, and a hash where it has a hash', () => {
  const digits = '0123456789abcdef'.repeat(4)
  const { title, documentSha256, clauses } = read({
    ...{ title: digits, documentSha256: digits, clauses: [{ number: digits, title: digits }] },
  })
  expect([title, clauses[0]?.number, clauses[0]?.title]).toEqual([digits, digits, digits])
  expect(Buffer.from(documentSha256).toString('hex')).toBe(digits)
})

it('what is left out has its default', () => {
  expect(read({ title: '方案' })).toEqual(ProgrammeContent.create({ title: '方案' }))
})

it.each([
  [{ titel: '方案' }, 'titel in p.json'],
  [{ clauses: [{ responsibility: { mode: 'LED' } }] }, 'clauses[0].responsibility.mode in p.json'],
  [{ clauses: [{ responsibility: { leads: 'organisations/a' } }] }, 'clauses[0].responsibility.leads in p.json'],
  [{ documentSha256: 'abc' }, 'documentSha256 in p.json'],
  [{ secrecy: 'TOP' }, 'secrecy in p.json'],
  [[], 'p.json must be one JSON object'],
  [{ clauses: [null] }, 'in p.json is not understood'],
  [{ clauses: [{ span: { start: -1 } }] }, 'in p.json is not understood'],
  [{ clauses: [{ span: { start: 0.5 } }] }, 'in p.json is not understood'],
])('%j is refused, by the place that is wrong', (written, said) => {
  expect(() => read(written)).toThrow(said)
})

it('what is nested without end is refused, and a byte order mark is no matter', () => {
  const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`
  const from = (text: string) => messageFrom(ProgrammeContent, text, 'p.json', () => undefined)
  expect(() => from(`{"clauses":${deep}}`)).toThrow('in p.json is not understood')
  expect(from('\uFEFF{"title":"方案"}').title).toBe('方案')
})

it('what is no JSON is refused', () => {
  expect(() => messageFrom(ProgrammeContent, '{', 'p.json', () => undefined)).toThrow('p.json is not JSON')
})
