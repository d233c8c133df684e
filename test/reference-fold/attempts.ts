/** What somebody may try in a play of the reference, and how often each is tried. */
import { addDays } from '#shared/domain/calendar.ts'
import { draftRequests } from '#shared/testing/draft-requests.ts'
import type { Workflow } from '#shared/testing/workflow.ts'
import { office } from '#shared/testing/workflow-requests.ts'

/** What somebody tries. Most of it is refused; that belongs to it. */
let asked = 0

export const acts = {
  acknowledge: (workflow: Workflow, task: string, who: string) => workflow.acknowledge(task, who),
  report: (workflow: Workflow, task: string, who: string) => workflow.report(task, who, who.length * 7),
  reportWhole: (workflow: Workflow, task: string, who: string) => workflow.report(task, who, who.length * 5, ''),
  submit: (workflow: Workflow, task: string, who: string) => workflow.submit(task, who),
  accept: (workflow: Workflow, task: string, who: string, by: string) => workflow.accept(task, who, by),
  giveBack: (workflow: Workflow, task: string, who: string, by: string) => workflow.giveBack(task, who, by),
  askRelease: (workflow: Workflow, task: string, who: string) => workflow.askRelease(task, who),
  uphold: (workflow: Workflow, task: string, who: string) => workflow.uphold(task, who),
  reassign: (workflow: Workflow, task: string, who: string) => workflow.reassign(task, who, 'hn-czt'),
  transfer: (workflow: Workflow, task: string, who: string) => workflow.transfer(task, who, 'hn-swt'),
  suspend: (workflow: Workflow, task: string, who: string) => workflow.suspend(task, who),
  resume: (workflow: Workflow, task: string, who: string) => workflow.resume(task, who),
  waive: (workflow: Workflow, task: string, who: string) => workflow.waive(task, who),
  // Each time to a later day: the same again would be no refusal of the domain's, but a wrong field.
  askTime: (workflow: Workflow, task: string, who: string) =>
    workflow.askTime(task, who, addDays('2027-06-30', ++asked)),
  giveOpinion: (workflow: Workflow, task: string, who: string, by: string) => workflow.giveOpinion(task, who, by),
  grantTime: (workflow: Workflow, task: string, who: string) => workflow.grantTime(task, who),
  refuseTime: (workflow: Workflow, task: string, who: string) => workflow.refuseTime(task, who),
  delegate: (workflow: Workflow, task: string, who: string) =>
    workflow.delegate(task, who, 'hn-wwj', '2026-03-02', '2026-03-11'),
  subassign: (workflow: Workflow, task: string, who: string) => workflow.subassign(task, who, 'hn-changsha'),
  acknowledgePiece: (workflow: Workflow, task: string, who: string) =>
    workflow.acknowledgePiece(task, who, 'hn-changsha'),
  reportPiece: (workflow: Workflow, task: string, who: string) => workflow.reportPiece(task, who, 'hn-changsha'),
  submitPiece: (workflow: Workflow, task: string, who: string) => workflow.submitPiece(task, who, 'hn-changsha'),
  acceptPiece: (workflow: Workflow, task: string, who: string) => workflow.acceptPiece(task, who, 'hn-changsha'),
  returnPiece: (workflow: Workflow, task: string, who: string) => workflow.returnPiece(task, who, 'hn-changsha'),
  withdrawPiece: (workflow: Workflow, task: string, who: string) => workflow.withdrawPiece(task, who, 'hn-changsha'),
  confirmCompiler: (workflow: Workflow, task: string, who: string) => workflow.confirmCompiler(task, who),
  countersign: (workflow: Workflow, task: string, who: string) => workflow.countersign(task, who),
  dissent: (workflow: Workflow, task: string, who: string) => workflow.dissent(task, who),
  rule: (workflow: Workflow, task: string, who: string) => workflow.rule(task, who.length > 6),
  returnClosing: (workflow: Workflow, task: string) => workflow.returnClosing(task),
  comment: (workflow: Workflow, task: string, who: string) => workflow.comment(task, who),
  proposeClosing: (workflow: Workflow, task: string, who: string) => workflow.proposeClosing(task, who),
  close: (workflow: Workflow, task: string) => workflow.close(task),
  reopen: (workflow: Workflow, task: string, who: string, by: string) =>
    workflow.reopen(task, '2027-06-30', who, ...(by === office || by === who ? [] : [by])),
  archive: (workflow: Workflow, task: string) => workflow.archive(task),
  cancel: (workflow: Workflow, task: string) => workflow.cancel(task),
  reviseDraft: (workflow: Workflow, task: string, who: string) =>
    workflow.onTask(who, (stub) => stub.reviseDraft, draftRequests.revise(task, 'led')),
  returnDraft: (workflow: Workflow, task: string) =>
    workflow.onTask(office, (stub) => stub.returnDraft, draftRequests.giveBack(task)),
  confirmDraft: (workflow: Workflow, task: string) =>
    workflow.onTask(office, (stub) => stub.confirmDraft, draftRequests.confirm(task)),
} as const

/** How often each of them is tried. */
export const weights: Readonly<Record<keyof typeof acts, number>> = {
  ...{
    acknowledge: 64,
    report: 24,
    reportWhole: 12,
    submit: 64,
    accept: 96,
    giveBack: 12,
    askRelease: 40,
    uphold: 24,
    reassign: 40,
  },
  ...{ transfer: 4, suspend: 8, resume: 24, waive: 3, askTime: 16, giveOpinion: 24, grantTime: 16, refuseTime: 4 },
  ...{ delegate: 6, confirmCompiler: 12, countersign: 24, dissent: 8, rule: 12, comment: 2 },
  ...{ returnClosing: 4, proposeClosing: 40, close: 20, reopen: 6, archive: 1, cancel: 1 },
  ...{ subassign: 10, acknowledgePiece: 8, reportPiece: 4, submitPiece: 6, acceptPiece: 6, returnPiece: 2 },
  ...{ withdrawPiece: 1, reviseDraft: 16, returnDraft: 6, confirmDraft: 6 },
}
