/** What everybody in a simulation shares: the day, chance, what is counted, and who is there. */
import { addDays, type Day, stateCouncil } from '#shared/domain/calendar.ts'
import type { Asking } from '../actors/client.ts'
import type { WatchedAs } from '../driver/watcher.ts'
import type { Chance } from './chance.ts'
import { Tally } from './tally.ts'
import type { Planned } from './task-list.ts'

export type Plan = {
  readonly seed: string
  readonly days: number
  /** The first day. */
  readonly from: Day
  readonly engine: 'postgres' | 'kafka'
  /** How often each of them is killed. */
  readonly kills: number
  /** How many tasks the office issues a year; of the clauses in their order. */
  readonly tasks: number
  /** On every so manieth working day lights are looked at, as on a month's last. */
  readonly looks: number
  /** Where all records are written to at the end, a line each. */
  readonly recordsFile?: string | undefined
}

/** A question that found nothing for whoever asked it; `again` asks it once more. */
export type Refused = {
  readonly by: string
  readonly question: string
  readonly request: Asking
  readonly again: () => Promise<unknown>
}

export class World {
  readonly plan: Plan
  readonly chance: Chance
  readonly tally = new Tally()
  readonly parent = 'programmes/hunan-2025-7'
  readonly office = 'hn-office'
  today: Day
  /** Codes of those that are no longer there, by the day from which on they are not. */
  readonly ended = new Map<string, Day>()
  /** Of those, who was dissolved without a successor: who is to be named, and from which day on. */
  readonly unsucceeded = new Map<string, { readonly into: string; readonly on: Day }>()
  /** Codes of everybody who has a certificate. */
  readonly codes = new Set<string>()
  /** Who may act for whom: assignments by the delegate's code. Bodies tell each other by telephone. */
  readonly delegated = new Map<string, string[]>()

  /** Of which parts who has pieces: assignments by the code of the body below. */
  readonly pieces = new Map<string, Set<string>>()
  /** What each piece asks for, by its part and number: records hold no texts. */
  readonly pieceTexts = new Map<string, string>()
  /** How often tasks were opened again. */
  readonly reopened = new Map<string, number>()

  /** Tasks of the list that are drafted before they are issued. */
  readonly toDraft: Planned[] = []
  /** Ids of tasks that were. */
  readonly drafted = new Set<string>()
  /** Codes of those that had drafts when they last looked. */
  readonly drafting = new Set<string>()
  /** Codes of those that had open work when they last looked. */
  readonly busy = new Set<string>()
  /** Codes of those that led a task, or were in a joint one, when they last looked. */
  readonly leading = new Set<string>()
  /** Questions of today that found nothing. */
  refused: Refused[] = []
  /** How many of them were judged. */
  judged = 0
  /** Who liaises, by the body's code; the term of one of them ends. */
  readonly liaisons = new Map<string, string>()
  /** Lets an organisation in: its certificate is made, and somebody plays it from now on. */
  admit: (code: string) => Promise<void> = async () => {}
  /** Has an organisation follow the order from now on. */
  watch: (code: string, as: WatchedAs) => void = () => {}

  constructor(plan: Plan, chance: Chance) {
    this.plan = plan
    this.chance = chance
    this.today = plan.from
  }

  /** How many days a round of tasks takes: a year, or the whole of a shorter run. */
  get span(): number {
    return Math.min(365, this.plan.days)
  }

  get until(): Day {
    return addDays(this.plan.from, this.plan.days)
  }

  hasEnded(code: string): boolean {
    const day = this.ended.get(code)
    return day !== undefined && day <= this.today
  }

  /** Whether somebody gets round to something today, on a working day with this probability. */
  comes(probability: number, ...about: readonly string[]): boolean {
    return this.chance.odds(probability, this.today, ...about)
  }

  /** As `comes`, of what happens so often in a year: in a shorter run as often. */
  happens(probability: number, ...about: readonly string[]): boolean {
    return this.comes(probability * (365 / this.span), ...about)
  }

  /** Somebody who is there, and none of these. */
  somebody(without: readonly string[], ...about: readonly string[]): string {
    const there = [...this.codes].filter((code) => !this.hasEnded(code) && !this.ended.has(code))
    return this.chance.pick(
      there.filter((code) => !without.includes(code) && !['hn-sjt', 'hn-cities', this.office].includes(code)).sort(),
      ...about,
    )
  }
}

export const isWorkingDay = (day: Day): boolean => stateCouncil.isWorkingDay(day)

/** The last day of the month in which a day lies. */
export function monthEnd(day: Day): Day {
  const next = addDays(`${day.slice(0, 7)}-28`, 4)
  return addDays(`${next.slice(0, 7)}-01`, -1)
}
