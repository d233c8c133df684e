import { expect, test } from 'vitest'
import { Consultation } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { consultationSheet } from './consultation.ts'
import { Names } from './names.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)

test('what was said in a place stands under who said it, until the successor answers', () => {
  const said = { version: 1, answer: 'ANSWER_KIND_DISAGREE', answeredBy: 'organisations/hn-jyt' }
  const own = { version: 1, answer: 'ANSWER_KIND_AGREE' }
  const linesOf = (body: object) => {
    const cases = [{ caseNumber: 1, bodies: [{ organisation: 'organisations/hn-fgw', ...body }] }]
    const whole = Consultation.fromPartial({ name: 'programmes/p/consultations/measures', cases } as object)
    return consultationSheet(whole, names, 'en')
      .split('\n')
      .filter((line) => /^(answer|before)/.test(line))
  }
  expect(linesOf({ answer: said, formerAnswers: [own] })).toEqual([
    expect.stringMatching(/^answer +hn-fgw \(for hn-jyt\) v1 disagrees/),
    expect.stringMatching(/^before +hn-fgw v1 agrees/),
  ])
  expect(linesOf({ answer: own, formerAnswers: [said] })).toEqual([
    expect.stringMatching(/^answer +hn-fgw v1 agrees/),
    expect.stringMatching(/^before +hn-fgw \(for hn-jyt\) v1 disagrees/),
  ])
})

test('reasons, minutes and texts are told apart, in both languages', () => {
  const ruling = { approves: true, minutes: '〔2026〕8号', ruling: { value: '按原稿' }, ruleTime: new Date(0) }
  const versions = [
    { version: 1, text: { value: '一稿' } },
    { version: 2, text: { value: '二稿' }, reason: { value: '采纳意见' } },
  ]
  const cases = [{ caseNumber: 1, versions, ruling }]
  const whole = Consultation.fromPartial({ name: 'programmes/p/consultations/measures', cases } as object)
  const [zh, en] = [consultationSheet(whole, names, 'zh'), consultationSheet(whole, names, 'en')]
  expect(en).toMatch(/^text +v1 一稿$/m)
  expect(en).toMatch(/^text +v2 \| reason: 采纳意见 \| text: 二稿$/m)
  expect(en).toMatch(/^ruling .* the text stands \| minutes: 〔2026〕8号 \| text: 按原稿$/m)
  expect(zh).toMatch(/^文稿 +v2 \| 理由:采纳意见 \| 文稿:二稿$/m)
  expect(zh).toMatch(/^裁定 .* 维持文稿 \| 会议纪要:〔2026〕8号 \| 裁定内容:按原稿$/m)
})

test('a body is called silent only once the limit has passed', () => {
  const consultation = Consultation.fromPartial({
    name: 'programmes/p/consultations/measures',
    cases: [
      { caseNumber: 1, limit: { year: 2026, month: 3, day: 9 }, bodies: [{ organisation: 'organisations/hn-fgw' }] },
    ],
  } as object)
  const shown = (now: string, language: 'zh' | 'en') => consultationSheet(consultation, names, language, new Date(now))
  expect(shown('2026-03-09T15:59:59Z', 'en')).toMatch(/^answer +hn-fgw no answer yet$/m)
  expect(shown('2026-03-09T15:59:59Z', 'zh')).toMatch(/^答复 +hn-fgw 尚未答复$/m)
  expect(shown('2026-03-09T16:00:00Z', 'en')).toMatch(/^answer +hn-fgw silent$/m)
  expect(shown('2026-03-09T16:00:00Z', 'zh')).toMatch(/^答复 +hn-fgw 逾期未复$/m)
})
