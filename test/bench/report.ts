export type Bar = {
  readonly name: string
  readonly value: number
  readonly op: '<=' | '>='
  readonly bar: number
  readonly holds: boolean
}

/** What every benchmark comes to; the last line of `--json`. */
export type Report = {
  readonly name: string
  readonly figures: Readonly<Record<string, number>>
  readonly references: Readonly<Record<string, number>>
  readonly bars: readonly Bar[]
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

export const bar = (name: string, value: number, op: '<=' | '>=', limit: number): Bar => ({
  name,
  value: round(value),
  op,
  bar: round(limit),
  holds: op === '<=' ? value <= limit : value >= limit,
})

const rounded = (figures: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]))

/** Prints a report: one line of JSON, or tables for people. */
export function print(report: Report, json: boolean): void {
  const plain = { ...report, figures: rounded(report.figures), references: rounded(report.references) }
  if (json) {
    process.stdout.write(`${JSON.stringify(plain)}\n`)
    return
  }
  process.stdout.write(`\n${plain.name}\n`)
  console.table(plain.figures)
  process.stdout.write('references, measured in the same run\n')
  console.table(plain.references)
  console.table(
    plain.bars.map(({ name, value, op, bar: limit, holds }) => ({ bar: name, value, must: `${op} ${limit}`, holds })),
  )
}

/** Progress for people, on stderr, so that stdout's last line is the report. */
export const progress = (line: string): void => void process.stderr.write(`${line}\n`)
