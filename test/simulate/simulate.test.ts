/** A short form of the simulated year: `npm run simulate` lives through whole ones. */
import { expect, it } from 'vitest'
import { simulate } from './simulation.ts'

/** Tasks are closed, opened again and archived in longer runs only. */
const newer = [
  'DraftTask',
  'ReturnDraft',
  'ReviseDraft',
  'ConfirmDraft',
  'UploadAttachment',
  'SubassignAssignment',
  'SubmitSubassignment',
  'NamePerson',
]
const plan = { seed: 'test', days: 45, from: '2026-03-02', engine: 'postgres', kills: 1, tasks: 6, looks: 2 } as const

it('six weeks with two reorganisations and everybody killed once: services, clients and records agree', {
  timeout: 300_000,
}, async () => {
  const outcome = await simulate(plan, () => {}, new AbortController().signal)
  expect(outcome.differences).toEqual([])
  // It can only agree where something happened.
  expect(outcome.kills).toBe(5)
  const { acts, refusals } = outcome.tally
  // What is issued is issued at once, or confirmed.
  expect((acts.get('IssueTask') ?? 0) + (acts.get('ConfirmDraft') ?? 0)).toBeGreaterThan(5)
  for (const act of ['AcknowledgeAssignment', 'ReportProgress', 'SubmitAssignment', 'AcceptSubmission'])
    expect(acts.get(act), act).toBeGreaterThan(5)
  for (const act of ['OpenConsultation', 'IssueStep', 'ConfirmReport', ...newer])
    expect(acts.get(act), act).toBeGreaterThan(0)
  // One body goes into another or is dissolved in its favour, and another is split.
  expect((acts.get('MergeOrganisation') ?? 0) + (acts.get('DissolveOrganisation') ?? 0)).toBe(1)
  expect(acts.get('SplitOrganisation')).toBe(1)
  expect(outcome.compared.get('organisations that have ended')).toBe(2)
  expect(refusals.size).toBeGreaterThan(5)
  for (const [what, least] of Object.entries({
    'lights as they were said': 1_000,
    reports: 1,
    parts: 20,
    files: 5,
    'marked texts': 5,
    limits: 200,
    'limits of supervision': 20,
    'given to ended': 100,
    'given to successor': 100,
    'given to copied': 20,
    'readers of tasks': 10,
    'others who ask for tasks': 10,
    adjustments: 1,
    'items of burdens': 20,
    repeats: 3,
    'lights of milestones replayed': 100,
    receipts: 200,
  }))
    expect(outcome.compared.get(what), what).toBeGreaterThanOrEqual(least)
})
