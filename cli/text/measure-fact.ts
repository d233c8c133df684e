/** How facts about measures are said. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import type { Tales } from './tale.ts'

export const measureTales: Tales<MeasureEntered | MeasureAmended> = {
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
}
