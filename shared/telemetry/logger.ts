import { type Logger as Pino, pino } from 'pino'

export type Logger = Pick<Pino, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/** Lines of JSON on stderr: stdout belongs to people. `QIANTOU_LOG_LEVEL` sets what is written, `info` unless set. */
export const makeLogger = (name: string): Logger =>
  pino({ name, level: process.env.QIANTOU_LOG_LEVEL ?? 'info' }, pino.destination({ fd: 2, sync: true }))
