/** Persons of the game, and what the directory has of them. */
import type { Term } from '#shared/domain/organisation-state.ts'
import type { Duty, Role } from './duty-model.ts'

/** Who usually signs. */
export const usual: Readonly<Record<Duty, readonly string[]>> = {
  ...{ HANDLE: ['p-71', 'p-72'], REVIEW: ['p-77', 'p-78'], APPROVE: ['p-73', 'p-75'], PAY: ['p-74', 'p-76'] },
}

/** From a month after the game begins on; some sign for little alone, and one not for long. */
export const directory: readonly Role[] = [
  ...[
    { person: 'p-71', duty: 'HANDLE' as const, from: '2026-01-01' },
    { person: 'p-72', duty: 'HANDLE' as const, from: '2026-01-01', to: '2026-08-31', limit: 20n },
  ],
  ...[
    { person: 'p-77', duty: 'REVIEW' as const, from: '2026-01-01' },
    { person: 'p-78', duty: 'REVIEW' as const, from: '2026-01-01', limit: 10n },
  ],
  ...[
    { person: 'p-73', duty: 'APPROVE' as const, from: '2026-01-01' },
    { person: 'p-75', duty: 'APPROVE' as const, from: '2026-01-01', limit: 25n },
  ],
  ...[
    { person: 'p-74', duty: 'PAY' as const, from: '2026-01-10' },
    { person: 'p-76', duty: 'PAY' as const, from: '2026-01-01', limit: 20n },
  ],
]
const roleOf = { HANDLE: 'HANDLER', REVIEW: 'REVIEWER', APPROVE: 'APPROVER', PAY: 'PAYER' } as const
export const termOf = ({ person, duty, from, to, limit }: Role): Term => ({
  ...{ person, role: `TERM_ROLE_${roleOf[duty]}`, from, displayName: { sha256: '', sizeBytes: 1 } },
  ...(to === undefined ? {} : { to }),
  ...(limit === undefined ? {} : { limitFen: `${limit}` }),
})

/** Whoever signs out of turn: twice as often who has signed nothing of the award, and perhaps of this payment. */
export const strangers = ['p-70', 'p-71', 'p-72', 'p-72', 'p-73', 'p-74', 'p-75', 'p-75', 'p-76']
