/** Reasons about rosters, and what is matched from them. */
import type { Sentences } from './sentences.ts'

export const rosterSentences: Sentences = {
  ROSTER_NOT_FOUND: { en: 'There is no such roster', zh: '无此名单' },
  ROSTER_EXISTS: { en: 'There is a roster of that name already; take another id', zh: '已有同名名单,请另取编号' },
  NOBODY_APPLIES: {
    en: 'Nobody applies for this measure: its handling body imports a roster and matches it',
    zh: '该措施免申即享,无须申报:由承办单位导入名单并比对',
  },
  APPLIED_FOR: {
    en: 'This measure is applied for: only one that nobody applies for (withoutApplication) takes a roster',
    zh: '该措施须申报;仅免申即享(withoutApplication)的措施可导入名单',
  },
  ROSTER_BASIS_MISFIT: {
    en: 'Rows {rows} do not go with the measure, which asks for {basis}: bills for YEAR_SPENDING, an investment for APPROVED_INVESTMENT, neither for SUM',
    zh: '第 {rows} 行与该措施不符,该措施按 {basis} 计算:年度支出须附票据,核定投资须填投资额,定额两者皆不填',
  },
  ROSTER_CLASS_NOT_FOUND: {
    en: 'Rows {rows}: the measure says nothing of applicants of class {applicantClass}',
    zh: '第 {rows} 行:该措施未规定“{applicantClass}”类申报单位的标准',
    none: { en: 'everybody else', zh: '其他申报单位' },
  },
  ROSTER_ROWS_LISTED: {
    en: 'Rows {rows} are listed for {year} by an earlier roster of the measure: leave them out, or withdraw that one',
    zh: '第 {rows} 行已列入该措施 {year} 年度此前的名单:请删去这些行,或先撤回原名单',
  },
  ROSTER_ROWS_GRANTED: {
    en: 'Rows {rows} have been granted something by this measure for {year} already: leave them out',
    zh: '第 {rows} 行 {year} 年度已享受该措施:请删去这些行',
  },
  ROSTER_ROW_NOT_FOUND: { en: 'The roster has no row {row}: it has {rows}', zh: '名单没有第 {row} 行,共 {rows} 行' },
  ROSTER_ROW_MATCHED: { en: 'Row {row} was matched already: {application}', zh: '第 {row} 行已比对:{application}' },
  ROSTER_WITHDRAWN: { en: 'The roster is withdrawn: no row of it is matched any more', zh: '该名单已撤回,不再比对' },
  ROSTER_MATCHED_WHOLLY: {
    en: 'Every row is matched already: refuse or withdraw the applications instead',
    zh: '各行均已比对:请改为不予通过或撤回相应申报',
  },
}
