/** How facts about programmes are said. */
import type {
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  ProgrammeRulesChanged,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Tales } from './tale.ts'

export const programmeTales: Tales<ProgrammeImported | ProgrammeRulesChanged | ProgrammeOfficeSucceeded> = {
  'qiantou.programme.v1.ProgrammeImported': ({ content }) => ({
    zh: `导入方案《${content?.title ?? ''}》`,
    en: `imported the programme “${content?.title ?? ''}”`,
  }),
  'qiantou.programme.v1.ProgrammeRulesChanged': () => ({
    zh: '调整方案规则,自此后交办的任务适用',
    en: 'changed the rules of the programme, for tasks issued from now on',
  }),
  'qiantou.programme.v1.ProgrammeOfficeSucceeded': ({ office, successor }, { name }) => ({
    zh: `${name(office)} 已不存在,方案由 ${name(successor)} 主管`,
    en: `made ${name(successor)} the office in the place of ${name(office)}, which is no longer there`,
  }),
}
