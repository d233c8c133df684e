/** Lights as they go out: as they were worked out, but for those that the office set otherwise when it confirmed them (审定). */
import type { Light, LightColour } from '#proto/qiantou/task/v1/light.ts'
import type { BoardTask } from '#shared/domain/board.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { isOpen } from '#shared/domain/course.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import { partLight, taskLight } from '#shared/domain/task-light.ts'
import type { Part } from '#shared/domain/task-state.ts'

/** A report that the office has confirmed: its id, such as `2026-03`, and the colours that it set, by assignment. */
export type Confirmed = { readonly id: string; readonly colours: ReadonlyMap<string, LightColour> }

/** A light, and whether the office has set it. */
export type ShownLight = Light & { readonly isSet?: true }

const order = ['RED', 'YELLOW', 'GREEN', 'GREY', 'BLUE', 'UNSPECIFIED']
/** The gravest first. */
export const rankOf = ({ colour }: Pick<Light, 'colour'>): number => order.indexOf(colour.replace('LIGHT_COLOUR_', ''))

const setTo = (light: Light, colour: LightColour | undefined): ShownLight =>
  colour && colour !== light.colour ? { ...light, colour, isSet: true } : light

export function shownPart(
  { name, task }: BoardTask,
  part: Part,
  day: Day,
  confirmed: Confirmed | undefined,
): ShownLight {
  const assignment = assignmentName(name, part.organisation)
  return setTo(partLight(task, part, day), confirmed?.colours.get(assignment))
}

/** That of the task: where the office has set one of its open parts', the gravest of them. */
export function shownTask(one: BoardTask, day: Day, confirmed: Confirmed | undefined): ShownLight {
  const light = taskLight(one.task, day)
  const shown = one.task.parts.filter(isOpen).map((part) => shownPart(one, part, day, confirmed))
  const [gravest] = shown.toSorted((a, b) => rankOf(a) - rankOf(b))
  return shown.some(({ isSet }) => isSet) ? setTo(light, gravest?.colour) : light
}
