/** How facts about measures are said. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { CallOpened, MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'

export const measureTales: Tales<MeasureEntered | MeasureAmended | CallOpened> = {
  'qiantou.measure.v1.MeasureEntered': ({ content }) => ({
    zh: `录入政策措施“${content?.title ?? ''}”`,
    en: `entered the measure “${content?.title ?? ''}”`,
  }),
  'qiantou.measure.v1.MeasureAmended': ({ content, effectiveFrom }) => {
    const from = dayFrom(effectiveFrom as DateMessage)
    return {
      zh: `修订政策措施“${content?.title ?? ''}”,自 ${from} 起施行`,
      en: `amended the measure “${content?.title ?? ''}”, from ${from} on`,
    }
  },
  'qiantou.measure.v1.CallOpened': ({ call, content }) => {
    const [first, last] = [dateText(content?.firstDay), dateText(content?.lastDay)]
    return {
      zh: `发布 ${content?.year ?? ''} 年度申报通知 ${call},${first} 至 ${last} 受理申报`,
      en: `opened the call ${call} for ${content?.year ?? ''}, applications from ${first} to ${last}`,
    }
  },
}
