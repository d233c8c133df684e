/** What `qiantou walkthrough` does: plays a scenario from issue to close, with its real bodies. */
import type { Bus } from '../bus/bus.ts'
import { Failure, usage } from '../failure.ts'
import { taskName } from '../input/name.ts'
import { interrupted } from '../interrupt.ts'
import { asideJson, asideLine } from '../play/aside.ts'
import { Cast } from '../play/cast.ts'
import { lines } from '../play/lines.ts'
import { scenarios } from '../play/scenario.ts'
import { type Narrator, Stage } from '../play/stage.ts'
import { Steps } from '../play/steps.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { painted } from '../text/light.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { eventLine, recordJson, recordLine } from '../text/record.ts'
import { playAllocation } from './walkthrough-allocation.ts'

const introductions: Readonly<Record<Language, string>> = {
  zh: '以下各行为办公室订阅中实时到达的事件;各单位以各自证书办理,文字为演示所拟。\n\n',
  en: "Each line is an event as it arrives on the office's subscription. Every body acts by its own certificate; the texts are made up.\n\n",
}

/** `allocation` plays no task, but money. */
type ScenarioName = keyof typeof scenarios | 'allocation'

/** Whether a scenario issues what no named task can stand for. */
const isOfOwn = (scenario: ScenarioName): boolean => ['overdue', 'reorganisation', 'allocation'].includes(scenario)

/** Tells the story: every event on a line, under an introduction, and between them how things stand. */
async function narratorOf({ settings }: Session, bus: Bus, scenario: ScenarioName): Promise<Narrator> {
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

type Options = { readonly task?: string; readonly scenario: ScenarioName }

/** Plays a scenario. @throws Failure where its task does not come to be closed */
export async function play(session: Session, options: Options): Promise<void> {
  const { settings } = session
  const { scenario } = options
  if (options.task && isOfOwn(scenario))
    throw usage({
      zh: `--scenario ${scenario} 自行交办新任务,不能与 --task 同用`,
      en: `--scenario ${scenario} issues tasks of its own; it does not go with --task`,
    })
  const zh = settings.language === 'zh'
  const named = options.task ? taskName(options.task, settings) : undefined
  const office = await session.bus()
  const stage = new Stage(office, await narratorOf(session, office, scenario), interrupted(), lines[settings.language])
  const steps = new Steps(session, new Cast(session, office), stage)
  if (scenario === 'allocation') return playAllocation(session, steps)
  // A reorganisation is played in a programme of its own, and in the directory.
  const subject = scenario === 'reorganisation' ? '' : (named ?? `programmes/${settings.programme}`)
  const task = await stage.watch(subject, () => scenarios[scenario](steps, named))
  if (task.state !== 'TASK_STATE_CLOSED')
    throw new Failure({
      code: 'FAILED_PRECONDITION',
      reason: 'NOT_CLOSED',
      message: lines[settings.language].notClosed(shortName(task.name, settings.programme)),
    })
  if (settings.json) return writeJson({ scenario, closed: true, task: jsonOf(task) })
  const short = shortName(task.name, settings.programme)
  await write(
    zh
      ? `\n任务 ${short} 已销号。\n再次查看:npx qiantou event history ${short};npx qiantou task show ${short}\n`
      : `\nTask ${short} is closed.\nSee it again: npx qiantou event history ${short}; npx qiantou task show ${short}\n`,
  )
}
