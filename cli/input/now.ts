import { FileClock } from '#shared/clock/file-clock.ts'

/** The time that the bus goes by: the machine's, or in a rehearsal that of its file (docs/operations.md). */
export function now(): Date {
  const file = process.env.QIANTOU_CLOCK_FILE
  return file ? new FileClock(file).now() : new Date()
}
