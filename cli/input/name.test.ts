import { describe, expect, test } from 'vitest'
import { Failure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { partName, shortName } from '../text/names.ts'
import * as name from './name.ts'

const settings = { programme: 'supervisions', as: 'hn-kjt' } as Settings
const hash = 'a'.repeat(64)

/** Names in a programme, and of a task, that are called as what stands between the parts of a name. */
const task = 'programmes/supervisions/tasks/assignments'

describe('short names stand for whole ones, whatever a programme or a task is called', () => {
  test.each([
    [name.taskName, 'assignments', task],
    [name.taskName, task, task],
    [name.clauseName, '2-1', 'programmes/supervisions/clauses/2-1'],
    [name.consultationName, 'tasks', 'programmes/supervisions/consultations/tasks'],
    [name.reportName, '2026-03', 'programmes/supervisions/reports/2026-03'],
    [name.assignmentName, 'assignments/hn-fgw', `${task}/assignments/hn-fgw`],
    [name.assignmentName, 'assignments', `${task}/assignments/hn-kjt`],
    [name.assignmentName, task, `${task}/assignments/hn-kjt`],
    [name.assignmentName, 'programmes/assignments/tasks/a', 'programmes/assignments/tasks/a/assignments/hn-kjt'],
    [name.assignmentName, `${task}/assignments/hn-fgw`, `${task}/assignments/hn-fgw`],
    [name.supervisionName, 'assignments/hn-fgw', `${task}/supervisions/hn-fgw`],
    [name.supervisionName, `${task}/assignments/hn-fgw`, `${task}/supervisions/hn-fgw`],
    [name.supervisionName, `${task}/supervisions/hn-fgw`, `${task}/supervisions/hn-fgw`],
    [name.attachmentName, `assignments/${hash}`, `${task}/attachments/${hash}`],
    [name.attachmentName, `${task}/attachments/${hash}`, `${task}/attachments/${hash}`],
    [name.resourceName, 'assignments', task],
    [name.resourceName, 'assignments/hn-fgw', `${task}/assignments/hn-fgw`],
    [name.resourceName, 'organisations/hn-fgw', 'organisations/hn-fgw'],
    [name.resourceName, 'assignments/supervisions/hn-fgw', `${task}/supervisions/hn-fgw`],
    [name.resourceName, 'assignments/assignments/hn-fgw', `${task}/assignments/hn-fgw`],
    [name.resourceName, `${task}/supervisions/hn-fgw`, `${task}/supervisions/hn-fgw`],
    [name.resourceName, 'consultations/measures', 'programmes/supervisions/consultations/measures'],
    [name.resourceName, 'reports/2026-03', 'programmes/supervisions/reports/2026-03'],
  ])('%o: %s', (whole, text, expected) => {
    expect(whole(text, settings)).toBe(expected)
  })

  test.each([
    [name.assignmentName, 'a/b/c'],
    [name.assignmentName, 'programmes/p'],
    [name.supervisionName, 'A'],
    [name.attachmentName, 'a/b'],
    [name.attachmentName, `a/b/${hash}`],
  ])('%o refuses %s', (whole, text) => {
    expect(() => whole(text, settings)).toThrow(Failure)
  })
})

test('what is written in capitals is told that names are in lower case', () => {
  expect(() => name.taskName('D1', settings)).toThrow(
    /^"D1" is no task; write it as 2026-2-1: names are in lower case$/,
  )
  expect(() => name.taskName('d_1', settings)).toThrow(/write it as 2026-2-1$/)
})

describe('whole names are shown in short', () => {
  test.each([
    [task, 'assignments'],
    [`${task}/assignments/hn-fgw`, 'assignments/hn-fgw'],
    [`${task}/attachments/${hash}`, `assignments/${hash}`],
    [partName(`${task}/supervisions/hn-fgw`), 'assignments/hn-fgw'],
    ['programmes/tasks/tasks/a', 'programmes/tasks/tasks/a'],
    ['organisations/hn-fgw', 'organisations/hn-fgw'],
  ])('%s: %s', (whole, short) => {
    expect(shortName(whole, settings.programme)).toBe(short)
  })
})
