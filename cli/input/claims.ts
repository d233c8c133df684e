/** A list of claims as CSV, for `finance try` (docs/trying-measures.md). */
import { parse } from 'csv-parse/sync'
import { fenOf } from '#shared/domain/amount.ts'
import type { Claim } from '#shared/domain/trial.ts'
import { usage } from '../failure.ts'
import { dayOfLine } from './text.ts'

const needed = ['claim', 'applicant', 'date', 'basis'] as const
const optional = ['class', 'project', 'others'] as const
const columns: readonly string[] = [...needed, ...optional]
type Row = Readonly<Record<(typeof needed)[number], string>> &
  Readonly<Partial<Record<(typeof optional)[number], string>>>

type Wrapped = { readonly record: Row; readonly info: { readonly lines: number } }

const wrong = (file: string, line: number, problem: { readonly zh: string; readonly en: string }) =>
  usage({ zh: `${file} 第 ${line} 行:${problem.zh}`, en: `${file}, line ${line}: ${problem.en}` })

/** The rows, each with its line. @throws Failure USAGE */
function rowsOf(text: string, file: string): readonly { readonly row: Row; readonly line: number }[] {
  try {
    const head = (names: readonly string[]): string[] => {
      const [missing] = needed.filter((name) => !names.includes(name))
      if (missing) throw wrong(file, 1, { zh: `缺少 ${missing} 列`, en: `the column ${missing} is missing` })
      const [strange] = names.filter((name) => !columns.includes(name))
      if (strange !== undefined)
        throw wrong(file, 1, {
          zh: `没有 ${JSON.stringify(strange)} 这一列,可用 ${columns.join(', ')}`,
          en: `there is no column ${JSON.stringify(strange)}; these are known: ${columns.join(', ')}`,
        })
      return [...names]
    }
    const read = parse(text, { bom: true, columns: head, info: true, trim: true, skip_empty_lines: true })
    // The library's types do not know that `info` wraps records.
    return (read as readonly Wrapped[]).map(({ record, info }) => ({ row: record, line: info.lines }))
  } catch (error) {
    const { lines, message } = error as { readonly lines?: number; readonly message: string }
    if (lines === undefined) throw error
    throw wrong(file, lines, { zh: `不是 CSV:${message}`, en: `no CSV: ${message}` })
  }
}

/**
 * Claims in the order of the file. Rows of the same claim are bills of one year: their sum is its basis.
 * @throws Failure USAGE with the line
 */
export function claimsOf(text: string, file: string): readonly Claim[] {
  const claims = new Map<string, Claim>()
  for (const { row, line } of rowsOf(text, file)) {
    const claim = claimOf(row, file, line)
    const before = claims.get(claim.id)
    if (before && !isSame(before, claim))
      throw wrong(file, line, {
        zh: `申报 ${claim.id} 的单位、类别、项目、日期、其他补助与前一行不同`,
        en: `claim ${claim.id} has another applicant, class, project, date or others than before`,
      })
    claims.set(claim.id, before ? { ...before, basisFen: before.basisFen + claim.basisFen } : claim)
  }
  if (claims.size === 0) throw wrong(file, 1, { zh: '没有申报', en: 'it has no claim' })
  return [...claims.values()]
}

const isSame = ({ basisFen: _, ...one }: Claim, { basisFen: __, ...other }: Claim): boolean =>
  JSON.stringify(one, textOfFen) === JSON.stringify(other, textOfFen)
const textOfFen = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value)

function claimOf(row: Row, file: string, line: number): Claim {
  const { claim: id, applicant, class: applicantClass = '', project = '', date, basis, others = '' } = row
  for (const name of ['claim', 'applicant'] as const)
    if (row[name] === '') throw wrong(file, line, { zh: `${name} 为空`, en: `${name} is empty` })
  const amount = (name: string, yuan: string): bigint => {
    const fen = fenOf(yuan)
    if (fen !== undefined) return fen
    const said = JSON.stringify(yuan)
    throw wrong(file, line, {
      zh: `${name} ${said} 不是金额,写法如 1234567.89(元)`,
      en: `${name} ${said} is no amount; write it in yuan, such as 1234567.89`,
    })
  }
  const day = dayOfLine(date, (said) => wrong(file, line, said))
  return {
    ...{ id, applicant, applicantClass, project: project || id, day },
    basisFen: amount('basis', basis),
    othersFen: others === '' ? 0n : amount('others', others),
  }
}
