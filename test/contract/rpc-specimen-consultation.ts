/** Good calls of the consultations' RPCs: each in a consultation of its own, from which one body has been removed. */
import {
  type ConsultationServiceClient,
  GetConsultationRequest,
  GetConsultationTextRequest,
  ListConsultationsRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { call, type Unary } from '#shared/grpc/client.ts'
import { consultationRequests as requests } from '#shared/testing/consultation-requests.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

const send = <Request, Response>(
  { bus, workflow }: Scene,
  role: keyof typeof cast,
  pick: (stub: ConsultationServiceClient) => Unary<Request, Response>,
  request: Request,
): Promise<Response> => call(bus.as(cast[role]).consultations, pick, request, workflow.after)

const id = 'measures'
const nameIn = ({ parent }: Scene): string => `${parent}/consultations/${id}`

/** The lead asks the supporter and others; the former party is taken out again. @returns the consultation */
async function opened(scene: Scene, ...others: readonly string[]): Promise<string> {
  const request = requests.open(scene.parent, id, [cast.supporter, cast.former, ...others], { task: scene.task })
  await send(scene, 'lead', (stub) => stub.openConsultation, request)
  await send(scene, 'lead', (stub) => stub.removeBody, requests.remove(nameIn(scene), cast.former))
  return nameIn(scene)
}

/** The same, and the supporter has dissented. */
async function divided(scene: Scene): Promise<string> {
  const name = await opened(scene)
  await send(scene, 'supporter', (stub) => stub.answerConsultation, requests.answer(name, 'DISAGREE'))
  return name
}

async function standing(scene: Scene): Promise<string> {
  const request = requests.standing(scene.parent, id, [cast.supporter, cast.former])
  await send(scene, 'lead', (stub) => stub.openConsultation, request)
  await send(scene, 'lead', (stub) => stub.removeBody, requests.remove(nameIn(scene), cast.former))
  return nameIn(scene)
}

async function referred(scene: Scene): Promise<string> {
  const name = await divided(scene)
  await send(scene, 'lead', (stub) => stub.referConsultation, requests.refer(name, cast.successor))
  return name
}

export const consultationSpecimens: Readonly<Record<string, Make>> = {
  'ConsultationService/OpenConsultation': async (scene) =>
    scene.by('lead', requests.open(scene.parent, id, [cast.successor], { task: scene.task })),
  'ConsultationService/OpenCase': async (scene) => scene.by('lead', requests.openCase(await standing(scene), '第一件')),
  'ConsultationService/AnswerConsultation': async (scene) =>
    scene.by('supporter', requests.answer(await opened(scene), 'AGREE')),
  'ConsultationService/ReviseText': async (scene) =>
    scene.by('lead', requests.revise(await opened(scene), [cast.supporter])),
  'ConsultationService/RenewTimeLimit': async (scene) =>
    scene.by('lead', requests.renew(await opened(scene), '2026-06-30')),
  'ConsultationService/AddBody': async (scene) => scene.by('lead', requests.add(await opened(scene), cast.successor)),
  'ConsultationService/RemoveBody': async (scene) =>
    scene.by('lead', requests.remove(await opened(scene, cast.successor), cast.successor)),
  'ConsultationService/ReferConsultation': async (scene) =>
    scene.by('lead', requests.refer(await divided(scene), cast.successor)),
  'ConsultationService/RuleOnConsultation': async (scene) => scene.by('office', requests.rule(await referred(scene))),
  'ConsultationService/WithdrawConsultation': async (scene) => scene.by('lead', requests.withdraw(await opened(scene))),
  'ConsultationService/GetConsultation': async (scene) =>
    scene.by('lead', GetConsultationRequest.create({ name: await opened(scene) })),
  'ConsultationService/ListConsultations': async (scene) => {
    await opened(scene)
    return scene.by('lead', ListConsultationsRequest.create({ parent: scene.parent }))
  },
  'ConsultationService/GetConsultationText': async (scene) => {
    const name = await opened(scene)
    await scene.bus.quiet()
    const { rows } = await scene.bus
      .database('coordination-office')
      .query('SELECT sha256 FROM content WHERE stream = $1 ORDER BY sha256 LIMIT 1', [name])
    return scene.by('lead', GetConsultationTextRequest.create({ name, sha256: rows[0].sha256 }))
  },
}
