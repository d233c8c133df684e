/** A draft as docs/domain.md tells it (rule 38), and every reason to refuse what somebody commands about it. */
import { clauseOf, type DraftGround, group, type Named } from './draft-ground.ts'
import type { Body } from './part-model.ts'

/** What a draft is to say. */
export type Wanted = {
  readonly clause: string
  readonly title: string
  readonly copied: readonly Body[]
  readonly continues: string | undefined
}

export type DraftAct =
  | ({ readonly type: 'Draft' | 'ReviseDraft' | 'Issue' } & Wanted)
  | { readonly type: 'ReturnDraft' | 'ConfirmDraft' | 'Cancel' | 'Comment' }
  | { readonly type: 'Close' | 'Countersign' | 'Archive' }
  | { readonly type: 'Accept' | 'Waive'; readonly organisation: Body }
  | { readonly type: 'Succeed'; readonly organisation: Body; readonly successor: Body | undefined }
  | { readonly type: 'SucceedAuthority'; readonly authority: Body; readonly successor: Body }

/** Rule 38: leads draft; without one who is responsible; without these all. */
export function draftersAmong(bodies: readonly Named[]): readonly Body[] {
  for (const role of ['LEAD', 'RESPONSIBLE', 'STANDING'])
    if (bodies.some((one) => one.role === role))
      return bodies.filter((one) => one.role === role).map(({ body }) => body)
  return []
}

export class DraftModel {
  state: 'draft' | 'issued' | 'cancelled' = 'draft'
  isReturned = false
  wanted: Wanted
  authority: Body
  drafters: readonly Body[]
  /** Who drafted it until it ended, and nobody took its place as yet. */
  readonly left = new Set<Body>()
  /** Once it is issued, who has a part, and who reads along. */
  bodies: readonly Named[] = []
  readers: readonly Body[] = []

  constructor(wanted: Wanted, authority: Body, bodies: readonly Named[]) {
    this.wanted = wanted
    this.authority = authority
    this.drafters = draftersAmong(bodies)
  }

  get parties(): ReadonlySet<Body> {
    const others = this.state === 'issued' ? [...this.bodies.map(({ body }) => body), ...this.readers] : this.drafters
    return new Set([this.authority, ...others])
  }

  /** Whose turn it is: the office's; of a draft that was sent back theirs who draft, where anybody is left who does. */
  get turn(): readonly Body[] {
    return this.isReturned && this.drafters.length ? this.drafters : [this.authority]
  }

  succeed(organisation: Body, successor: Body | undefined): void {
    const places = this.left.delete(organisation) ? [...this.drafters, organisation] : this.drafters
    if (successor === undefined) this.left.add(organisation)
    const drafters = places.map((one) => (one === organisation ? successor : one))
    this.drafters = [...new Set(drafters.filter((one) => one !== undefined))]
  }

  /** Who drafted it, and has nothing to do with what is issued. @returns them */
  leaving(ground: DraftGround): readonly Body[] {
    const { clause, copied } = this.wanted
    const bodies = (ground.bodiesOf(clause) ?? []).map(({ body }) => body)
    const staying = [ground.office, ...bodies, ...ground.readersOf(copied, clause)]
    return this.drafters.filter((one) => !staying.includes(one))
  }

  issue(ground: DraftGround): void {
    const { clause, copied } = this.wanted
    this.readers = ground.readersOf(copied, clause)
    this.bodies = ground.bodiesOf(clause) ?? []
    this.authority = ground.office
    this.state = 'issued'
  }
}

const when = (holds: boolean, reason: string): readonly string[] => (holds ? [reason] : [])

/** Why nothing can be issued, or drafted, of what is wanted. */
function contentReasons(ground: DraftGround, wanted: Wanted, actor: Body, model?: DraftModel): readonly string[] {
  const { clause, copied, continues } = wanted
  const former = ground.formerOf(continues)
  // What the caller may not read is not there, unless the draft has told of it.
  const mayKnow = former && (former.parties.has(actor) || model?.wanted.continues === continues)
  if (continues !== undefined && !mayKnow) return ['FORMER_TASK_NOT_FOUND']
  const bodies = ground.bodiesOf(clause)
  const having = [ground.office, ...(bodies ?? []).map(({ body }) => body)]
  const isMembers = copied.includes(group) && !ground.readersOf([group], clause).includes(group)
  return [
    ...when(former?.state === 'DRAFT' || former?.state === 'CANCELLED', 'FORMER_TASK_NOT_ISSUED'),
    ...when(former !== undefined && former.clause !== clause, 'FORMER_TASK_OTHER_CLAUSE'),
    ...when(clause === 'none', 'CLAUSE_NOT_FOUND'),
    ...when(bodies === undefined, 'BODY_WITHOUT_SUCCESSOR'),
    ...when(clause !== 'none' && bodies?.length === 0, 'CLAUSE_UNASSIGNED'),
    ...ground.unfit(clause),
    // Of a group only those are meant that have no part.
    ...when(
      copied.some((one) => having.includes(one) && !(one === group && isMembers)),
      'COPIED_HAS_PART',
    ),
  ]
}

/** Every reason to refuse; none where it is accepted. */
export function draftReasons(
  ground: DraftGround,
  model: DraftModel | undefined,
  act: DraftAct,
  actor: Body,
): readonly string[] {
  if (act.type === 'Draft' || act.type === 'Issue') {
    const drafters = act.type === 'Draft' ? draftersAmong(ground.bodiesOf(act.clause) ?? []) : []
    const refusal = act.type === 'Draft' ? 'NOT_DRAFTER' : 'NOT_ISSUING_AUTHORITY'
    return [
      ...contentReasons(ground, act, actor),
      ...when(actor !== ground.office && !drafters.includes(actor), refusal),
      ...when(model !== undefined, 'TASK_EXISTS'),
    ]
  }
  const isService = act.type === 'Succeed' || act.type === 'SucceedAuthority'
  if (!model || !(isService || model.parties.has(actor))) return ['TASK_NOT_FOUND']
  if (act.type === 'SucceedAuthority') return when(act.authority !== model.authority, 'NOT_ISSUING_AUTHORITY')
  if (model.state === 'cancelled') return ['TASK_ENDED']
  if (model.state === 'issued') return ['TASK_NOT_IN_DRAFT']
  switch (act.type) {
    case 'Comment':
    case 'Cancel':
      return []
    case 'Succeed':
      return when(
        !model.drafters.includes(act.organisation) && !(act.successor && model.left.has(act.organisation)),
        'ASSIGNMENT_NOT_FOUND',
      )
    case 'ReviseDraft':
      return [
        ...contentReasons(ground, act, actor, model),
        ...when(act.clause !== model.wanted.clause, 'DRAFT_OTHER_CLAUSE'),
      ]
    case 'ReturnDraft':
    case 'ConfirmDraft':
      return [
        ...when(actor !== model.authority, 'NOT_ISSUING_AUTHORITY'),
        ...when(model.isReturned, 'DRAFT_RETURNED'),
        ...(act.type === 'ConfirmDraft' ? contentReasons(ground, model.wanted, actor, model) : []),
      ]
    default:
      return ['TASK_IN_DRAFT']
  }
}

/** What an accepted act makes of it. */
export function effect(ground: DraftGround, model: DraftModel | undefined, act: DraftAct): DraftModel | undefined {
  if (act.type === 'Draft') return new DraftModel(act, ground.office, ground.bodiesOf(act.clause) ?? [])
  if (!model) return model
  switch (act.type) {
    case 'ReviseDraft':
      model.wanted = act
      model.isReturned = false
      break
    case 'ReturnDraft':
      model.isReturned = true
      break
    case 'ConfirmDraft':
      model.issue(ground)
      break
    case 'Cancel':
      model.state = 'cancelled'
      break
    case 'Succeed':
      model.succeed(act.organisation, act.successor)
      break
    case 'SucceedAuthority':
      model.authority = act.successor
      // Whoever decides reads no longer only along.
      model.readers = model.readers.filter((one) => one !== act.successor)
  }
  return model
}

export const wantedClause = ({ clause }: Wanted): string => clauseOf(clause)
