/** What `qiantou roster …` does. */
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import * as roster from '#proto/qiantou/roster/v1/roster_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import { allItems } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, usage } from '../failure.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack, wholeNumber } from '../input/command.ts'
import { measureName, organisationName, programmeName, rosterName } from '../input/name.ts'
import { rosterRowsOf } from '../input/roster-rows.ts'
import { dateOf, textOf } from '../input/text.ts'
import { spoken } from '../language.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { rosterSheet, rosterTable } from '../text/roster.ts'
import { noneOf } from './programme-office.ts'

const { RosterServiceClient } = roster
const { ApplicationServiceClient } = application

// ---- Reading

async function readRosters(bus: Bus, parent: string, after: LookingBack['after']): Promise<readonly roster.Roster[]> {
  const fetch = (pageToken: string) => {
    const request = roster.ListRostersRequest.create({ parent, pageSize: 1_000, pageToken })
    return bus.call(RosterServiceClient, (client) => client.listRosters, request, after)
  }
  return allItems(fetch, (page) => page.rosters)
}

export async function list(session: Session, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const parent = programmeName(settings.programme)
  const rosters = await readRosters(bus, parent, after).catch(noneOf(bus, parent))
  if (settings.json) return writeJson({ rosters: jsonOf(rosters) })
  await write(rosterTable(rosters, await loadNames(bus, settings), settings.language))
}

async function getRoster(bus: Bus, name: string, after: LookingBack['after']): Promise<roster.Roster> {
  const request = roster.GetRosterRequest.create({ name })
  const response = await bus.call(RosterServiceClient, (client) => client.getRoster, request, after)
  return response.roster as roster.Roster
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const found = await getRoster(bus, rosterName(name, settings), after)
  if (settings.json) return writeJson(jsonOf({ roster: found }))
  await write(rosterSheet(found, await loadNames(bus, settings), settings.language))
}

// ---- Changing

type ImportOptions = CommandOptions & {
  readonly id: string
  readonly measure: string
  readonly source: string
  readonly register: string
  readonly asOf: string
  readonly call?: string
}

export async function importRoster(session: Session, file: string, options: ImportOptions): Promise<void> {
  const { settings } = session
  const { id: rosterId, register, call = '' } = options
  const request = roster.ImportRosterRequest.create({
    ...creatingFields(options),
    ...{ parent: programmeName(settings.programme), rosterId },
    content: RosterContent.create({
      ...{ measure: measureName(options.measure, settings), source: organisationName(options.source), register, call },
      asOf: dateOf(options.asOf),
      rows: [...rosterRowsOf(await textOf(file === '-' ? file : `@${file}`), file)],
    }),
  })
  const bus = await session.bus()
  const answer = await bus.call(RosterServiceClient, (client) => client.importRoster, request, options.after)
  if (settings.json) return writeJson(jsonOf(answer))
  const { name, rowCount } = answer.roster as roster.Roster
  const done = { zh: `导入 ${rowCount} 行`, en: `imported ${rowCount} rows` }[settings.language]
  await write(told(name, done, answer.receipt, settings))
}

export async function withdraw(session: Session, name: string, options: CommandOptions): Promise<void> {
  const { settings } = session
  const about = { name: rosterName(name, settings) }
  const request = roster.WithdrawRosterRequest.create({ ...commandFields(options), ...about })
  const bus = await session.bus()
  const answer = await bus.call(RosterServiceClient, (client) => client.withdrawRoster, request, options.after)
  if (settings.json) return writeJson(jsonOf(answer))
  await write(told(about.name, { zh: '撤回', en: 'withdrawn' }[settings.language], answer.receipt, settings))
}

// ---- Matching

type MatchOptions = CommandOptions & { readonly row?: readonly string[] }

/** The rows that are asked for; without any all that are not matched. */
function rowsOf({ rowCount, matched }: roster.Roster, row: readonly string[] | undefined): readonly number[] {
  if (row) return row.map((text) => Number(wholeNumber(text)))
  const done = new Set(matched.map((one) => one.row))
  return Array.from({ length: rowCount }, (_, i) => i + 1).filter((number) => !done.has(number))
}

type Refused = { readonly row: number; readonly failure: Failure }

const rowsRefused = (refused: readonly Refused[], count: number): Failure =>
  new Failure({
    code: 'FAILED_PRECONDITION',
    reason: 'ROWS_REFUSED',
    message: spoken({
      zh: `${count} 行中有 ${refused.length} 行未能比对`,
      en: `not matched: ${refused.length} of ${count} rows`,
    }),
    violations: refused.map(({ row, failure: { report } }) => ({
      field: `row ${row}`,
      description: `${report.message} [${report.reason}]`,
    })),
  })

/** What was opened for whom, and what is reserved for it. */
function matchedText({ content, reserved }: application.Application, language: 'zh' | 'en'): string {
  const name = content?.applicant?.name ?? ''
  if (!reserved) return { zh: `为 ${name} 立项`, en: `opened for ${name}` }[language]
  const yuan = yuanOf(reserved.fen)
  return { zh: `为 ${name} 立项,预留 ${yuan} 元`, en: `opened for ${name}, ${yuan} yuan reserved` }[language]
}

/**
 * An application each, called as the roster and its row are: `2026-champions-3`.
 * @throws the refusal of a row that was named alone; of others Failure ROWS_REFUSED, once all have been tried
 */
export async function match(session: Session, text: string, options: MatchOptions): Promise<void> {
  const { settings } = session
  const { row: named, after } = options
  if (options.requestId && named?.length !== 1)
    throw usage({ zh: '--request-id 只用于一行', en: '--request-id is for one row alone: name it with --row' })
  const bus = await session.bus()
  const name = rosterName(text, settings)
  const { programme, roster: id } = partsOf('roster', name)
  const rows = rowsOf(await getRoster(bus, name, after), named)
  const [answers, refused] = [[] as unknown[], [] as Refused[]]
  for (const row of rows)
    try {
      const about = { parent: `programmes/${programme}`, applicationId: `${id}-${row}`, roster: name, row }
      const request = application.MatchApplicationRequest.create({ ...creatingFields(options), ...about })
      const answer = await bus.call(ApplicationServiceClient, (client) => client.matchApplication, request, after)
      answers.push(answer)
      const opened = answer.application as application.Application
      if (!settings.json)
        await write(told(opened.name, matchedText(opened, settings.language), answer.receipt, settings))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      refused.push({ row, failure: error })
    }
  if (settings.json) await writeJson({ matched: jsonOf(answers) })
  else if (rows.length === 0)
    await write(`${{ zh: '没有待比对的行', en: 'no row waits to be matched' }[settings.language]}\n`)
  const [first] = refused
  if (first && named?.length === 1) throw first.failure
  if (first) throw rowsRefused(refused, rows.length)
}
