/**
 * Every light as of each month's end, and of days between, three times: as the services said it that evening, as whoever
 * replays the records with the services' own fold works it out today, and as the rules say to somebody who reads them anew.
 */
import { hash } from 'node:crypto'
import { ReportConfirmed } from '#proto/qiantou/supervision/v1/report_events.ts'
import { KeptBoards } from '#shared/archive/kept-boards.ts'
import type { BoardTask } from '#shared/domain/board.ts'
import { type Day, dayFrom, endOf } from '#shared/domain/calendar.ts'
import { lightLines, linesText } from '#shared/domain/light-lines.ts'
import { milestoneLights, taskLight } from '#shared/domain/task-light.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { lightsOn } from '../../reference-fold/lights.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import { shanghaiDay } from '../../reference-fold/working-days.ts'
import { type DayEnd, lightText } from '../driver/day-end.ts'
import type { Findings } from './findings.ts'

type Lights = ReadonlyMap<string, string>
type KeptLog = ConstructorParameters<typeof KeptBoards>[0]

const overBy = ['TaskArchived', 'TaskCancelled']

export async function compareLights(
  { dayEnds, parent }: { readonly dayEnds: readonly DayEnd[]; readonly parent: string },
  histories: ReadonlyMap<string, readonly Event[]>,
  records: readonly ReadRecord[],
  findings: Findings,
): Promise<void> {
  const settled = new Map<string, Lights>()
  const over = new Map([...histories].map(([name, history]) => [name, overSince(history)]))
  const log = new LogOf(records)
  const boards = new KeptBoards(log)
  for (const { day, lights: said } of dayEnds) {
    const meant = meantOn(day, histories, settled, over)
    compareSaid(day, said, meant, findings)
    log.goTo(day)
    compareReplayed(day, await boards.on(day, parent), meant, findings)
    compareReports(day, records, meant, findings)
    findings.counted('day ends')
  }
}

/** The log as far as it went at the end of a day: what came later has nothing to say of it. */
class LogOf {
  private readonly records: readonly ReadRecord[]
  private length = 0

  constructor(records: readonly ReadRecord[]) {
    this.records = records
  }

  goTo(day: Day): void {
    this.length = 1 + this.records.findLastIndex(({ time }) => time < endOf(day))
  }

  readonly each: KeptLog['each'] = async ({ afterPosition = -1n }, take) => {
    const from = Number(afterPosition) + 1
    for (const [i, record] of this.records.slice(from, this.length).entries()) take(record, BigInt(from + i))
  }
}

/** On which day a task is archived or cancelled; what is closed may be opened again. */
function overSince(history: readonly Event[]): Day {
  const end = history.find(({ what }) => overBy.includes(what))
  return end ? shanghaiDay(end.time) : '9999-12-31'
}

/** By the rules alone. What has ended keeps its lights. */
function meantOn(
  day: Day,
  histories: ReadonlyMap<string, readonly Event[]>,
  settled: Map<string, Lights>,
  over: ReadonlyMap<string, Day>,
): ReadonlyMap<string, string> {
  const meant = new Map<string, string>()
  for (const [name, history] of histories) {
    const own = settled.get(name) ?? lightsOn(day, name, history)
    if ((over.get(name) ?? '') <= day) settled.set(name, own)
    for (const [of, light] of own) meant.set(of, light)
  }
  return meant
}

/** A part's light is said by both services: `@task` is what the task says of it. */
function compareSaid(day: Day, said: Lights, meant: Lights, findings: Findings): void {
  for (const [of, light] of said) {
    findings.same(`${day} ${of}`, light, meant.get(of.replace('@task', '')))
    findings.counted('lights as they were said')
  }
  for (const of of meant.keys()) if (!said.has(of)) findings.differs(`${day} ${of}: no light was said`)
}

/** What `qiantou light --as-of` and `qiantou report` show. */
function compareReplayed(day: Day, board: readonly BoardTask[], meant: Lights, findings: Findings): void {
  const shown = new Set(board.map(({ name }) => name))
  for (const [of, light] of meant)
    if (shown.has(of) && light.startsWith('GREY DRAFT')) findings.differs(`${day} ${of} is on the board, and a draft`)
  for (const { name, task } of board) {
    findings.same(`${day} ${name} replayed`, lightText(taskLight(task, day)), meant.get(name))
    for (const part of task.parts)
      for (const { id, light } of milestoneLights(task, part, day)) {
        const of = `${name}/assignments/${part.organisation.split('/')[1]}#${id}`
        // What a predecessor has reached, whoever took over does not owe.
        findings.same(`${day} ${of} replayed`, lightText(light), meant.get(of) ?? 'BLUE DONE ')
        findings.counted('lights of milestones replayed')
      }
  }
  for (const { assignment, line } of lightLines(board, day)) {
    const [, colour, reason] = line.replaceAll('LIGHT_COLOUR_', '').replaceAll('LIGHT_REASON_', '').split(' ')
    findings.same(`${day} ${assignment} replayed`, `${colour} ${reason}`, meant.get(assignment)?.replace(/ [^ ]*$/, ''))
    findings.counted('lights replayed')
  }
}

/** What the office confirmed is the hash of the lines that anybody works out. */
function compareReports(day: Day, records: readonly ReadRecord[], meant: Lights, findings: Findings): void {
  const lines = [...meant]
    .filter(([of]) => of.includes('/assignments/') && !of.includes('#'))
    .map(([assignment, light]) => {
      const [colour, reason] = light.split(' ')
      return { assignment, line: `${assignment} LIGHT_COLOUR_${colour} LIGHT_REASON_${reason}` }
    })
    .sort((one, other) => (one.assignment < other.assignment ? -1 : 1))
  const sha256 = hash('sha256', linesText(lines), 'hex')
  for (const { subject, data, type } of records) {
    if (type !== ReportConfirmed.$type) continue
    const { asOf, lightsSha256, assignments } = ReportConfirmed.decode(data)
    if (!asOf || dayFrom(asOf) !== day) continue
    const confirmed = `${assignments} ${Buffer.from(lightsSha256).toString('hex')}`
    findings.same(`${day} ${subject}`, confirmed, `${lines.length} ${sha256}`)
    findings.counted('reports')
  }
}
