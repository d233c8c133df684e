import { expect, test } from 'vitest'
import { Consultation } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { consultationSheet } from './consultation.ts'
import { Names } from './names.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)

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
