/**
 * What time does to the supervision of a part, by docs/domain.md, rules 2 and 23, alone: the last day for a reply passes, and
 * steps are proposed: the first where the part is overdue, the next where nobody replied, another where it is overdue still.
 */
import type { Life } from './part-life.ts'
import { partState } from './part-state.ts'
import { type Event, reopens } from './reference-event.ts'
import { type Placed, supervisionIn } from './supervision.ts'
import { endOfDay, type Limit, type Telling, tellingOf } from './telling.ts'
import { goneStates } from './who.ts'
import { dateText, shanghaiDay, shifted } from './working-days.ts'

const waits = /^(OPEN|REPLIED|RETURNED|LAPSED)$/

const count = (events: readonly Event[], ...kinds: readonly string[]): number =>
  events.filter(({ what }) => kinds.includes(what)).length

const isDueTold = ({ what, fact }: Event): boolean => what === 'DeadlineReached' && fact.deadline === 'DEADLINE_DUE'

/** The due date that was told to have passed, as long as no later one has come. */
function overdueAt(events: readonly Event[], body: string): number {
  const at = events.findLastIndex(isDueTold)
  if (at < 0) return -1
  const date = dateText((events[at] as Event).fact.date)
  const isLater = (event: Event): boolean => {
    const { what, fact } = event
    const moves = what === 'AssignmentResumed' || (what === 'ExtensionGranted' && !fact.milestone)
    return (moves || reopens(event, body)) && dateText(fact.due) > date
  }
  return events.slice(at).some(isLater) ? -1 : at
}

const own = (placed: readonly Placed[]): readonly Event[] =>
  placed.filter(({ subject }) => subject.includes('/supervisions/')).map(({ event }) => event)

const keys = {
  reply: (number: number, by: string): string => `REPLY to ${number} ${by}`,
  unanswered: (steps: readonly Event[]): string => `PROPOSAL UNANSWERED ${count(steps, 'ReplyLimitPassed')}`,
  overdue: (events: readonly Event[]): string => `PROPOSAL OVERDUE ${events.filter(isDueTold).length}`,
  stillOverdue: (steps: readonly Event[]): string => `PROPOSAL STILL_OVERDUE ${count(steps, ...closing)}`,
}
const closing = ['ReplyAccepted', 'StepWithdrawn']

const atOnce = ''

/** The last day for the reply to a step that is open. */
function replyLimit(steps: readonly Event[], lastStep: string): readonly Limit[] {
  const [, state, by = ''] = lastStep.split(' ')
  if (state !== 'OPEN') return []
  const { number } = steps.findLast(({ what }) => what === 'StepIssued')?.fact ?? {}
  return [{ key: keys.reply(number, by), from: endOfDay(by.replace(/(....)(..)(..)/, '$1-$2-$3')) }]
}

type About = { readonly life: Life; readonly issued: Event }

function limitsIn({ life: { organisation }, issued }: About, until: readonly Placed[]): readonly Limit[] {
  const all = until.map(({ event }) => event)
  const part = partState(
    until.filter(({ subject }) => !subject.includes('/supervisions/')).map(({ event }) => event),
    organisation,
  )
  // A body that nobody succeeds answers to nothing any more (rule 23).
  if (all.some(({ what, fact }) => what === 'DutiesSucceeded' && fact.organisation === organisation && !fact.successor))
    return []
  if (part === 'ACCEPTED' || part === 'SUSPENDED' || goneStates.includes(part)) return []
  const steps = own(until).filter(({ what }) => what !== 'AssignmentUrged')
  const last = steps.at(-1)
  const stands = supervisionIn(until, organisation)
  const limits = [...replyLimit(steps, stands?.steps.at(-1) ?? '')]
  const step = steps.findLast(({ what }) => what === 'StepIssued')
  const isTopmost = step?.fact.topmost || step?.fact.step === 'SUPERVISION_STEP_INTERVIEW'
  if (last?.what === 'ReplyLimitPassed' && !isTopmost) limits.push({ key: keys.unanswered(steps), from: atOnce })
  const told = overdueAt(all, organisation)
  if (told < 0) return limits
  const since = all.slice(told)
  const before =
    supervisionIn(until.slice(0, told + 1), organisation)
      ?.steps.at(-1)
      ?.split(' ')[1] ?? ''
  if (!waits.test(before) && !since.some(({ what }) => what === 'StepIssued'))
    limits.push({ key: keys.overdue(all), from: atOnce })
  if (last && closing.includes(last.what)) {
    const { rules } = issued.fact
    const days = rules.supervision?.proposeAgainWorkingDays || 5
    const from = endOfDay(shifted(shanghaiDay(last.time), days, rules.days))
    limits.push({ key: keys.stillOverdue(steps), from })
  }
  return limits
}

/** What concerns the supervision of a part, from when on its body has that part. */
function concerning(task: readonly Placed[], { organisation, gift }: Life): readonly Placed[] {
  const [, code] = organisation.split('/')
  const since = task.slice(task.findIndex(({ event }) => event === gift))
  return since.filter(({ subject, event }) => {
    if (subject.includes('/supervisions/')) return subject.endsWith(`/supervisions/${code}`)
    const isEnd = event.what === 'TaskCancelled' && event.fact.organisations.includes(organisation)
    return event === gift || event.about === organisation || reopens(event, organisation) || isEnd
  })
}

/** What time has to do to the supervision of a part; `task` are all facts of its task. */
export function supervisionTelling(
  task: readonly Placed[],
  about: About,
  moments: readonly string[],
): { readonly telling: Telling; readonly told: readonly { readonly key: string; readonly time: string }[] } {
  const placed = concerning(task, about.life)
  const events = placed.map(({ event }) => event)
  const telling = tellingOf(events, moments, (until) => limitsIn(about, placed.slice(0, until.length)))
  const told = placed.flatMap(({ event: { what, time, fact } }, i) => {
    const until = placed.slice(0, i)
    const steps = own(until)
    if (what === 'ReplyLimitPassed') {
      const [, , by = ''] = supervisionIn(until, about.life.organisation)?.steps.at(-1)?.split(' ') ?? []
      return [{ key: keys.reply(fact.number, by), time }]
    }
    if (what !== 'StepProposed') return []
    const reason = fact.reason.replace('PROPOSAL_REASON_', '')
    if (reason === 'UNANSWERED') return [{ key: keys.unanswered(steps), time }]
    if (reason === 'OVERDUE') return [{ key: keys.overdue(until.map(({ event }) => event)), time }]
    return [{ key: keys.stillOverdue(steps), time }]
  })
  return { telling, told }
}
