import { afterEach, expect, it, vi } from 'vitest'
import { ProgrammeContent } from '#proto/qiantou/programme/v1/programme_events.ts'
import { programmeContent } from '#shared/testing/workflow-requests.ts'
import { jsonOf } from '../text/json.ts'
import { messageFrom } from './message.ts'

const read = (written: unknown): ProgrammeContent =>
  messageFrom(ProgrammeContent, JSON.stringify(written), 'p.json', (whole) => (whole as { content?: unknown }).content)

afterEach(() => vi.unstubAllEnvs())

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

const day = (written: unknown) => ({ rules: { days: [{ date: written }] } })

it.each([
  [{ titel: '方案' }, 'titel in p.json is not understood: there is no such field'],
  [{ ['__proto__']: { title: '方案' } }, '__proto__ in p.json is not understood: there is no such field'],
  [{ document_number: '1' }, 'document_number in p.json is not understood: there is no such field'],
  [{ title: 5 }, 'title in p.json is not understood: it must be a text'],
  [
    { clauses: [{ responsibility: { mode: 'LED' } }] },
    'clauses[0].responsibility.mode in p.json is not understood: it must be one of RESPONSIBILITY_MODE_UNSPECIFIED, ',
  ],
  [
    { clauses: [{ responsibility: { leads: 'organisations/a' } }] },
    'clauses[0].responsibility.leads in p.json is not understood: it must be a list',
  ],
  [{ clauses: [{ responsibility: { leads: [null] } }] }, 'clauses[0].responsibility.leads[0] in p.json'],
  [{ documentSha256: 'abc' }, 'documentSha256 in p.json is not understood: it must be a text of 64 hexadecimal digits'],
  [{ documentSha256: 5 }, 'documentSha256 in p.json is not understood: it must be a text of 64 hexadecimal digits'],
  [{ secrecy: 'TOP' }, 'secrecy in p.json is not understood: it must be one of SECRECY_LEVEL_UNSPECIFIED, '],
  [{ secrecy: 1 }, 'secrecy in p.json'],
  [[], 'p.json must be one JSON object'],
  [{ clauses: [{}, null] }, 'clauses[1] in p.json is not understood: it must be an object'],
  [{ rules: [] }, 'rules in p.json is not understood: it must be an object'],
  [
    { clauses: [{ span: { start: -1 } }] },
    'clauses[0].span.start in p.json is not understood: it must be a whole number from 0 to 4294967295',
  ],
  [{ clauses: [{ span: { start: 1, end: 0.5 } }] }, 'clauses[0].span.end in p.json'],
  [{ rules: { acknowledgeWorkingDays: -5 } }, 'rules.acknowledgeWorkingDays in p.json'],
  [{ rules: { acknowledgeWorkingDays: 1e300 } }, 'rules.acknowledgeWorkingDays in p.json'],
  [{ rules: { repeats: { days: '30' } } }, 'rules.repeats.days in p.json'],
  [{ rules: { leadsIssue: 1 } }, 'rules.leadsIssue in p.json is not understood: it must be true or false'],
  [day({ year: 2 ** 31 }), 'rules.days[0].date.year in p.json'],
  [
    { clauses: [{ title: '算\ud83d' }] },
    'clauses[0].title in p.json is not understood: it must be a text, without half',
  ],
])('%j is refused, by the place that is wrong and what is wanted there', (written, said) => {
  expect(() => read(written)).toThrow(said)
})

it('what is wanted is said in Chinese to whoever reads Chinese', () => {
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
  expect(() => read({ rules: { reviewWorkingDays: -1 } })).toThrow(
    'p.json 中的 rules.reviewWorkingDays 无法识别:应为 0 至 4294967295 的整数',
  )
})

it('a surrogate pair is a text, and null stands for a default', () => {
  expect(read({ title: '\ud83d\ude00', clauses: null, rules: null, secrecy: null })).toEqual(
    ProgrammeContent.create({ title: '😀' }),
  )
})

it('what is nested without end is refused', () => {
  const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`
  const from = (text: string) => messageFrom(ProgrammeContent, text, 'p.json', () => undefined)
  expect(() => from(`{"clauses":${deep}}`)).toThrow('clauses[0] in p.json is not understood')
})

it('what is no JSON is refused', () => {
  expect(() => messageFrom(ProgrammeContent, '{', 'p.json', () => undefined)).toThrow('p.json is not JSON')
})
