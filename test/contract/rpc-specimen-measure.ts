/** Good calls of the RPCs about measures: in a programme of its own each, of its clause `vouchers`. */
import { randomUUID } from 'node:crypto'
import * as measure from '#proto/qiantou/measure/v1/measure_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { callContent, measureContent } from '#shared/testing/measure-facts.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

const contentIn = ({ parent }: Scene) => measureContent(`${parent}/clauses/vouchers`)
const entering = (scene: Scene) =>
  measure.EnterMeasureRequest.create({
    ...{ requestId: randomUUID(), parent: scene.parent, measureId: 'vouchers', content: contentIn(scene) },
  })

/** Has a measure entered. @returns its name */
async function entered(scene: Scene): Promise<string> {
  const { measures } = scene.bus.as(cast.office)
  await call(measures, (stub) => stub.enterMeasure, entering(scene), scene.workflow.after)
  return `${scene.parent}/measures/vouchers`
}

export const measureCommands: Readonly<Record<string, Make>> = {
  'MeasureService/EnterMeasure': async (scene) => scene.by('office', entering(scene)),
  'MeasureService/AmendMeasure': async (scene) => {
    const name = await entered(scene)
    const content = { ...contentIn(scene), title: '算力券(修订)' }
    const request = { requestId: randomUUID(), name, content, effectiveFrom: toDate('2099-01-01') }
    return scene.by('office', measure.AmendMeasureRequest.create(request))
  },
  'MeasureService/OpenCall': async (scene) => {
    const request = { requestId: randomUUID(), name: await entered(scene), callId: '2026-1', content: callContent() }
    return scene.by('office', measure.OpenCallRequest.create(request))
  },
}

export const measureQueries: Readonly<Record<string, Make>> = {
  'MeasureService/GetMeasure': async (scene) =>
    scene.by('office', measure.GetMeasureRequest.create({ name: await entered(scene) })),
  'MeasureService/ListMeasures': async (scene) => {
    await entered(scene)
    return scene.by('office', measure.ListMeasuresRequest.create({ parent: scene.parent }))
  },
}
