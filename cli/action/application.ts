/** What `qiantou application …` does: reading, and what is asked for. The steps to a decision: application-step.ts. */
import { Applicant, ApplicationContent, Builder } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { allItems } from '#shared/grpc/page.ts'
import { billsOf } from '../input/bills.ts'
import { type CommandOptions, commandFields, creatingFields, filterOf, type LookingBack } from '../input/command.ts'
import { applicationName, measureName, organisationCode, organisationName, programmeName } from '../input/name.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { applicationSheets, applicationTable } from '../text/application.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { dateText } from '../text/time.ts'
import { answered } from './application-answer.ts'
import { noneOf } from './programme-office.ts'

const { ApplicationServiceClient } = application

// ---- Reading

type ListOptions = { readonly state?: string; readonly measure?: string; readonly turn?: string }

export async function list(session: Session, { state, measure, turn }: ListOptions): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const filter = filterOf({
    state: state?.toUpperCase(),
    // What is no measure's name is for the bus to refuse.
    measure: measure && (parseName('measure', measureName(measure, settings))?.measure ?? measure),
    turn: turn && organisationCode(turn),
  })
  const request = { parent: programmeName(settings.programme), pageSize: 1_000, filter }
  const fetch = (pageToken: string) =>
    bus.call(
      ApplicationServiceClient,
      (client) => client.listApplications,
      application.ListApplicationsRequest.create({ ...request, pageToken }),
    )
  const applications = await allItems(fetch, (page) => page.applications).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ applications: jsonOf(applications) })
  await write(applicationTable(applications, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = application.GetApplicationRequest.create({ name: applicationName(name, settings) })
  const response = await bus.call(ApplicationServiceClient, (client) => client.getApplication, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const found = response.application as application.Application
  await write(applicationSheets(found, await loadNames(bus, settings), settings.language))
}

// ---- What is asked for

type ContentOptions = CommandOptions & {
  readonly bills?: string
  readonly investment?: bigint
  readonly others?: bigint
  readonly project?: string
  readonly builderCode?: string
  readonly builderName?: string
  readonly title?: string
}

/** What the options say, over what was said before. */
async function contentOf(options: ContentOptions, before: ApplicationContent): Promise<ApplicationContent> {
  const { bills: file, investment, others, project, title, builderCode: code, builderName: name } = options
  const bills = file === undefined ? undefined : billsOf(await textOf(file === '-' ? file : `@${file}`), file)
  return {
    ...before,
    title: title ?? before.title,
    project: project ?? before.project,
    builder:
      code === undefined && name === undefined
        ? before.builder
        : Builder.create({ ...before.builder, ...(code && { code }), ...(name && { name }) }),
    bills: bills ?? before.bills,
    investmentFen: investment ?? before.investmentFen,
    othersFen: others ?? before.othersFen,
  }
}

type SubmitOptions = ContentOptions & {
  readonly id: string
  readonly measure: string
  readonly code: string
  readonly name: string
  readonly class?: string
  readonly call?: string
  readonly recommender?: readonly string[]
}

export async function submit(session: Session, options: SubmitOptions): Promise<void> {
  const { settings } = session
  const { id: applicationId, code, name, call = '', recommender = [] } = options
  const applicant = Applicant.create({ code, name, applicantClass: options.class ?? '' })
  const begun = ApplicationContent.create({ measure: measureName(options.measure, settings), applicant, call })
  const request = application.SubmitApplicationRequest.create({
    ...creatingFields(options),
    ...{ parent: programmeName(settings.programme), applicationId },
    content: await contentOf(options, begun),
    recommenders: recommender.map(organisationName),
  })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (client) => client.submitApplication, request, options.after)
  await answered(session, answer, () => ({ zh: `为 ${name} 提交申报`, en: `handed it in for ${name}` }))
}

type RequestOptions = CommandOptions & { readonly text: string; readonly days?: bigint }

export async function requestSupplement(session: Session, name: string, options: RequestOptions): Promise<void> {
  const request = application.RequestSupplementRequest.create({
    ...commandFields(options),
    name: applicationName(name, session.settings),
    text: await textOf(options.text),
    workingDays: Number(options.days ?? 0n),
  })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (client) => client.requestSupplement, request, options.after)
  await answered(session, answer, ({ until }) => ({
    zh: `要求于 ${dateText(until)} 前补正`,
    en: `asked for what is missing, by ${dateText(until)}`,
  }))
}

/** What is missing is brought by all of it anew: what the options leave out is as it was. */
export async function supplement(session: Session, name: string, options: ContentOptions): Promise<void> {
  const whole = applicationName(name, session.settings)
  const bus = await session.bus()
  const reading = application.GetApplicationRequest.create({ name: whole })
  const found = await bus.call(ApplicationServiceClient, (client) => client.getApplication, reading, options.after)
  const before = found.application?.content ?? ApplicationContent.create()
  const request = application.SupplementApplicationRequest.create({
    ...commandFields(options),
    ...{ name: whole, content: await contentOf(options, before) },
  })
  const answer = await bus.call(
    ApplicationServiceClient,
    (client) => client.supplementApplication,
    request,
    options.after,
  )
  await answered(session, answer, () => ({ zh: '已补正', en: 'brought what was missing' }))
}
