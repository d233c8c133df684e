import { expect, it } from 'vitest'
import {
  type Organisation,
  Organisation as OrganisationMessage,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { DraftReturned } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { Names, shortName } from './names.ts'
import { recordLine } from './record.ts'

const renamed: Organisation = OrganisationMessage.fromPartial({
  ...{ name: 'organisations/hn-ai', titleZh: '湖南省智能局', titleEn: 'Hunan Bureau of AI', aliases: [] },
  titles: [
    {
      titleZh: '湖南省人工智能局',
      titleEn: 'Hunan AI Bureau',
      aliases: ['省人工智能局'],
      fromDate: toDate('2020-01-01'),
    },
    { titleZh: '湖南省智能局', titleEn: 'Hunan Bureau of AI', fromDate: toDate('2026-03-01') },
  ],
})
const names = (language: 'zh' | 'en') => new Names([renamed], { language, programme: 'p' })

it('calls a body as it was called on the day that something is about, by the days of Shanghai', () => {
  const called = (day: string, language: 'zh' | 'en' = 'zh') => names(language).on(day).of('organisations/hn-ai')
  expect([called('2020-01-01'), called('2026-02-28'), called('2026-03-01')]).toEqual([
    ...['省人工智能局', '省人工智能局', '湖南省智能局'],
  ])
  expect(called('2026-02-28', 'en')).toBe('Hunan AI Bureau')
  // Of days before it was there: by its first name.
  expect(called('2019-12-31')).toBe('省人工智能局')
  expect(names('zh').of('organisations/hn-ai')).toBe('湖南省智能局')
  expect(names('zh').on('2026-02-28').of('organisations/hn-other')).toBe('hn-other')

  const line = (time: string) => {
    const about = { subject: 'programmes/p/tasks/t', actor: 'organisations/hn-ai', time: new Date(time) }
    const { bytes } = new Chain('//qiantou/lead-agency').next(about, DraftReturned.create())
    return recordLine({ position: 1n, record: readRecord(bytes) }, names('zh'), 'zh')
  }
  expect(line('2026-02-28T15:59:59Z')).toContain('省人工智能局')
  expect(line('2026-02-28T16:00:00Z')).toContain('湖南省智能局')
})

it('writes credit codes with capitals, as they are typed, and no other id', () => {
  const short = (name: string) => shortName(`programmes/p/${name}`, 'p')
  expect(short('payees/91430100ma4l0000x9')).toBe('payees/91430100MA4L0000X9')
  expect(short('applicants/91430100ma4l0000x9')).toBe('applicants/91430100MA4L0000X9')
  expect(short('vouchers/a')).toBe('vouchers/a')
  expect(shortName('programmes/q/payees/91430100ma4l0000x9', 'p')).toBe('programmes/q/payees/91430100ma4l0000x9')
})
