/** Every task of a programme as it stood on a day, read off the log: anybody who may read its records can say the same. */
import { DirectoryServiceClient, GetOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { EventServiceClient, ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { type BoardTask, boardOn } from '#shared/domain/board.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { datesOf } from '#shared/domain/course.ts'
import { dueOf, milestoneLights, partLight, taskLight } from '#shared/domain/task-light.ts'
import { isGone } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { allPages } from '#shared/grpc/page.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import type { Bus } from '../bus/bus.ts'
import { programmeName } from '../input/name.ts'
import { recordedDay } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { goneMark } from '../text/gone.ts'
import { jsonOf } from '../text/json.ts'
import { lightMark, lightText, painted } from '../text/light.ts'
import { loadNames, type Names } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { table } from '../text/table.ts'
import { dateText } from '../text/time.ts'
import { label, word } from '../text/words.ts'

/** Everything that the caller may read of a programme's tasks, and what it came to on a day. */
export async function readBoard(bus: Bus, programme: string, day: Day): Promise<readonly BoardTask[]> {
  const records: ReadRecord[] = []
  const fetch = (pageToken: string) => {
    const message = ListRecordsRequest.fromPartial({ resource: programme, pageSize: 1_000, pageToken })
    return bus.call(EventServiceClient, (client) => client.listRecords, message)
  }
  for await (const page of allPages(fetch)) records.push(...page.records.map(({ record }) => readRecord(record)))
  return boardOn(day, records)
}

/** What people were called on a day, by body and role, and by body and pseudonym; without those that the caller may not read. */
export async function readPeople(
  bus: Bus,
  organisations: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, string>> {
  const people = new Map<string, string>()
  for (const name of organisations) {
    const request = GetOrganisationRequest.fromPartial({ name, asOf: toDate(day) })
    const { organisation } = await bus.call(DirectoryServiceClient, (client) => client.getOrganisation, request)
    for (const { role, person, displayName, fromDate, toDate: until } of organisation?.terms ?? []) {
      const isNow = dateText(fromDate) <= day && (!until || day <= dateText(until))
      if (!isNow || !displayName?.value) continue
      people.set(`${name} ${role}`, displayName.value).set(`${name} ${person}`, displayName.value)
    }
  }
  return people
}

type Milestone = ReturnType<typeof milestoneLights>[number]

/** A milestone on a row of its own under its part. */
const milestoneRow = (task: Task, { id, due, light }: Milestone, names: Names, language: Language): string[] => {
  const { title = '' } = task.content.milestones.find((one) => one.id === id) ?? {}
  return ['', `    ${id} ${title}`.trimEnd(), due, lightText(light, names, language) || lightMark(light, language)]
}

/** Each part on a row, its milestones under it; members of a group whose parts stand alike share one. */
function partRows(task: Task, day: Day, names: Names, language: Language): readonly string[][] {
  const rows = task.parts.map((part) => {
    const { organisation, named } = part
    const mark = lightMark(partLight(task, part, day), language)
    const due = datesOf(part, task.basis).due
    const state = word(part.state, language)
    return { organisation, named, state, due, mark, part, gone: goneMark(isGone(part), language) }
  })
  const milestonesOf = ({ part }: (typeof rows)[number]) => milestoneLights(task, part, day)
  // Whose turn it is does not tell alike ones apart: with each it is another body.
  const marks = (row: (typeof rows)[number]) => milestonesOf(row).map(({ light, due }) => `${light.reason} ${due}`)
  const alike = Map.groupBy(rows, (row) =>
    row.named ? [row.named, row.state, row.gone, row.due, row.mark, ...marks(row)].join('\n') : row.organisation,
  )
  return [...alike.values()].flatMap(([first, ...others]) => {
    const { organisation, named = '', state, due, mark, gone } = first as (typeof rows)[number]
    const milestones = milestonesOf(first as (typeof rows)[number])
    // Of many bodies the turn is the one of each.
    const shown = others.length ? milestones.map((one) => ({ ...one, light: { ...one.light, turn: [] } })) : milestones
    const who = others.length ? `${names.of(named)} × ${others.length + 1}` : names.of(organisation)
    return [
      ['', `  ${who}${gone} (${state})`, due, mark],
      ...shown.map((milestone) => milestoneRow(task, milestone, names, language)),
    ]
  })
}

/** Each task, its parts under it, and their milestones under those. */
export function lightTable(board: readonly BoardTask[], day: Day, names: Names, language: Language): string {
  const rows = board.flatMap(({ name, task }) => [
    [names.resource(name), task.content.title, dueOf(task), lightText(taskLight(task, day), names, language)],
    ...partRows(task, day, names, language),
  ])
  const head = (['task', 'title', 'due', 'light'] as const).map((name) => label(name, language))
  return table(head, rows)
}

type LightOptions = { readonly asOf?: string }

/** `qiantou light`: each task, each part under it, and each milestone under that. */
export async function lights(session: Session, { asOf }: LightOptions): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const day = recordedDay(asOf)
  const board = await readBoard(bus, programmeName(settings.programme), day)
  if (settings.json)
    return writeJson({
      asOf: day,
      tasks: board.map(({ name, task }) => ({
        name,
        title: task.content.title,
        due: dueOf(task),
        light: jsonOf(taskLight(task, day)),
        assignments: task.parts.map((part) => ({
          organisation: part.organisation,
          state: part.state,
          due: datesOf(part, task.basis).due,
          light: jsonOf(partLight(task, part, day)),
          milestones: milestoneLights(task, part, day).map(({ id, due, reachedOn, light }) => ({
            ...{ id, due, reachedOn: reachedOn ?? null, light: jsonOf(light) },
          })),
        })),
      })),
    })
  const names = await loadNames(bus, settings, day)
  await write(painted(lightTable(board, day, names, language)))
}
