/** Whom a body lets act for it, and whom of its people it names. */
import { randomUUID } from 'node:crypto'
import { requests } from '#shared/testing/workflow-requests.ts'
import { cast, type Make } from './rpc-specimen.ts'

export const standInSpecimens: Readonly<Record<string, Make>> = {
  'AssignmentService/DelegateAssignment': async (scene) => {
    return scene.by('supporter', requests.delegate(scene.task, cast.supporter, 'hn-swt', '2026-03-02', '2026-04-01'))
  },
  'AssignmentService/RevokeDelegation': async (scene) => {
    await scene.workflow.delegate(scene.task, cast.supporter, 'hn-swt', '2026-03-02', '2026-04-01')
    return scene.by('supporter', requests.revokeDelegation(scene.task, cast.supporter, 'hn-swt'))
  },
  'AssignmentService/NamePerson': async (scene) => {
    const person = randomUUID()
    await scene.workflow.beginTerm(cast.supporter, person)
    return scene.by('supporter', requests.namePerson(scene.task, cast.supporter, person))
  },
}
