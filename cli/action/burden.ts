/** What `qiantou burden …` does. */

import * as burden from '#proto/qiantou/supervision/v1/burden_service.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { reworded } from '../failure.ts'
import { organisationName, programmeName } from '../input/name.ts'
import { recordedDate, recordedDay } from '../input/text.ts'
import type { Session } from '../session.ts'
import { type Asked, burdenSheet, burdenTable, periodText } from '../text/burden.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { officeAlone } from './programme-office.ts'

export type PeriodOptions = { readonly asOf?: string; readonly days?: bigint }

/** Up to and with today where no day is given: which that is, the bus says. */
const periodFields = ({ asOf, days }: PeriodOptions) => ({
  asOf: recordedDate(asOf),
  days: Number(days ?? 0n),
})

/** What every body of a programme was asked. */
export async function readBurdens(
  bus: Bus,
  parent: string,
  options: PeriodOptions,
): Promise<Asked & { readonly burdens: readonly burden.Burden[] }> {
  const burdens: burden.Burden[] = []
  let period: Asked = { from: undefined, to: undefined }
  const fetch = (pageToken: string) => {
    const asked = { ...periodFields(options), parent, pageSize: 1_000, pageToken }
    const request = burden.ListBurdensRequest.fromPartial(asked)
    return bus.call(burden.BurdenServiceClient, (client) => client.listBurdens, request).catch(officeAlone(bus, parent))
  }
  for await (const page of allPages(fetch)) {
    burdens.push(...page.burdens)
    period = { from: page.from, to: page.to }
  }
  return { burdens, ...period }
}

export async function list(session: Session, options: PeriodOptions): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const programme = programmeName(settings.programme)
  const found = await readBurdens(bus, programme, options)
  if (settings.json) return writeJson(jsonOf(found))
  const names = await loadNames(bus, settings, recordedDay(options.asOf))
  const scope = { zh: `方案 ${codeOf(programme)}`, en: `programme ${codeOf(programme)}` }[language]
  await write(
    `${periodText(found, language)}${{ zh: ',', en: ', ' }[language]}${scope}\n${burdenTable(found.burdens, names, language)}`,
  )
}

const ownScope = { zh: '全部方案', en: 'all programmes' }
const officeScope = { zh: '查询单位主管的全部方案', en: 'all programmes of the office that asks' }

export async function show(session: Session, body: string | undefined, options: PeriodOptions): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const organisation = organisationName(body ?? settings.as)
  const request = burden.GetBurdenRequest.fromPartial({ organisation, ...periodFields(options) })
  const answer = await bus
    .call(burden.BurdenServiceClient, (client) => client.getBurden, request)
    .catch(
      reworded('ORGANISATION_NOT_FOUND', {
        zh: `无此单位:${codeOf(organisation)};全部代码见 npx qiantou directory list`,
        en: `There is no such organisation: ${codeOf(organisation)}; all of them: npx qiantou directory list`,
      }),
    )
  if (settings.json) return writeJson(jsonOf(answer))
  const scope = organisation === organisationName(settings.as) ? ownScope : officeScope
  const names = await loadNames(bus, settings, recordedDay(options.asOf))
  await write(burdenSheet(answer, names, settings.language, scope[settings.language]))
}
