/** What `qiantou consultation …` shows. */

import {
  type Consultation,
  ConsultationServiceClient,
  GetConsultationRequest,
  ListConsultationsRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { allItems } from '#shared/grpc/page.ts'
import type { LookingBack } from '../input/command.ts'
import { consultationName, organisationName, programmeName } from '../input/name.ts'
import { recordedDate } from '../input/text.ts'
import type { Session } from '../session.ts'
import { consultationSheet, consultationTable } from '../text/consultation.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { noneOf } from './programme-office.ts'

export async function list(
  session: Session,
  { state, body }: { readonly state?: string; readonly body?: string },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const terms = [
    ...(state ? [`state = ${state.toUpperCase()}`] : []),
    ...(body ? [`body = ${organisationName(body)}`] : []),
  ]
  const request = { parent: programmeName(settings.programme), filter: terms.join(' AND '), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      ConsultationServiceClient,
      (client) => client.listConsultations,
      ListConsultationsRequest.create({ ...request, pageToken }),
    )
  const consultations = await allItems(fetch, (page) => page.consultations).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ consultations: jsonOf(consultations) })
  await write(consultationTable(consultations, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, consultation: string, { after, asOf }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetConsultationRequest.create({
    name: consultationName(consultation, settings),
    asOf: recordedDate(asOf),
  })
  const response = await bus.call(ConsultationServiceClient, (client) => client.getConsultation, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const names = await loadNames(bus, settings, asOf)
  await write(consultationSheet(response.consultation as Consultation, names, settings.language))
}
