/** What `qiantou measure …` does. */
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import * as measure from '#proto/qiantou/measure/v1/measure_service.ts'
import { allItems } from '#shared/grpc/page.ts'
import { callTermsOf } from '../input/call-terms.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack } from '../input/command.ts'
import { messageFrom } from '../input/message.ts'
import { measureName, programmeName } from '../input/name.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { measureSheets, measureTable } from '../text/measure.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { answering, type Receipted } from './answered.ts'
import { noneOf } from './programme-office.ts'

const { MeasureServiceClient } = measure

// ---- Reading

export async function list(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: programmeName(settings.programme), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      MeasureServiceClient,
      (client) => client.listMeasures,
      measure.ListMeasuresRequest.create({ ...request, pageToken }),
    )
  const measures = await allItems(fetch, (page) => page.measures).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ measures: jsonOf(measures) })
  await write(measureTable(measures, settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = measure.GetMeasureRequest.create({ name: measureName(name, settings) })
  const response = await bus.call(MeasureServiceClient, (client) => client.getMeasure, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const names = await loadNames(bus, settings)
  await write(measureSheets(response.measure as measure.Measure, names, settings.language))
}

// ---- Changing

type Shown = { readonly measure?: { readonly versions?: readonly { readonly content?: unknown }[] } }

/** Also as `measure show --json` prints it: a measure is amended in a copy of its newest version. */
async function contentOf(file: string): Promise<MeasureContent> {
  const text = await textOf(file === '-' ? file : `@${file}`)
  return messageFrom(MeasureContent, text, file, (written) => (written as Shown).measure?.versions?.at(-1)?.content)
}

const answered = answering(({ measure }: Receipted & { readonly measure: measure.Measure | undefined }) => measure)

export async function enter(
  session: Session,
  file: string,
  options: CommandOptions & { readonly id: string },
): Promise<void> {
  const content = await contentOf(file)
  const parent = programmeName(session.settings.programme)
  const request = measure.EnterMeasureRequest.create({
    ...creatingFields(options),
    ...{ parent, measureId: options.id, content },
  })
  const bus = await session.bus()
  const answer = await bus.call(MeasureServiceClient, (client) => client.enterMeasure, request, options.after)
  await answered(session, answer, () => ({
    zh: `录入政策措施“${content.title}”`,
    en: `entered the measure “${content.title}”`,
  }))
}

export async function amend(
  session: Session,
  name: string,
  file: string,
  options: CommandOptions & { readonly from: string },
): Promise<void> {
  const content = await contentOf(file)
  const effectiveFrom = dateOf(options.from)
  const request = measure.AmendMeasureRequest.create({
    ...commandFields(options),
    ...{ name: measureName(name, session.settings), content, effectiveFrom },
  })
  const bus = await session.bus()
  const answer = await bus.call(MeasureServiceClient, (client) => client.amendMeasure, request, options.after)
  const number = answer.measure?.versions.length ?? 0
  await answered(session, answer, () => ({
    zh: `第 ${number} 版自 ${options.from} 起施行`,
    en: `version ${number} holds from ${options.from} on`,
  }))
}

type CallOptions = CommandOptions & {
  readonly id: string
  readonly year: bigint
  readonly firstDay: string
  readonly lastDay: string
  readonly pays?: readonly string[]
  readonly atMost?: readonly string[]
}

export async function call(session: Session, name: string, options: CallOptions): Promise<void> {
  const { id, firstDay, lastDay } = options
  const request = measure.OpenCallRequest.fromPartial({
    ...commandFields(options),
    ...{ name: measureName(name, session.settings), callId: id },
    content: {
      ...{ year: Number(options.year), firstDay: { ...dateOf(firstDay) }, lastDay: { ...dateOf(lastDay) } },
      terms: [...callTermsOf(options.pays, options.atMost)],
    },
  })
  const bus = await session.bus()
  const answer = await bus.call(MeasureServiceClient, (client) => client.openCall, request, options.after)
  await answered(session, answer, () => ({
    zh: `发布 ${options.year} 年度申报通知 ${id},${firstDay} 至 ${lastDay} 受理申报`,
    en: `opened the call ${id} for ${options.year}, applications from ${firstDay} to ${lastDay}`,
  }))
}
