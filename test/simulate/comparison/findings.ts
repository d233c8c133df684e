/** What a comparison came to: how much was compared, and what differs. */
import { isDeepStrictEqual } from 'node:util'

const short = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text && text.length > 300 ? `${text.slice(0, 300)}…` : text
}

/** What every run compares some of: it could not differ otherwise. */
const compared = [
  ...['receipts', 'stored states', 'tasks', 'parts', 'limits', 'limits of supervision', 'limits of consultations'],
  ...['consultations', 'cases', 'supervisions', 'parts without supervision'],
  ...['given to ended', 'given to copied', 'given to successor', 'given to supporter', 'given to lead'],
  ...['reports as they are said', 'readers of tasks', 'readers of consultations', 'terms', 'repeats'],
  ...['questions that found nothing', 'listed tasks', 'listed assignments', 'listed supervisions'],
  ...[
    'organisations',
    'burdens',
    'items of burdens',
    'files',
    'texts',
    'marked texts',
    'day ends',
    'lights replayed',
    'lights as of days that are over',
    'reports',
  ],
]

export class Findings {
  readonly compared = new Map<string, number>()
  readonly differences: string[] = []
  readonly notes: string[] = []

  counted(what: string, count = 1): void {
    this.compared.set(what, (this.compared.get(what) ?? 0) + count)
  }

  /** What nothing was compared of is a difference too. */
  checkAll(): void {
    for (const what of compared) if (!this.compared.get(what)) this.differs(`nothing was compared of: ${what}`)
  }

  differs(...lines: readonly string[]): void {
    this.differences.push(...lines)
  }

  /** Compares what was said with what it should be, field by field, so that a line says what differs. */
  same(of: string, said: unknown, meant: unknown): void {
    if (isDeepStrictEqual(said, meant)) return
    const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
    if (!isObject(said) || !isObject(meant)) return this.differs(`${of}: said ${short(said)}, meant ${short(meant)}`)
    const keys = new Set([...Object.keys(said), ...Object.keys(meant)])
    for (const key of keys) this.same(`${of} ${key}`, Reflect.get(said, key), Reflect.get(meant, key))
  }
}
