import { logs, SeverityNumber } from '@opentelemetry/api'
import { multistream, type Logger as Pino, pino } from 'pino'

export type Logger = Pick<Pino, 'debug' | 'info' | 'warn' | 'error' | 'child'>

const severities: Readonly<Record<number, SeverityNumber>> = {
  20: SeverityNumber.DEBUG,
  30: SeverityNumber.INFO,
  40: SeverityNumber.WARN,
  50: SeverityNumber.ERROR,
}

/** Hands each line to OpenTelemetry as a log record, besides writing it. */
const exported = {
  write(line: string): void {
    const { level, msg, time, pid, hostname, ...attributes } = JSON.parse(line)
    logs.getLogger('qiantou').emit({
      severityNumber: severities[level] ?? SeverityNumber.UNSPECIFIED,
      timestamp: time,
      body: msg,
      attributes,
    })
  },
}

/** Lines of JSON on stderr: stdout belongs to people. `QIANTOU_LOG_LEVEL` sets what is written, `info` unless set. */
export function makeLogger(name: string): Logger {
  const stderr = pino.destination({ fd: 2, sync: true })
  const level = process.env.QIANTOU_LOG_LEVEL ?? 'info'
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return pino({ name, level }, stderr)
  return pino(
    { name, level },
    multistream([
      { stream: stderr, level: 'debug' },
      { stream: exported, level: 'debug' },
    ]),
  )
}
