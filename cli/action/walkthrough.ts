/** What `qiantou walkthrough` does: one led task from issue to close, with its real bodies. */
import type { Bus } from '../bus/bus.ts'
import type { Positioned } from '../bus/tail.ts'
import { Failure } from '../failure.ts'
import { taskName } from '../input/name.ts'
import { interrupted } from '../interrupt.ts'
import { Cast } from '../play/cast.ts'
import { lines } from '../play/lines.ts'
import { Script } from '../play/script.ts'
import { Stage } from '../play/stage.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { eventLine, recordJson } from '../text/record.ts'

const introductions: Readonly<Record<Language, string>> = {
  zh: '以下各行为办公室订阅中实时到达的事件;各单位以各自证书办理,文字为演示所拟。\n\n',
  en: "Each line is an event as it arrives on the office's subscription. Every body acts by its own certificate; the texts are made up.\n\n",
}

/** Tells the story: every event on a line, under an introduction. */
async function narrator({ settings }: Session, bus: Bus): Promise<(record: Positioned) => Promise<void>> {
  const { json, language } = settings
  if (json) return (record) => writeJson(recordJson(record))
  const names = await loadNames(bus, settings)
  let introduction = introductions[language]
  return async (record) => {
    await write(`${introduction}${eventLine(record, names, language)}\n`)
    introduction = ''
  }
}

/** Plays a task. @throws Failure where it does not come to be closed */
export async function play(session: Session, options: { readonly task?: string }): Promise<void> {
  const { settings } = session
  const zh = settings.language === 'zh'
  const office = await session.bus()
  const signal = interrupted()
  const stage = new Stage(office, await narrator(session, office), signal, lines[settings.language])
  const script = new Script(session, new Cast(session, office), stage)
  const subject = options.task ? taskName(options.task, settings) : `programmes/${settings.programme}`
  const task = await stage.watch(subject, async () => {
    const opened = options.task ? await script.takeUp(subject) : await script.issue()
    return script.playOut(opened)
  })
  if (task.state !== 'TASK_STATE_CLOSED')
    throw new Failure({
      code: 'FAILED_PRECONDITION',
      reason: 'NOT_CLOSED',
      message: lines[settings.language].notClosed(shortName(task.name, settings.programme)),
    })
  if (settings.json) return writeJson({ closed: true, task: jsonOf(task) })
  const short = shortName(task.name, settings.programme)
  await write(
    zh
      ? `\n任务 ${short} 已销号。\n再次查看:npx qiantou event history ${short};npx qiantou task show ${short}\n`
      : `\nTask ${short} is closed.\nSee it again: npx qiantou event history ${short}; npx qiantou task show ${short}\n`,
  )
}
