/**
 * Who may sign what, told from rule 7 of docs/domain.md (Money) apart from the service. Each answer is all the reasons there
 * are to say no.
 */

export type Duty = 'HANDLE' | 'REVIEW' | 'APPROVE' | 'PAY'
export type Signed = { readonly duty: Duty; readonly persons: readonly string[] }

/** Somebody whom the directory has for a duty, from a day until another, alone up to so many fen. */
export type Role = {
  readonly person: string
  readonly duty: Duty
  readonly from: string
  readonly to?: string
  readonly limit?: bigint
}

/** Who signs, on a day, where the directory has these. */
export type Who = { readonly persons: readonly string[]; readonly today: string; readonly roles: readonly Role[] }

/** Why they may not sign for so much: from the first day on which anybody has a role, only who has it signs. */
function unfitRole(duty: Duty, { persons, today, roles }: Who, fen: bigint): readonly string[] {
  if (!roles.some(({ from }) => from <= today)) return []
  const held = persons.map((person) =>
    roles.find((one) => one.person === person && one.duty === duty && one.from <= today && (one.to ?? today) >= today),
  )
  if (held.includes(undefined)) return ['SIGNER_WITHOUT_ROLE']
  const isEnough = new Set(persons).size > 1 || held.every((one) => one?.limit === undefined || one.limit >= fen)
  return isEnough ? [] : ['TWO_PERSONS_NEEDED']
}

/** Why persons may not have a duty for so much after what was signed before: what is reserved by that, or by then. */
export function unfitDuty(duty: Duty, who: Who, before: readonly Signed[], fen: bigint): readonly string[] {
  if (who.persons.length === 0) return ['SIGN_OFF_NEEDED']
  const others = before.filter((one) => one.duty !== duty).flatMap((one) => one.persons)
  return [
    ...(who.persons.some((person) => others.includes(person)) ? ['DUTIES_NOT_SEPARATE'] : []),
    ...unfitRole(duty, who, fen),
  ]
}
