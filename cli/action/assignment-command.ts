/** What the commands about an assignment have in common. */
import { type Assignment, AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { Bus, Method } from '../bus/bus.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { assignmentName } from '../input/name.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { said, told } from '../text/receipt.ts'
import { word } from '../text/words.ts'

type Answer = { readonly assignment: Assignment | undefined; readonly receipt: Receipt | undefined }

/** What a command did that leaves the state as it was, told with the names that bodies have. */
export type Act = (name: (organisation: string) => string) => Bilingual

/** Says what a command came to. */
async function reply({ settings }: Session, bus: Bus, answer: Answer, act?: Act): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { assignment, receipt } = answer as { assignment: Assignment; receipt: Receipt | undefined }
  if (act) {
    const names = await namesInSentences(bus, settings)
    const done = act((organisation) => names.list([organisation]))
    return write(told(assignment.name, done[settings.language], receipt, settings))
  }
  await write(said(assignment.name, word(assignment.state, settings.language), receipt, settings))
}

/** Sends a command about an assignment, and says how it stands afterwards, or what was done. */
export async function perform<Request>(
  session: Session,
  method: Method<AssignmentServiceClient, Request, Answer>,
  request: Request,
  { after }: CommandOptions,
  act?: Act,
): Promise<void> {
  const bus = await session.bus()
  await reply(session, bus, await bus.call(AssignmentServiceClient, method, request, after), act)
}

/** The fields that every command about an assignment has. */
export const about = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: assignmentName(name, settings),
})
