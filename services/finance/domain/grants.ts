/**
 * What has been granted to an applicant under a programme's measures: ceilings and the highest are judged by it; and which
 * rosters list it. Folded only.
 */
import type { Claimed, Scope } from '#shared/domain/award.ts'
import type { FactOf, Fold, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { grantedBy, grantMovementsOf } from './movement.ts'
import { moving } from './pool.ts'
import { listedName, listing } from './roster-state.ts'

/** Granted under one measure for one project in one year; an amount that none is left of stays, with nothing. */
export type Grant = {
  readonly measure: ResourceName
  /** Empty where the measure stacks with everything. */
  readonly group: string
  /** Empty where none was named. */
  readonly project: string
  readonly year: number
  /** In fen, a text: a state is JSON. */
  readonly fen: string
}

/** A row of a roster that lists it, unless that was dropped. */
type Listed = Pick<Grant, 'measure' | 'project' | 'year'> & { readonly roster: ResourceName; readonly row: number }

export type Grants = { readonly grants: readonly Grant[]; readonly listed?: readonly Listed[] }

const folded = [...moving, ...listing] as const
type Moving = FactOf<typeof folded>

const isOf =
  (one: Omit<Grant, 'fen' | 'group'>) =>
  ({ measure, project, year }: Grant): boolean =>
    measure === one.measure && project === one.project && year === one.year

function evolve(state: Grants | undefined, recorded: Recorded<Moving>, stream: string): Grants | undefined {
  const { fact, subject: roster } = recorded
  const { listed = [] } = state ?? {}
  if (fact.$type === 'qiantou.roster.v1.RosterImported') {
    const { measure = '', rows = [] } = fact.content ?? {}
    const more = rows.flatMap((row, i) =>
      listedName(roster, row) === stream
        ? [{ roster, row: i + 1, measure, project: row.project, year: fact.year }]
        : [],
    )
    return { grants: [], ...state, listed: [...listed, ...more] }
  }
  if (fact.$type === 'qiantou.roster.v1.RosterWithdrawn') {
    const dropped = new Set(fact.dropped.map(({ row }) => row))
    return { grants: [], ...state, listed: listed.filter((one) => one.roster !== roster || !dropped.has(one.row)) }
  }
  const movements = grantMovementsOf(fact).filter(({ reservation }) => reservation.applicant === stream)
  return movements.reduce<Grants>(({ grants, ...rest }, movement) => {
    const { measure, stackingGroup: group, project, year } = movement.reservation
    const at = grants.findIndex(isOf({ measure, project, year }))
    const before = BigInt(grants[at]?.fen ?? '0')
    const grant = { measure, group, project, year, fen: `${before + grantedBy(movement)}` }
    return { ...rest, grants: at < 0 ? [...grants, grant] : grants.with(at, grant) }
  }, state ?? { grants: [] })
}

/** Whose grants a fact is about. */
function touches({ fact, subject }: Recorded<Moving>): readonly ResourceName[] {
  if (fact.$type === 'qiantou.roster.v1.RosterImported')
    return [...new Set((fact.content?.rows ?? []).map((row) => listedName(subject, row)))]
  if (fact.$type === 'qiantou.roster.v1.RosterWithdrawn')
    return [...new Set(fact.dropped.map(({ applicant }) => applicant))]
  return [...new Set(grantMovementsOf(fact).map(({ reservation }) => reservation.applicant))]
}

const sum = (grants: readonly Grant[]): bigint => grants.reduce((all, { fen }) => all + BigInt(fen), 0n)

/** For what an application asks. */
export type Asked = Omit<Grant, 'fen'>

/** What was granted before under the same measure, by what ceilings are summed over. */
export function beforeFen({ grants }: Grants, { measure, project, year }: Asked): Claimed['beforeFen'] {
  const same = grants.filter((one) => one.measure === measure)
  const before: Record<Exclude<Scope, 'APPLICATION'>, bigint> = {
    PROJECT: project ? sum(same.filter((one) => one.project === project)) : 0n,
    APPLICANT_YEAR: sum(same.filter((one) => one.year === year)),
    APPLICANT: sum(same),
  }
  return before
}

/** What other measures of the stacking group have granted for the same project, or where none is named, without one. */
export const othersFen = ({ grants }: Grants, { measure, group, project }: Asked): bigint =>
  sum(grants.filter((one) => one.group === group && one.project === project && one.measure !== measure))

export const grantsView: Fold<Grants, never, Moving> = {
  aggregate: 'grants',
  foldVersion: 3,
  folds: folded,
  touches,
  evolve,
}
