/** What bodies were given by their subscriptions, and what they may read: nothing more, nothing less, nothing twice. */
import type { Auditor } from '../driver/auditor.ts'
import type { Watchers } from '../driver/watcher.ts'
import type { Findings } from './findings.ts'

/** So many of a body's are said one by one. */
const shown = 5

export function compareWatchers(watchers: Watchers, { records, hashes }: Auditor, findings: Findings): void {
  const named = (position: bigint): string => {
    const record = records[Number(position)]
    return `${position} ${record?.type.split('.').at(-1)} of ${record?.subject}`
  }
  for (const [code, { given, roles }] of watchers.watched) {
    const meant = new Set(watchers.meantFor(code))
    const got = new Set(given.map(({ position }) => position))
    const differs = (what: string, positions: readonly bigint[]): void =>
      findings.differs(
        ...positions.slice(0, shown).map((position) => `${code} (${[...roles]}) ${what}: ${named(position)}`),
      )
    differs(
      'was not given',
      [...meant].filter((position) => !got.has(position)),
    )
    differs(
      'was given, and may not read',
      [...got].filter((position) => !meant.has(position)),
    )
    const before = given.map(({ position }) => position)
    differs(
      'was given twice, or late',
      before.filter((position, i) => i > 0 && position <= (before[i - 1] as bigint)),
    )
    differs(
      'was given another record',
      given.filter(({ position, hash }) => hashes[Number(position)] !== hash).map(({ position }) => position),
    )
    for (const role of roles) findings.counted(`given to ${role}`, got.size)
  }
}
