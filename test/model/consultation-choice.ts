/** What somebody might do next in a consultation: mostly what comes next, and often enough what does not. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Dice } from '../hostile/dice.ts'
import { type CaseModel, firstText } from './consultation-case.ts'
import {
  cast,
  crowd,
  type Directory,
  empty,
  late,
  multitude,
  type Name,
  office,
  small,
  unknown,
} from './consultation-directory.ts'
import type { Act, AnswerKind, ConsultationModel, Kind, Limit } from './consultation-model.ts'
import { isSilent } from './consultation-place.ts'
import { daysLater } from './working-days.ts'

export type Choice = { readonly act: Act; readonly actor: Name }
/** What a game is full of, so that it comes to what is rare elsewhere. */
export type Flavour = 'anything' | 'standing' | 'filing' | 'revising' | 'arguing'

type Scene = {
  readonly dice: Dice
  readonly directory: Directory
  readonly today: Day
  readonly office: Name
  readonly flavour: Flavour
}

/** Whoever is there; nobody else gets in. */
const somebody = ({ dice, directory, today }: Scene): Name =>
  dice.pick(cast.filter((name) => directory.isThere(name, today)))

const anybody = ({ dice }: Scene): Name => dice.pick([...cast, ...cast, late, unknown, small, empty, crowd, multitude])

function limit({ dice, today }: Scene, from: Day = today): Limit {
  if (dice.percent(60)) return { workingDays: 1 + dice.below(dice.pick([5, 5, 20])) }
  return { date: daysLater(dice.percent(50) ? today : from, dice.below(12) - 2) }
}

function open(scene: Scene): Choice {
  const { dice, flavour, directory, today } = scene
  const kind = dice.pick<Kind>(['OPINION', 'OPINION', 'COUNTERSIGN', 'JOINT_REVIEW'])
  const isStanding = flavour === 'standing' || flavour === 'filing' || dice.percent(10)
  const isLong = flavour === 'revising' || flavour === 'arguing'
  const actor = dice.percent(3) ? unknown : dice.percent(20) ? directory.workerOn(today, office) : somebody(scene)
  const others = cast.filter((name) => name !== actor && directory.isThere(name, today))
  const some = () => others.slice(dice.below(3)).filter(() => dice.percent(45))
  const bodies = dice.percent(80) ? [...some(), ...(dice.percent(20) ? [small] : [])] : [anybody(scene), ...some()]
  return {
    actor: actor ?? somebody(scene),
    act: {
      type: 'Open',
      kind: isStanding && dice.percent(90) ? 'JOINT_REVIEW' : kind,
      names: bodies.length ? bodies : [dice.pick(others)],
      standing: isStanding,
      silence: kind === 'OPINION' && !isStanding ? dice.percent(50) : dice.percent(5),
      limit: isStanding ? undefined : isLong ? { workingDays: 40 } : limit(scene),
    },
  }
}

type Type = Extract<Act, { readonly number: number }>['type']
const next: Readonly<Record<string, readonly Type[]>> = {
  OPEN: ['Answer', 'Answer', 'Answer', 'Answer', 'Answer', 'Revise', 'Renew', 'AddBody', 'RemoveBody', 'Refer'],
  DIVIDED: ['Refer', 'Refer', 'Revise', 'Renew', 'AddBody', 'RemoveBody', 'Answer', 'Answer'],
  OVERDUE: ['Refer', 'Refer', 'Revise', 'Renew', 'RemoveBody', 'RemoveBody', 'AddBody', 'Answer'],
  REFERRED: ['Rule', 'Rule', 'Answer', 'Revise', 'AddBody', 'RemoveBody', 'Renew', 'Refer'],
}
const any: readonly Type[] = ['Answer', 'Revise', 'Renew', 'AddBody', 'RemoveBody', 'Refer', 'Rule', 'Withdraw']

function typeOf({ dice, flavour }: Scene, one: CaseModel): Type {
  if (flavour === 'revising' && dice.percent(97))
    return dice.pick(['Revise', 'Revise', 'Revise', 'Revise', 'Revise', 'Answer'])
  if (flavour === 'arguing' && dice.percent(90))
    return dice.pick(['Answer', 'Answer', 'Answer', 'Answer', 'RemoveBody'])
  if (flavour === 'filing' && dice.percent(50)) return 'Withdraw'
  if (dice.percent(5)) return dice.pick(any)
  return dice.pick(next[one.state] ?? any)
}

function onCase(scene: Scene, model: ConsultationModel, one: CaseModel): Choice {
  const { dice, flavour } = scene
  const number = model.composition || dice.percent(50) ? one.number : 0
  const initiator = dice.percent(95) ? model.conductor : model.initiator
  const asked = one.places.map(({ body }) => body)
  const oneOf = (names: readonly Name[]): Name => (names.length ? dice.pick(names) : somebody(scene))
  const type = typeOf(scene, one)
  switch (type) {
    case 'Answer': {
      const silent = one.places.filter(isSilent).map(({ body }) => body)
      const kinds: AnswerKind[] = ['AGREE', 'AGREE', 'AGREE_WITH_COMMENTS', 'DISAGREE']
      const answer = dice.pick(kinds)
      const version = dice.percent(93) ? one.versions : one.versions + dice.pick([-1, 1])
      const hasText = answer !== 'AGREE' && dice.percent(90)
      // Whoever argues says one thing and then another, and the others nothing.
      const who = flavour === 'arguing' ? asked.slice(0, 2) : dice.percent(60) ? silent : asked
      return { actor: oneOf(who), act: { type, number, version, answer, hasText } }
    }
    case 'Revise': {
      const affected = dice.percent(5) ? [anybody(scene)] : asked.filter(() => dice.percent(30))
      const changed = dice.percent(one.told ? 90 : 30) ? limit(scene, one.last.day) : undefined
      const text = dice.percent(92) ? `第${one.versions + 1}稿` : dice.pick([one.text, firstText])
      return { actor: initiator, act: { type, number, text, affected, limit: changed } }
    }
    case 'Renew':
      return { actor: initiator, act: { type, number, limit: limit(scene, one.last.day) } }
    case 'AddBody':
      return { actor: initiator, act: { type, number, organisation: anybody(scene) } }
    case 'RemoveBody':
      return { actor: initiator, act: { type, number, organisation: dice.percent(90) ? oneOf(asked) : anybody(scene) } }
    case 'Refer':
      return {
        actor: dice.pick([initiator, initiator, model.office]),
        act: { type, number, referee: dice.percent(80) ? somebody(scene) : anybody(scene) },
      }
    case 'Rule': {
      const referee = one.referee ?? somebody(scene)
      const minutes = `〔2026〕${dice.below(90)}号会议纪要`
      return {
        actor: dice.pick([referee, referee, model.office]),
        act: { type, number, approves: dice.percent(50), minutes },
      }
    }
    case 'Withdraw':
      return { actor: initiator, act: { type, number } }
  }
}

function ofReview(scene: Scene, { conductor, composition = [] }: ConsultationModel): Choice {
  const { dice, flavour } = scene
  if (flavour === 'filing' && dice.percent(50))
    return { actor: conductor, act: { type: 'OpenCase', limit: { workingDays: 5 } } }
  if (dice.percent(65)) return { actor: conductor, act: { type: 'OpenCase', limit: limit(scene) } }
  const type = dice.pick(['AddBody', 'RemoveBody'] as const)
  const organisation =
    type === 'RemoveBody' && dice.percent(70)
      ? dice.pick(composition.length ? composition : [conductor])
      : anybody(scene)
  return { actor: conductor, act: { type, number: 0, organisation } }
}

/** The successions that the service itself commands are another matter, but for those that it has no reason for. */
function stray(scene: Scene): Choice {
  const [organisation, successor] = [somebody(scene), somebody(scene)]
  const type = scene.dice.pick(['Succeed', 'SucceedOffice'] as const)
  return { actor: 'services/coordination-office', act: { type, organisation, successor } }
}

function intended(scene: Scene, model: ConsultationModel | undefined): Choice {
  const { dice, flavour } = scene
  if (!model) {
    const act: Act = { type: 'Withdraw', number: 1 }
    return dice.percent(95) ? open(scene) : { actor: somebody(scene), act }
  }
  if (dice.percent(2)) return open(scene)
  const isReview = model.composition !== undefined
  if (dice.percent(isReview ? (flavour === 'filing' ? 55 : 25) : 1)) return ofReview(scene, model)
  const one = dice.pick(dice.percent(93) && model.open.length ? model.open : model.cases.length ? model.cases : [])
  return one ? onCase(scene, model, one) : ofReview(scene, model)
}

export function choose(scene: Scene, model: ConsultationModel | undefined): Choice {
  const { dice, directory, today } = scene
  if (model && dice.percent(2)) {
    const { act, actor } = stray(scene)
    const isReal =
      act.type === 'Succeed'
        ? model.isAtWork(act.organisation)
        : act.type === 'SucceedOffice' && act.organisation === model.office
    if (!isReal) return { act, actor }
  }
  const { act, actor } = intended(scene, model)
  if (dice.percent(8)) return { act, actor: somebody(scene) }
  if (dice.percent(2) && 'number' in act) return { act: { ...act, number: act.number + 1 }, actor }
  // Whose certificate is refused does nothing any more.
  return directory.hasEnded(actor, today) ? { act, actor: somebody(scene) } : { act, actor }
}
