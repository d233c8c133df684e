/** Good calls of the RPCs about drafts. */
import { draftRequests } from '#shared/testing/draft-requests.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

/** A draft of the lead, beside the task of the scene. */
async function drafted({ workflow, parent }: Scene): Promise<string> {
  await workflow.onTask(cast.lead, (stub) => stub.draftTask, draftRequests.draft(parent, 'led', 'draft'))
  return `${parent}/tasks/draft`
}

export const draftSpecimens: Readonly<Record<string, Make>> = {
  'TaskService/DraftTask': async (scene) => scene.by('lead', draftRequests.draft(scene.parent, 'led', 'draft')),
  'TaskService/ReviseDraft': async (scene) => {
    const task = await drafted(scene)
    await scene.workflow.onTask(cast.office, (stub) => stub.returnDraft, draftRequests.giveBack(task))
    return scene.by('lead', draftRequests.revise(task, 'led'))
  },
  'TaskService/ReturnDraft': async (scene) => scene.by('office', draftRequests.giveBack(await drafted(scene))),
  'TaskService/ConfirmDraft': async (scene) => scene.by('office', draftRequests.confirm(await drafted(scene))),
}
