/** The lights of a programme as lines: what the office confirms, and whoever has the records works out again. */
import type { BoardTask } from './board.ts'
import type { Day } from './calendar.ts'
import { isOpen } from './course.ts'
import type { ResourceName } from './decider.ts'
import { assignmentName } from './resource-name.ts'
import { partLight } from './task-light.ts'

export type LightLine = {
  readonly assignment: ResourceName
  readonly line: string
  /** It is done, or has ended otherwise: no light of it is shown any more. */
  readonly hasEnded: boolean
}

/** One line for each part that there was on the day, by name: `programmes/…/assignments/hn-kjt LIGHT_COLOUR_RED LIGHT_REASON_OVERDUE`. */
export const lightLines = (board: readonly BoardTask[], day: Day): readonly LightLine[] =>
  board
    .flatMap(({ name, task }) =>
      task.parts.map((part): LightLine => {
        const assignment = assignmentName(name, part.organisation)
        const { colour, reason } = partLight(task, part, day)
        return { assignment, line: `${assignment} ${colour} ${reason}`, hasEnded: !isOpen(part) }
      }),
    )
    // By code unit: the same everywhere, whatever the language.
    .sort((one, other) => (one.assignment < other.assignment ? -1 : 1))

/** What is hashed. */
export const linesText = (lines: readonly Pick<LightLine, 'line'>[]): string =>
  lines.map(({ line }) => `${line}\n`).join('')
