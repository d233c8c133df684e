/** What `qiantou walkthrough` does: plays a scenario to its end, with its real bodies. */
import type { Task } from '#proto/qiantou/task/v1/task_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, usage } from '../failure.ts'
import { taskName } from '../input/name.ts'
import { interrupted } from '../interrupt.ts'
import { asideJson, asideLine } from '../play/aside.ts'
import { Cast } from '../play/cast.ts'
import { lines } from '../play/lines.ts'
import { moneyScenarios, type Settled } from '../play/money-scenario.ts'
import { scenarios } from '../play/scenario.ts'
import { type Narrator, Stage } from '../play/stage.ts'
import { Steps } from '../play/steps.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { seeAgain } from '../text/again.ts'
import { jsonOf } from '../text/json.ts'
import { painted } from '../text/light.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { eventLine, recordJson, recordLine } from '../text/record.ts'
import { playAllocation } from './walkthrough-allocation.ts'
import { playVoucher } from './walkthrough-voucher.ts'

const introductions: Readonly<Record<Language, string>> = {
  zh: '以下各行为办公室订阅中实时到达的事件;各单位以各自证书办理,文字为演示所拟。\n\n',
  en: "Each line is an event as it arrives on the office's subscription. Every body acts by its own certificate; the texts are made up.\n\n",
}

type MoneyPlayed = keyof typeof moneyScenarios
/** `allocation` and `voucher` play no task, and no application. */
type Played = keyof typeof scenarios | MoneyPlayed | 'allocation' | 'voucher'

const isAboutMoney = (scenario: Played): scenario is MoneyPlayed => scenario in moneyScenarios

/** Whether a scenario makes what no named task can stand for. */
const isOfOwn = (scenario: Played): boolean =>
  ['overdue', 'reorganisation', 'allocation', 'voucher'].includes(scenario) || isAboutMoney(scenario)

/** Tells the story: every event on a line, under an introduction, and between them how things stand. */
async function narratorOf({ settings }: Session, bus: Bus, scenario: Played): Promise<Narrator> {
  const { json, language } = settings
  // Where more than one task is played every line says what it is about.
  const line = isOfOwn(scenario) ? recordLine : eventLine
  if (json) return { event: (record) => writeJson(recordJson(record)), aside: (aside) => writeJson(asideJson(aside)) }
  let names = await loadNames(bus, settings)
  let introduction = introductions[language]
  return {
    event: async (record) => {
      // Whoever is entered while it is played has a name as well.
      if (record.record.type.startsWith('qiantou.directory.')) names = await loadNames(bus, settings)
      await write(`${introduction}${line(record, names, language)}\n`)
      introduction = ''
    },
    aside: (aside) => write(`${painted(asideLine(aside, names, language))}\n`),
  }
}

type Options = { readonly task?: string; readonly scenario: Played }

/** Plays a scenario. @throws Failure where what it plays does not come to its end */
export async function play(session: Session, options: Options): Promise<void> {
  const { settings } = session
  const { scenario } = options
  if (options.task && isOfOwn(scenario))
    throw usage({
      zh: `--scenario ${scenario} 自行交办新任务或新设申报,不能与 --task 同用`,
      en: `--scenario ${scenario} plays with what is its own; it does not go with --task`,
    })
  const named = options.task ? taskName(options.task, settings) : undefined
  const office = await session.bus()
  const stage = new Stage(office, await narratorOf(session, office, scenario), interrupted(), lines[settings.language])
  const steps = new Steps(session, new Cast(session, office), stage)
  const programme = `programmes/${settings.programme}`
  if (isAboutMoney(scenario))
    return settled(session, scenario, await stage.watch(programme, () => moneyScenarios[scenario](steps)))
  if (scenario === 'allocation') return playAllocation(session, steps)
  if (scenario === 'voucher') return playVoucher(session, steps)
  // A reorganisation is played in a programme of its own, and in the directory.
  const subject = scenario === 'reorganisation' ? '' : (named ?? programme)
  return closed(session, scenario, await stage.watch(subject, () => scenarios[scenario](steps, named)))
}

/** How a task ended. @throws Failure where it is not closed */
async function closed({ settings }: Session, scenario: Played, task: Task): Promise<void> {
  const short = shortName(task.name, settings.programme)
  if (task.state !== 'TASK_STATE_CLOSED')
    throw new Failure({
      code: 'FAILED_PRECONDITION',
      reason: 'NOT_CLOSED',
      message: lines[settings.language].notClosed(short),
    })
  if (settings.json) return writeJson({ scenario, closed: true, task: jsonOf(task) })
  const ended = { zh: `\n任务 ${short} 已销号。\n`, en: `\nTask ${short} is closed.\n` }[settings.language]
  await write(ended + seeAgain([`event history ${short}`, `task show ${short}`], settings.language))
}

/** How an award ended: paid, or to be paid on a day that has not come. */
async function settled({ settings }: Session, scenario: Played, { application, transfer, waitsUntil }: Settled) {
  if (settings.json)
    return writeJson({
      ...{ scenario, paid: waitsUntil === undefined, waitsUntil: waitsUntil ?? null },
      ...{ application: jsonOf(application), transfer: jsonOf(transfer) },
    })
  const id = partsOf('application', application.name).application
  const yuan = yuanOf(transfer.fen)
  const order = `npx qiantou payment order ${id} --sign-off signed:p-4 --as hn-czt`
  const ended = waitsUntil
    ? {
        zh: `${yuan} 元已退回并重新预留。自 ${waitsUntil} 起可再次支付:${order}\n当场看完全程,须用演练时钟:docs/money.md\n`,
        en: `${yuan} yuan came back and are reserved anew. To be ordered again from ${waitsUntil} on: ${order}\nTo see it through now, play it under a rehearsal's clock: docs/money.md\n`,
      }
    : { zh: `${yuan} 元已支付。\n`, en: `${yuan} yuan are paid.\n` }
  const again = ['finance explain', 'application show', 'payment show'].map((words) => `${words} ${id}`)
  await write(`\n${ended[settings.language]}${seeAgain(again, settings.language)}`)
}
