/** Texts, files and dates as options give them. */

import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { buffer as readAll } from 'node:stream/consumers'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { Milestone } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { usage } from '../failure.ts'
import type { Bilingual } from '../settings.ts'
import { today } from '../text/time.ts'
import { unreadable, utf8Of } from './file.ts'
import { now } from './now.ts'

const withoutLastBreak = (text: string): string => text.replace(/\r?\n$/, '')

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** A text: itself, `@FILE`, or `-` for standard input. The line break at the end of a file is not part of it. */
export async function textOf(option: string): Promise<string> {
  if (option === '-') return withoutLastBreak(utf8Of(option, await readAll(process.stdin)))
  if (!option.startsWith('@')) return option
  const file = option.slice(1)
  return withoutLastBreak(utf8Of(file, bytesOf(file)))
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.doc': 'application/msword',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.md': 'text/markdown',
  // The format of official documents in China (GB/T 33190).
  '.ofd': 'application/ofd',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
}

/** A file as evidence: named by its hash, not sent. */
export async function evidenceOf(file: string): Promise<Evidence> {
  const digest = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      digest.update(chunk)
      size += chunk.length
    }
  } catch (error) {
    throw unreadable(file, error)
  }
  return {
    $type: 'qiantou.record.v1.Evidence',
    title: basename(file),
    sha256: digest.digest(),
    sizeBytes: BigInt(size),
    mediaType: mediaTypes[extname(file).toLowerCase()] ?? 'application/octet-stream',
    location: '',
  }
}

/** `2026-11-30`. Whether there is such a day is for the bus to say, which names all wrong fields at once. */
export function dateOf(text: string): DateMessage {
  const [, year, month, day] = text.match(/^(\d{4})-(\d{2})-(\d{2})$/) ?? []
  if (!year)
    throw usage({
      zh: `${JSON.stringify(text)} 不是日期,写法如 2026-11-30`,
      en: `${JSON.stringify(text)} is no date; write it as 2026-11-30`,
    })
  return { $type: 'google.type.Date', year: Number(year), month: Number(month), day: Number(day) }
}

/** Days that a month does not have are read as days of the next one. */
function isDay(day: Day): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

/** A day that the bus is not told, and cannot refuse. @throws Failure where there is no such day */
function existingDay(text: string): Day {
  const day = dayFrom(dateOf(text))
  if (!isDay(day)) throw usage({ zh: `没有 ${day} 这一天`, en: `there is no day ${day}` })
  return day
}

/** The `date` of a line of a file. @throws what `wrong` makes of what is said, where it is no day */
export function dayOfLine(date: string, wrong: (said: Bilingual) => Error): Day {
  const said = JSON.stringify(date)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw wrong({
      zh: `date ${said} 不是日期,写法如 2026-11-30`,
      en: `date ${said} is no date; write it as 2026-11-30`,
    })
  if (!isDay(date)) throw wrong({ zh: `没有 ${date} 这一天`, en: `there is no day ${date}` })
  return date
}

/** The day of `recordedDay` as a request has it; absent where none is given: as things stand. */
export const recordedDate = (text: string | undefined): DateMessage | undefined =>
  text === undefined ? undefined : toDate(recordedDay(text))

/**
 * The day as of whose end records are read, today where none is given: the same for everything that is worked out from them, as
 * nobody knows what will be recorded on a day to come. @throws Failure where it is one, or there is no such day
 */
export function recordedDay(text: string | undefined, at = now()): Day {
  const [day, latest] = [text === undefined ? undefined : existingDay(text), today(at)]
  if (day !== undefined && day > latest)
    throw usage({
      zh: `${day} 尚未到来(今日 ${latest}),届时的记录无从得知`,
      en: `${day} is yet to come, today is ${latest}: nobody knows what will be recorded by then`,
    })
  return day ?? latest
}

/** As `dateOf`, where a date may be left out. */
export const dateOrNone = (text: string | undefined): DateMessage | undefined =>
  text === undefined ? undefined : dateOf(text)

/** `m1:2026-06-30:TITLE`. */
export function milestoneOf(text: string): Milestone {
  const [, id, due, title] = text.match(/^([^:]+):([^:]+):(.+)$/s) ?? []
  if (!id || !due || !title)
    throw usage({
      zh: `${JSON.stringify(text)} 不是阶段目标,写法如 m1:2026-06-30:标题`,
      en: `${JSON.stringify(text)} is no milestone; write it as m1:2026-06-30:TITLE`,
    })
  return { $type: 'qiantou.task.v1.Milestone', id, title, due: dateOf(due) }
}
