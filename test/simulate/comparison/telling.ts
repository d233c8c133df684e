/** What time alone brings about: which limits the services told of, and which they had to by the records that their subscriber has. */
import type { ReadRecord } from '#shared/record/record.ts'
import { silenceTelling, silenceTold } from '../../reference-fold/closing-telling.ts'
import { consultationTelling, consultationTold } from '../../reference-fold/consultation-telling.ts'
import { deadlinesOf, toldOf } from '../../reference-fold/deadlines.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import { livesOf } from '../../reference-fold/part-life.ts'
import { type Event, eventOf } from '../../reference-fold/reference-event.ts'
import type { Placed } from '../../reference-fold/supervision.ts'
import { supervisionTelling } from '../../reference-fold/supervision-telling.ts'
import { differencesIn, momentsOf, type Telling } from '../../reference-fold/telling.ts'
import type { Findings } from './findings.ts'

type Told = readonly { readonly key: string; readonly time: string }[]

/** Every limit is told of once, when it has passed and what it is for was not done, and no other is. */
export function compareTelling(records: readonly ReadRecord[], findings: Findings): void {
  const moments = momentsOf(records.map(({ time }) => time.toISOString()))
  const compare = (what: string, of: string, told: Told, telling: Telling): void => {
    findings.differs(...differencesIn(told, telling).map((line) => `${of} ${line}`))
    findings.counted(what, telling.must.size)
  }
  const ofTasks = records.filter(({ subject }) => subject.includes('/tasks/'))
  for (const [name, history] of Map.groupBy(ofTasks, ({ subject }) => subject.split('/').slice(0, 4).join('/'))) {
    const placed = history.map((record) => ({ subject: record.subject, event: eventOf(record) }))
    const isOfTask = ({ subject }: Placed): boolean => !subject.includes('/supervisions/')
    const events = sinceIssue(placed.filter(isOfTask).map(({ event }) => event))
    const [issued] = events
    if (!issued) continue
    for (const life of livesOf(events)) {
      compare('limits', name, toldOf(life), deadlinesOf(life, issued, moments))
      const { told, telling } = supervisionTelling(placed, { life, issued }, moments)
      compare('limits of supervision', `${name}/supervisions/${life.organisation.split('/')[1]}`, told, telling)
    }
    if (issued.fact.mode === 'RESPONSIBILITY_MODE_JOINT')
      compare('limits of closing', name, named(name, silenceTold(events), findings), silenceTelling(events, moments))
  }
  const ofConsultations = records.filter(({ type }) => type.startsWith('qiantou.consultation.'))
  for (const [name, history] of Map.groupBy(ofConsultations, ({ subject }) => subject)) {
    const events: readonly Event[] = history.map(eventOf)
    const told = named(name, consultationTold(events), findings)
    compare('limits of consultations', name, told, consultationTelling(events, moments))
  }
}

type Silence = Told[number] & { readonly silent: readonly string[]; readonly meant: readonly string[] }

/** Who is said to be silent is. */
function named(of: string, told: readonly Silence[], findings: Findings): Told {
  for (const { key, silent, meant } of told) findings.same(`${of} ${key} silent`, [...silent].sort(), [...meant].sort())
  return told
}
