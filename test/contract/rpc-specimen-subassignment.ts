/** Requests about pieces of an assignment that are fine in every field, and what must have happened for them. */
import { FindRepeatedSubassignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

/** A city: below every department of the province. */
const city = 'hn-changsha'

/** The supporter has given a piece to the city, which has come so far with it. */
async function begun(scene: Scene, ...steps: readonly ('acknowledge' | 'submit')[]): Promise<string> {
  const { workflow, task } = scene
  await workflow.acknowledge(task, cast.supporter)
  await workflow.subassign(task, cast.supporter, city)
  for (const step of steps)
    if (step === 'acknowledge') await workflow.acknowledgePiece(task, cast.supporter, city)
    else await workflow.submitPiece(task, cast.supporter, city)
  return task
}
const byCity = (scene: Scene, request: object) => ({
  ...{ request, by: scene.bus.as(city), after: scene.workflow.after },
})

export const subassignmentSpecimens: Readonly<Record<string, Make>> = {
  'AssignmentService/SubassignAssignment': async (scene) => {
    await scene.workflow.acknowledge(scene.task, cast.supporter)
    return scene.by('supporter', requests.subassign(scene.task, cast.supporter, city))
  },
  'AssignmentService/FindRepeatedSubassignments': async (scene) => {
    const { name, organisation, what } = requests.subassign(await begun(scene), cast.supporter, city)
    return scene.by('supporter', FindRepeatedSubassignmentsRequest.create({ name, organisation, what }))
  },
  'AssignmentService/AcknowledgeSubassignment': async (scene) =>
    byCity(scene, requests.acknowledgePiece(await begun(scene), cast.supporter)),
  'AssignmentService/ReportSubassignment': async (scene) =>
    byCity(scene, requests.reportPiece(await begun(scene, 'acknowledge'), cast.supporter, 60)),
  'AssignmentService/SubmitSubassignment': async (scene) =>
    byCity(scene, requests.submitPiece(await begun(scene, 'acknowledge'), cast.supporter)),
  'AssignmentService/AcceptSubassignment': async (scene) =>
    scene.by('supporter', requests.acceptPiece(await begun(scene, 'acknowledge', 'submit'), cast.supporter, city)),
  'AssignmentService/ReturnSubassignment': async (scene) =>
    scene.by('supporter', requests.returnPiece(await begun(scene, 'acknowledge', 'submit'), cast.supporter, city)),
  'AssignmentService/WithdrawSubassignment': async (scene) =>
    scene.by('supporter', requests.withdrawPiece(await begun(scene), cast.supporter, city)),
}
