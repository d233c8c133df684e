/** When the silence of bodies of a joint task is told of (`CountersignatureLimitPassed`), by docs/domain.md, rule 6, alone. */
import { taskOf } from './reference.ts'
import { type Event, sinceRuling } from './reference-event.ts'
import { endOfDay, type Limit, type Telling, tellingOf } from './telling.ts'
import { whoIsWho } from './who.ts'
import { shanghaiDay, shifted } from './working-days.ts'

const proposalsIn = (events: readonly Event[]): number => events.filter(({ what }) => what === 'ClosingProposed').length

const keyOf = (events: readonly Event[]): string => `COUNTERSIGNATURE of proposal ${proposalsIn(events)}`

/** Whoever else had to answer when it was proposed has had its working days, and somebody has not answered. */
function limitsIn(until: readonly Event[]): readonly Limit[] {
  const proposal = sinceRuling(until).findLast(({ what }) => what === 'ClosingProposed')
  if (!proposal || taskOf('', until).state !== 'ISSUED') return []
  const atFirst = whoIsWho(until.slice(0, until.indexOf(proposal) + 1)).answersMissing
  if (atFirst.length === 0 || whoIsWho(until).answersMissing.length === 0) return []
  const { rules } = (until[0] as Event).fact
  const last = shifted(shanghaiDay(proposal.time), rules.joint?.countersignWorkingDays || 5, rules.days)
  return [{ key: keyOf(until), from: endOfDay(last) }]
}

/** What time has to tell of a joint task, from its issue on; of any other nothing. */
export const silenceTelling = (events: readonly Event[], moments: readonly string[]): Telling =>
  tellingOf(events, moments, limitsIn)

/** What time has told, and whom it named. */
export const silenceTold = (events: readonly Event[]) =>
  events.flatMap(({ what, time, fact }, i) =>
    what === 'CountersignatureLimitPassed'
      ? [
          {
            ...{ key: keyOf(events.slice(0, i)), time, silent: fact.silent as readonly string[] },
            meant: whoIsWho(events.slice(0, i)).answersMissing,
          },
        ]
      : [],
  )
