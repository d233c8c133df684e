/** Why a command ends without having done what it was asked for, and how it says so. */
import { spoken } from './language.ts'
import type { Bilingual } from './settings.ts'

/** Exit codes: refused or failed, and called wrongly. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

/** A field that the other side found wrong. */
type Violation = {
  readonly field: string
  readonly description: string
  /** What of the command line set it, such as `--due`; absent where no option did. */
  readonly option?: string
}

/** What `--json` prints of a failure, on stderr under `error`. */
export type FailureReport = {
  /** The gRPC status, such as `NOT_FOUND`; `USAGE` where the command line is wrong. */
  readonly code: string
  /** A stable UPPER_SNAKE code. */
  readonly reason: string
  readonly message: string
  readonly details: Readonly<Record<string, string>>
  readonly violations: readonly Violation[]
}

/** A failure that is explained in one line. Everything else that is thrown is a bug and shows its stack. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly report: FailureReport

  constructor(report: Pick<FailureReport, 'code' | 'reason' | 'message'> & Partial<FailureReport>) {
    super(report.message)
    const { code, reason, message, details = {}, violations = [] } = report
    this.report = { code, reason, message, details, violations }
  }

  get exitCode(): number {
    return this.report.code === 'USAGE' ? exitCodes.usage : exitCodes.failed
  }
}

/** The command line is wrong. */
export const usage = (say: Bilingual): Failure => new Failure({ code: 'USAGE', reason: 'USAGE', message: spoken(say) })

/** Catches a refusal whose sentence the command can say better, because it knows how it was called. @throws error */
export const reworded =
  (reason: string, say: Bilingual) =>
  (error: unknown): never => {
    if (!(error instanceof Failure) || error.report.reason !== reason) throw error
    throw new Failure({ ...error.report, message: spoken(say) })
  }

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A failure as it is printed: one line, then one for each wrong field; with `--json` one object. */
export function printedFailure({ report }: Failure, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ error: report })}\n`
  const code = report.reason === 'USAGE' ? '' : ` [${report.reason}]`
  const lines = report.violations.map(
    ({ field, description, option }) => `  ${field}${option ? ` (${option})` : ''}: ${oneLine(description)}`,
  )
  return `${[`qiantou: ${oneLine(report.message)}${code}`, ...lines].join('\n')}\n`
}
