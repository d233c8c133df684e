/** Good calls of the RPCs by which a task ends, and of those that follow. */
import { requests } from '#shared/testing/workflow-requests.ts'
import { cast, type Make } from './rpc-specimen.ts'

export const closingSpecimens: Readonly<Record<string, Make>> = {
  'TaskService/ConfirmCompiler': async (scene) => {
    const task = await scene.workflow.issue(scene.parent, 'joint', 'all')
    return scene.by('office', requests.confirmCompiler(task, cast.lead))
  },
  'TaskService/CountersignClosing': async (scene) =>
    scene.by('supporter', requests.countersign(await scene.proposedJointly())),
  'TaskService/DissentFromClosing': async (scene) =>
    scene.by('supporter', requests.dissent(await scene.proposedJointly())),
  'TaskService/RuleOnDissent': async (scene) => {
    const task = await scene.proposedJointly()
    await scene.workflow.dissent(task, cast.supporter)
    return scene.by('office', requests.rule(task, true))
  },
  'TaskService/ProposeClosing': async (scene) => {
    await scene.completeAll()
    return scene.by('lead', requests.proposeClosing(scene.task))
  },
  'TaskService/ReturnClosing': async (scene) => {
    await scene.proposeAll()
    return scene.by('office', requests.returnClosing(scene.task))
  },
  'TaskService/CloseTask': async (scene) => {
    await scene.proposeAll()
    return scene.by('office', requests.close(scene.task))
  },
  'TaskService/ReopenTask': async (scene) => {
    await scene.closeAll()
    return scene.by('office', requests.reopen(scene.task, '2027-06-30', cast.supporter))
  },
  'TaskService/ArchiveTask': async (scene) => {
    await scene.closeAll()
    return scene.by('office', requests.archive(scene.task))
  },
  'TaskService/CancelTask': async (scene) => scene.by('office', requests.cancel(scene.task)),
}
