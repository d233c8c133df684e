import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readPolicy } from '#policy/reader.ts'
import directory from '../services/coordination-office/directory.json' with { type: 'json' }
import { buildProgramme } from './build.ts'
import { describeDocument } from './document-folder.ts'
import english from './hunan-2025-7/english-titles.json' with { type: 'json' }
import programme from './hunan-2025-7/programme.json' with { type: 'json' }
import taskList from './hunan-2025-7/task-list-2026.json' with { type: 'json' }

const { organisations } = directory
const codes = new Set(organisations.map(({ code }) => `organisations/${code}`))

describe('the directory', () => {
  it('knows every body by one code, and no name stands for two', () => {
    expect(codes.size).toBe(organisations.length)
    const names = organisations.flatMap(({ name, aliases }) => [name.zh, name.en, ...aliases])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('has codes that a resource name may hold, and says of each body what it is', () => {
    for (const { code, level, kind } of organisations) {
      expect(code).toMatch(/^hn-[a-z]{2,11}$/)
      expect(['PARTY_ORGAN', 'PROVINCE', 'CITY', 'COUNTY', 'PARK', 'CENTRAL_AGENCY']).toContain(level)
      expect(['ORGANISATION', 'GROUP', 'MECHANISM']).toContain(kind)
    }
  })

  it('holds the bodies of the plan, the office, and who makes up a group of the plan, and no others', () => {
    const named = new Set(
      programme.clauses.flatMap(({ leads, supporters, standing }) => [...leads, ...supporters, ...standing]),
    )
    const fromDocument = organisations.filter((body) => body.fromDocument).map(({ code }) => `organisations/${code}`)
    expect(new Set(fromDocument)).toEqual(named)
    const members = organisations.flatMap((body) => ('members' in body ? (body.members as string[]) : []))
    expect(members).toHaveLength(14)
    expect(organisations.filter((body) => !body.fromDocument).map(({ code }) => `organisations/${code}`)).toEqual([
      programme.office,
      ...members.map((code) => `organisations/${code}`),
    ])
  })
})

describe("Hunan's programme", () => {
  it('has 30 clauses: 21 with a lead, four of these with two, and 9 joint ones, all with open lists', () => {
    const led = programme.clauses.filter(({ mode }) => mode === 'LED')
    const joint = programme.clauses.filter(({ mode }) => mode === 'JOINT')
    expect([programme.clauses.length, led.length, joint.length]).toEqual([30, 21, 9])
    expect(led.filter(({ leads }) => leads.length === 2).map(({ id }) => id)).toEqual(['2-4', '2-13', 'a5-2', 'a5-6'])
    expect(joint.every(({ leads }) => leads.length === 0)).toBe(true)
    expect(programme.clauses.every(({ openEnded }) => openEnded)).toBe(true)
  })

  it('lets cities and prefectures stand for items 2-2 to 3-6, not for 2-1 nor for the annex', () => {
    for (const { id, standing } of programme.clauses) {
      expect(standing, id).toEqual(id === '2-1' || id.startsWith('a') ? [] : ['organisations/hn-cities'])
    }
  })

  it('names bodies of the directory only, each once in a clause', () => {
    for (const { id, leads, supporters, standing } of programme.clauses) {
      const bodies = [...leads, ...supporters, ...standing]
      expect(new Set(bodies).size, id).toBe(bodies.length)
      expect(
        bodies.filter((body) => !codes.has(body)),
        id,
      ).toEqual([])
    }
  })
})

describe('the example task list', () => {
  it('has one task for every clause, in the order of the plan', () => {
    expect(taskList.tasks.map(({ clause }) => clause)).toEqual(programme.clauses.map(({ id }) => id))
    expect(taskList.tasks.map(({ task }) => task)).toEqual(programme.clauses.map(({ id }) => `${taskList.year}-${id}`))
  })

  it('says that it is an example', () => {
    expect(taskList.example).toBe(true)
    expect(taskList.note).not.toBe('')
  })

  it('has dates of its year, milestones before the end, and words in both languages', () => {
    for (const { task, due, milestones, title, deliverable } of taskList.tasks) {
      expect(due, task).toMatch(/^2026-\d{2}-\d{2}$/)
      expect(new Date(due).toISOString(), task).toContain(due)
      for (const milestone of milestones) {
        expect(new Date(milestone.due).toISOString(), task).toContain(milestone.due)
        expect(milestone.due < due, task).toBe(true)
      }
      const words = [title, deliverable, ...milestones.map((milestone) => milestone.title)]
      expect(
        words.flatMap(({ zh, en }) => [zh, en]).filter((word) => word.trim() === ''),
        task,
      ).toEqual([])
    }
  })
})

describeDocument("the programme and Hunan's plan", programme.documentSha256, (document) => {
  it('agree: reading the plan gives the programme, exactly', () => {
    const reading = readPolicy(document())
    if (E.isLeft(reading)) throw new Error(reading.left.reason)
    expect(buildProgramme(reading.right, directory, english)).toEqual(programme)
  })

  it('agree on who is known: no name of the plan is missing in the directory', () => {
    const reading = readPolicy(
      document(),
      organisations.flatMap(({ name, aliases }) => [name.zh, ...aliases]),
    )
    if (E.isLeft(reading)) throw new Error(reading.left.reason)
    const unknown = reading.right.clauses.flatMap(({ findings }) =>
      findings.filter(({ code }) => code === 'UNKNOWN_BODY'),
    )
    expect(unknown).toEqual([])
  })

  it('share no wording in the task list, which is made up', () => {
    const text = new TextDecoder().decode(document())
    expect(taskList.tasks.map(({ title }) => title.zh).filter((title) => text.includes(title))).toEqual([])
  })
})
