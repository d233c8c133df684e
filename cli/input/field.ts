/** Which option of a command set a field of the request that it sent. */
import type { Command } from 'commander'
import { Failure } from '../failure.ts'

/** Where an option is called otherwise than its field, by the field; of several the one that the command has. */
export const otherwise: Readonly<Record<string, readonly string[]>> = {
  adjustments: ['adjust'],
  aliases: ['alias'],
  allocation_id: ['id'],
  applicant_class: ['class'],
  application_id: ['id'],
  call_id: ['id'],
  copied: ['copy'],
  date: ['until'],
  day: ['report-day'],
  display_name: ['called'],
  effective_date: ['from', 'on'],
  effective_from: ['from'],
  evidence: ['attach'],
  face_fen: ['yuan'],
  fen: ['yuan'],
  from_date: ['from'],
  holder_name: ['holder'],
  investment_fen: ['investment', 'yuan'],
  limit: ['days', 'until'],
  measure_id: ['id'],
  organisations: ['body'],
  others_fen: ['others'],
  pool_id: ['id'],
  report_id: ['report'],
  roster_id: ['id'],
  task_id: ['id'],
  terms: ['pays'],
  to_date: ['to'],
  transfer_id: ['id'],
  validity_days: ['days'],
  voucher_id: ['id'],
}

/**
 * `--milestone` of `content.milestones[0].due`: that of the outermost part of the path for which the command has one, those that
 * were given first; before it one that two parts together are called by, `--builder-code` of `content.builder.code`.
 */
export function optionOf(field: string, command: Command): string | undefined {
  const parts = field.split('.').map((part) => part.replace(/\[\d+\]$/, ''))
  const pairs = parts.slice(1).map((part, i) => `${parts[i]}-${part}`.replaceAll('_', '-'))
  const pair = pairs.map((name) => command.options.find(({ long }) => long === `--${name}`)).find(Boolean)
  if (pair?.long) return pair.long
  const options = parts
    .flatMap((part) => {
      const own = part.replaceAll('_', '-')
      return [own, own.replace(/s$/, ''), own.replace('-working', ''), ...(otherwise[part] ?? [])]
    })
    .flatMap((name) => command.options.filter(({ long }) => long === `--${name}`))
  const given = options.find((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
  return (given ?? options[0])?.long ?? undefined
}

/** A failure that names beside each wrong field the option that set it: whoever typed `--due` knows no `content.due`. */
export function withOptions(error: unknown, command: Command): unknown {
  if (!(error instanceof Failure) || error.report.reason !== 'INVALID_FIELDS') return error
  const violations = error.report.violations.map((violation) => {
    const option = optionOf(violation.field, command)
    return option ? { ...violation, option } : violation
  })
  return new Failure({ ...error.report, violations })
}
