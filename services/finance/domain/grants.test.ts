import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { applicantOf, handler, measureNamed, reason, reservation, yuan } from '#shared/testing/money-facts.ts'
import { recordedOf, Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { beforeFen, type Grants, grantsView, othersFen } from './grants.ts'

const applicant = applicantOf(1)
const setting = { actor: handler, subject: 'programmes/hunan/applications/a1', at: noon }
const story = new Story(grantsView, setting, applicant)

const reserved = (changes: Partial<Reservation>) =>
  application.ApplicationAdmitted.create({ reserved: reservation(changes) })
const refused = (changes: Partial<Reservation>) =>
  application.ApplicationRefused.create({ text: reason, released: reservation(changes) })
const withdrawn = (changes: Partial<Reservation>) =>
  application.ApplicationWithdrawn.create({ text: reason, released: reservation(changes) })

const [models, scenarios] = [measureNamed('models'), measureNamed('scenarios')]
const inGroup = { stackingGroup: 'ai', project: 'p1' }
const fen = yuan('100')

describe('grants of an applicant', () => {
  test('add up by measure, project and year, whichever application they are for', () => {
    const state = story.state(
      reserved({ fen }),
      reserved({ fen: yuan('20'), holder: 'programmes/hunan/applications/a2' }),
      reserved({ fen: yuan('3'), year: 2027 }),
      reserved({ fen: yuan('4'), project: 'p1' }),
    )
    const grant = { measure: measureNamed('vouchers'), group: '', project: '' }
    expect(state).toEqual({
      grants: [
        { ...grant, year: 2026, fen: '12000' },
        { ...grant, year: 2027, fen: '300' },
        { ...grant, project: 'p1', year: 2026, fen: '400' },
      ],
    })
  })

  test('that are refused or taken back are none any more', () => {
    for (const given of [refused, withdrawn]) {
      const state = story.state(reserved({ fen }), reserved({ fen: 1n }), given({ fen })) as Grants
      expect(state.grants.map((one) => one.fen)).toEqual(['1'])
      expect(story.state(reserved({ fen }), given({ fen }))?.grants.map((one) => one.fen)).toEqual(['0'])
    }
  })

  test('of another applicant are not counted', () => {
    expect(story.state(reserved({ fen, applicant: applicantOf(2) }))).toEqual({ grants: [] })
    expect(grantsView.touches(recordedOf(reserved({ applicant: applicantOf(2) }), setting))).toEqual([applicantOf(2)])
    expect(grantsView.touches(recordedOf(application.ApplicationAdmitted.create(), setting))).toEqual([])
  })
})

describe('before an award counts', () => {
  const state = story.state(
    reserved({ fen: 1n, measure: models, ...inGroup }),
    reserved({ fen: 20n, measure: models, ...inGroup, year: 2025 }),
    reserved({ fen: 300n, measure: models, ...inGroup, project: 'p2' }),
    reserved({ fen: 4_000n, measure: scenarios, ...inGroup }),
    reserved({ fen: 50_000n, measure: scenarios, ...inGroup, year: 2025 }),
    reserved({ fen: 600_000n, measure: measureNamed('vouchers'), stackingGroup: '', project: 'p1' }),
    reserved({ fen: 7_000_000n, measure: measureNamed('other'), stackingGroup: 'other', project: 'p1' }),
    reserved({ fen: 80_000_000n, measure: scenarios, ...inGroup, project: '' }),
  ) as Grants

  test('under a ceiling what the same measure has granted: for the project, in the year, ever', () => {
    const asked = { measure: models, group: 'ai', project: 'p1', year: 2026 }
    expect(beforeFen(state, asked)).toEqual({ PROJECT: 21n, APPLICANT_YEAR: 301n, APPLICANT: 321n })
    expect(beforeFen(state, { ...asked, year: 2024 })).toEqual({ PROJECT: 21n, APPLICANT_YEAR: 0n, APPLICANT: 321n })
    // Where no project is named, each application is one of its own.
    expect(beforeFen(state, { ...asked, project: '' })).toMatchObject({ PROJECT: 0n, APPLICANT_YEAR: 301n })
  })

  test('as the highest what others of the group have granted for the same project, in whatever year', () => {
    const asked = { measure: models, group: 'ai', project: 'p1', year: 2026 }
    expect(othersFen(state, asked)).toBe(54_000n)
    expect(othersFen(state, { ...asked, measure: scenarios })).toBe(21n)
    expect(othersFen(state, { ...asked, project: 'p2' })).toBe(0n)
    expect(othersFen(state, { ...asked, project: '' })).toBe(80_000_000n)
    expect(othersFen(state, { ...asked, group: 'other' })).toBe(7_000_000n)
  })
})
