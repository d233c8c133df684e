/** What a call pays, as options say it: `--pays small=25%`, `--at-most small=project:500000`. */
import { CallTerms, type CeilingScope } from '#proto/qiantou/measure/v1/measure.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { usage } from '../failure.ts'

const scopes = ['application', 'project', 'applicant-year', 'applicant'] as const

/** The class before an equals sign, if there is one, and what is said of it. */
function ofClass(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

/** `25%` or `12.5%` in hundredths of a percent; undefined for anything else. */
function basisPointsOf(text: string): number | undefined {
  const [, whole, decimals = ''] = text.match(/^([0-9]{1,3})(?:\.([0-9]{1,2}))?%$/) ?? []
  return whole === undefined ? undefined : Number(whole + decimals.padEnd(2, '0'))
}

/** @throws Failure USAGE */
function paid(text: string): Partial<CallTerms> {
  const basisPoints = basisPointsOf(text)
  if (basisPoints !== undefined) return { basisPoints }
  const sumFen = fenOf(text)
  if (sumFen !== undefined) return { sumFen }
  throw usage({
    zh: `${JSON.stringify(text)} 既不是比例也不是金额,写法如 25% 或 500000(元),可冠以类别,如 small=25%`,
    en: `${JSON.stringify(text)} is no share and no amount; write it as 25% or 500000 (yuan), with a class before it as small=25%`,
  })
}

/** @throws Failure USAGE */
function ceilingOf(text: string): CallTerms['ceilings'][number] {
  const [scope = '', yuan = ''] = text.split(':', 2)
  const fen = fenOf(yuan)
  if (fen !== undefined && scopes.some((one) => one === scope)) {
    const named = `CEILING_SCOPE_${scope.toUpperCase().replace('-', '_')}` as CeilingScope
    return { $type: 'qiantou.measure.v1.CallCeiling', scope: named, fen }
  }
  throw usage({
    zh: `${JSON.stringify(text)} 不是上限,写法如 project:500000(元);范围可取 ${scopes.join('、')}`,
    en: `${JSON.stringify(text)} is no ceiling; write it as project:500000 (yuan), of one of ${scopes.join(', ')}`,
  })
}

/** Terms by class, in the order in which the options name them. @throws Failure USAGE, also where a class is paid two figures */
export function callTermsOf(pays: readonly string[] = [], atMost: readonly string[] = []): readonly CallTerms[] {
  const byClass = new Map<string, CallTerms>()
  for (const [applicantClass, figure] of pays.map(ofClass)) {
    if (byClass.has(applicantClass))
      throw usage({
        zh: `--pays 对${applicantClass ? `类别 ${applicantClass} ` : '其他申报单位'}写了两次`,
        en: `--pays says twice what ${applicantClass ? `class ${applicantClass}` : 'everybody else'} is paid`,
      })
    byClass.set(applicantClass, CallTerms.create({ applicantClass, ...paid(figure) }))
  }
  for (const [applicantClass, ceiling] of atMost.map(ofClass)) {
    const terms = byClass.get(applicantClass) ?? CallTerms.create({ applicantClass })
    byClass.set(applicantClass, { ...terms, ceilings: [...terms.ceilings, ceilingOf(ceiling)] })
  }
  return [...byClass.values()]
}
