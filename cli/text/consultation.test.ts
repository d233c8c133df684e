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
