/** What services say on stderr while they are lived with: a timer that failed is a bug, also where its next try did it. */
import { timerFailed } from '#shared/postgres/timers.ts'

type Line = { readonly name?: string; readonly msg?: string; readonly stream?: string; readonly error?: string }

function parsed(line: string): Line | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export class ServiceLog {
  readonly wrongs: string[] = []
  private readonly show: (line: string) => void

  /** `show`: where lines go that are no lines of a log, such as what a process dies of; all of them, where somebody wants to see it. */
  constructor(show: (line: string) => void) {
    this.show = show
  }

  take(line: string): void {
    const said = parsed(line)
    if (said === undefined || process.env.QIANTOU_LOG_LEVEL) this.show(line)
    if (said?.msg === timerFailed) this.wrongs.push(`${said.name}: a timer failed: ${said.stream} ${said.error}`)
  }
}
