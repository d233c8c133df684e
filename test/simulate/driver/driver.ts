/** Moves time a step at a time, lets everybody act in it, kills now and then, and waits for rest after each. */
import { setTimeout as sleep } from 'node:timers/promises'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { addDays, type Day, startOf } from '#shared/domain/calendar.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import type { Deployment } from '../../faults/deployment.ts'
import { Client } from '../actors/client.ts'
import { confirm, reportsOf, type Wanted } from '../actors/dispatcher.ts'
import { lookAtDrafts } from '../actors/drafter.ts'
import { lookAtConsultations } from '../actors/initiator.ts'
import { issue, lookAtTasks } from '../actors/office.ts'
import { look, looks, readAlong } from '../actors/organisation.ts'
import { type Entry, entriesFrom, nameSuccessors, registerReader } from '../actors/registrar.ts'
import { supervise } from '../actors/supervisor.ts'
import { type Planned, taskListFrom } from '../world/task-list.ts'
import { isWorkingDay, monthEnd, type World } from '../world/world.ts'
import { connect } from './connect.ts'
import { type DayEnd, readDayEnd, type Settled } from './day-end.ts'
import { killsOf } from './killing.ts'
import { judgeRefused } from './refused.ts'
import type { Rest } from './rest.ts'
import type { WatchedAs, Watchers } from './watcher.ts'

const hour = 3_600_000
/** So many systems call at once. */
const atOnce = 12

/** Who follows the order from the first day on. */
const followers: readonly (readonly [string, WatchedAs])[] = [
  ...([
    ['hn-sjt', 'copied'],
    ['hn-jyt', 'supporter'],
    ['hn-kjt', 'lead'],
    ['hn-changsha', 'city'],
  ] as const),
]

export const clockIn = (home: string): string => `${home}/clock`

/** A step: the morning of a working day, or the evening of a month's last day. */
type Step = { readonly day: Day; readonly isWorking: boolean; readonly isMonthEnd: boolean }

function stepsOf({ plan, until }: World): readonly Step[] {
  const steps: Step[] = []
  for (let day = plan.from; day < until; day = addDays(day, 1)) {
    const step = { day, isWorking: isWorkingDay(day), isMonthEnd: day === monthEnd(day) }
    if (step.isWorking || step.isMonthEnd) steps.push(step)
  }
  return steps
}

export class Driver {
  readonly dayEnds: DayEnd[] = []
  readonly monthEnds: Day[] = []
  kills = 0
  private readonly world: World
  private readonly deployment: Deployment
  private readonly rest: Rest
  private readonly watchers: Watchers
  private readonly clients = new Map<string, Client>()
  private readonly settled: Settled = new Map()
  private planned: readonly Planned[] = []
  private entries: readonly Entry[] = []
  private wanted: readonly Wanted[] = []
  /** When the next round of tasks begins. */
  private round: Day

  constructor(world: World, deployment: Deployment, rest: Rest, watchers: Watchers) {
    this.world = world
    this.deployment = deployment
    this.rest = rest
    this.watchers = watchers
    this.round = world.plan.from
    world.admit = (code) => this.admit(code)
    world.watch = (code, as) => watchers.watch(code, as)
  }

  /** @param passed is called at the end of each month. @returns how many days passed: up to that of a month where it was stopped */
  async run(codes: readonly string[], passed: (end: DayEnd) => Promise<void>, stopped: AbortSignal): Promise<number> {
    for (const code of codes) await this.admit(code)
    await registerReader(this.office)
    await this.admit('hn-sjt')
    for (const [code, as] of followers) this.watchers.watch(code, as)
    const steps = stepsOf(this.world)
    let days = this.world.plan.days
    const kills = killsOf(this.world.plan, steps.length, this.world.chance)
    for (const [i, step] of steps.entries()) {
      if (step.isWorking) await this.morning(step.day, i, kills.get(i))
      if (step.isMonthEnd) await this.goTo(step.day, 21)
      else if (i % this.world.plan.looks !== 0) continue
      // Nothing happens on this day any more.
      const end = await readDayEnd(this.office, step.day, this.settled)
      this.dayEnds.push(end)
      if (!step.isMonthEnd) continue
      this.monthEnds.push(step.day)
      this.wanted = [...this.wanted, ...reportsOf(step.day)]
      await passed(end)
      if (!stopped.aborted) continue
      days = (startOf(step.day).getTime() - startOf(this.world.plan.from).getTime()) / (24 * hour) + 1
      break
    }
    // Whatever was lost on the way is asked for once more.
    for (const client of this.clients.values()) if (!this.world.hasEnded(client.code)) await client.sendLost()
    await this.rest.come(this.gone)
    return days
  }

  get office(): Client {
    return this.clients.get(this.world.office) as Client
  }

  /** The services as somebody sees them with its own certificate. */
  stubsOf(code: string): Stubs {
    return (this.clients.get(code) as Client).stubs
  }

  stop(): void {
    for (const client of this.clients.values()) client.close()
  }

  /** Who is there no longer and is succeeded by somebody: its work has to have moved. */
  private get gone(): readonly string[] {
    const { world } = this
    return [...world.ended.keys()]
      .filter((code) => world.hasEnded(code) && !world.unsucceeded.has(code))
      .map((code) => `organisations/${code}`)
  }

  private async admit(code: string): Promise<void> {
    await this.deployment.certify(code)
    this.clients.set(code, new Client(code, connect(this.deployment, `organisation/${code}`), this.world))
    this.world.codes.add(code)
  }

  /** It is that hour of a day, and whatever time has brought about by then has been told. */
  private async goTo(day: Day, hours: number): Promise<void> {
    // Whoever is not there any more by then has been given all that came before.
    const ending = [...this.world.ended].filter(([, end]) => end > this.world.today && end <= day).map(([code]) => code)
    if (ending.length > 0) await this.watchers.settle(ending, await this.rest.entries())
    for (const [code, end] of this.world.ended) if (addDays(end, 5) < day) this.watchers.dismiss(code)
    this.world.today = day
    setFileClock(clockIn(this.deployment.home), new Date(startOf(day).getTime() + hours * hour))
    await this.rest.come(this.gone)
  }

  private async morning(day: Day, step: number, victim: Parameters<Deployment['kill']>[0] | undefined): Promise<void> {
    await this.goTo(day, 9)
    const acting = this.act(step)
    if (victim) {
      await sleep(this.world.chance.between(0, 150, 'moment', step))
      await this.deployment.kill(victim)
      this.kills += 1
    }
    await acting
    await this.rest.come(this.gone)
    await this.watchers.takeIn(await this.rest.entries())
    await judgeRefused(this.world, this.watchers.readership)
  }

  private async act(step: number): Promise<void> {
    const { world } = this
    const there = [...this.clients.values()].filter(({ code }) => !world.hasEnded(code))
    const looking = there.filter((client) => client.code !== world.office && looks(client, step))
    const works = [
      () => this.workOfOffice(),
      () => this.knockOfTheEnded(),
      ...world.chance.some(looking, looking.length, 'order', step).map((client) => async () => {
        await (client.code === 'hn-sjt' ? readAlong(client) : look(client))
      }),
    ]
    const next = works.values()
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const work of next) await work()
      }),
    )
  }

  private async workOfOffice(): Promise<void> {
    const { world, office } = this
    await office.sendLost()
    if (world.today >= this.round) {
      const list = taskListFrom(this.round, world)
      this.planned = [...this.planned, ...list]
      world.toDraft.push(...list.filter(({ drafters }) => drafters.length > 0))
      this.entries = [...this.entries, ...entriesFrom(this.round, world)]
      this.round = addDays(this.round, 365)
    }
    this.planned = await issue(office, this.planned)
    await lookAtDrafts(office)
    const due = this.entries.filter(({ on }) => on <= world.today)
    this.entries = this.entries.filter((entry) => !due.includes(entry))
    for (const { enter } of due) await enter(office)
    await nameSuccessors(office)
    const tasks = await lookAtTasks(office)
    await supervise(office)
    await lookAtConsultations(office)
    this.wanted = await confirm(office, this.wanted, tasks)
  }

  /** The certificate of whoever has ended some days ago is shown once more: nobody answers it. */
  private async knockOfTheEnded(): Promise<void> {
    const { world } = this
    for (const [code, day] of world.ended) {
      if (addDays(day, 7) > world.today || addDays(day, 14) < world.today) continue
      await this.clients.get(code)?.knocks()
    }
  }
}
