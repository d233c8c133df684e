/** Who may do what in a consultation, from docs/domain.md (rules 26 to 31): every reason why an act is refused. */
import { isHoliday, isWorkday } from 'chinese-days'
import type { Day } from '#shared/domain/calendar.ts'
import type { CaseModel } from './consultation-case.ts'
import type { Directory, Name } from './consultation-directory.ts'
import type { Act, ConsultationModel, LastDay, Limit } from './consultation-model.ts'
import { hasDissented, standing } from './consultation-place.ts'
import { daysLater } from './working-days.ts'

/** What the office has decided for its programme: days that are worked on, or are not, otherwise than elsewhere. */
export type OwnDays = ReadonlyMap<Day, boolean>

export type Ground = {
  readonly directory: Directory
  readonly office: Name
  readonly today: Day
  readonly days: OwnDays
}

/** Refused for any of these; not refused where there is none. */
export type Reasons = readonly string[]

const most = { case: 200, standing: 50, openCases: 20, versions: 50 }

/** Somebody has said which days of that year are worked on: of the three of the national day one at least is no weekend. */
const isAnnounced = (year: string): boolean =>
  ['10-01', '10-02', '10-03'].some((day) => {
    const date = `${year}-${day}`
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    return weekday >= 1 && weekday <= 5 && isHoliday(date)
  })

/** Rule 2: the next year's notice says which of the last days of this one are worked on, from 29 December on. */
const isSettled = (day: Day): boolean => {
  const year = day.slice(0, 4)
  return isAnnounced(year) && (day < `${year}-12-29` || isAnnounced(`${Number(year) + 1}`))
}

export function lastDayOf(limit: Limit, { today, days }: Ground): LastDay {
  const isOpen = (day: Day): boolean => !days.has(day) && !isSettled(day)
  if ('date' in limit) return { day: limit.date, provisional: isOpen(limit.date) }
  let day = today
  let provisional = false
  for (let left = limit.workingDays; left > 0; ) {
    day = daysLater(day, 1)
    provisional ||= isOpen(day)
    if (days.get(day) ?? isWorkday(day)) left -= 1
  }
  return { day, provisional }
}

const when = (isSo: boolean, reason: string): Reasons => (isSo ? [reason] : [])

function limitReasons(limit: Limit, ground: Ground, earliest?: Day): Reasons {
  const { day } = lastDayOf(limit, ground)
  return [
    ...when(day < ground.today, 'TIME_LIMIT_IN_PAST'),
    ...when(earliest !== undefined && day < earliest, 'TIME_LIMIT_TOO_EARLY'),
  ]
}

/** Why these can't be asked, or rule. */
function unfitReasons(names: readonly Name[], initiator: Name, { directory, today }: Ground): Reasons {
  const some = (is: (name: Name) => boolean, reason: string): Reasons => when(names.some(is), reason)
  return [
    ...some((name) => name === initiator, 'INITIATOR_IS_ASKED'),
    ...some((name) => directory.isGroup(name), 'BODY_IS_GROUP'),
    ...some((name) => !directory.has(name), 'ORGANISATION_UNKNOWN'),
    ...some((name) => directory.hasEnded(name, today), 'ORGANISATION_ENDED'),
    ...some((name) => directory.has(name) && !directory.hasBegun(name, today), 'ORGANISATION_NOT_YET_THERE'),
  ]
}

function openReasons(act: Extract<Act, { type: 'Open' }>, actor: Name, exists: boolean, ground: Ground): Reasons {
  const { directory, today } = ground
  const bodies = directory.meant(act.names, actor, today)
  return [
    ...when(!directory.has(actor), 'CALLER_NOT_IN_DIRECTORY'),
    ...when(exists, 'CONSULTATION_EXISTS'),
    ...when(act.silence && act.kind !== 'OPINION', 'SILENCE_IS_NO_CONSENT'),
    ...when(act.standing && act.kind !== 'JOINT_REVIEW', 'STANDING_IS_JOINT_REVIEW'),
    ...when(bodies.length > (act.standing ? most.standing : most.case), 'TOO_MANY_BODIES'),
    ...when(bodies.length === 0, 'INITIATOR_IS_ASKED'),
    ...unfitReasons(bodies, actor, ground),
    ...(act.limit ? limitReasons(act.limit, ground) : []),
  ]
}

function addReasons(
  organisation: Name,
  present: readonly Name[],
  { conductor, composition }: ConsultationModel,
  ground: Ground,
): Reasons {
  const meant = ground.directory.meant([organisation], conductor, ground.today)
  const bodies = meant.filter((body) => !present.includes(body))
  if (bodies.length === 0) return ['BODY_ALREADY_ASKED']
  return [
    ...when(present.length + bodies.length > (composition ? most.standing : most.case), 'TOO_MANY_BODIES'),
    ...unfitReasons(bodies, conductor, ground),
  ]
}

function compositionReasons(
  type: 'AddBody' | 'RemoveBody',
  organisation: Name,
  model: ConsultationModel,
  ground: Ground,
): Reasons {
  const { composition = [] } = model
  if (type === 'AddBody') return addReasons(organisation, composition, model, ground)
  if (!composition.includes(organisation)) return ['BODY_NOT_ASKED']
  return when(composition.length < 2, 'LAST_BODY')
}

function answerReasons(
  act: Extract<Act, { type: 'Answer' }>,
  one: CaseModel,
  actor: Name,
  conductor: Name,
  today: Day,
): Reasons {
  const place = one.of(actor)
  if (!place) return ['NOT_CONSULTED']
  const before = standing(place)
  return [
    ...when(actor === conductor, 'INITIATOR_IS_ASKED'),
    ...when(!one.mayChange, 'CASE_NOT_OPEN'),
    ...when(one.mayChange && one.isOver(today), 'TIME_LIMIT_PASSED'),
    ...when(act.version !== one.versions, 'TEXT_HAS_CHANGED'),
    ...when(!act.hasText && before?.version === act.version && before.answer === act.answer, 'ANSWER_UNCHANGED'),
  ]
}

function removeReasons(body: Name, one: CaseModel): Reasons {
  const place = one.of(body)
  if (!place) return ['BODY_NOT_ASKED']
  return [...when(hasDissented(place), 'DISSENT_STAYS'), ...when(one.places.length === 1, 'LAST_BODY')]
}

function caseReasons(
  act: Extract<Act, { readonly number: number }>,
  one: CaseModel,
  actor: Name,
  model: ConsultationModel,
  ground: Ground,
): Reasons {
  const { today } = ground
  const mayChange = when(!one.mayChange, 'CASE_NOT_OPEN')
  switch (act.type) {
    case 'Answer':
      return answerReasons(act, one, actor, model.conductor, today)
    case 'Revise':
      return [
        ...mayChange,
        ...when(
          act.affected.some((body) => !one.isAsked(body)),
          'BODY_NOT_ASKED',
        ),
        ...when(act.affected.includes(model.conductor), 'INITIATOR_IS_ASKED'),
        ...when(one.versions >= most.versions, 'TOO_MANY_VERSIONS'),
        ...when(act.text === one.text, 'TEXT_UNCHANGED'),
        ...when(!act.limit && one.isOver(today), 'TIME_LIMIT_PASSED'),
        ...(act.limit ? limitReasons(act.limit, ground, one.last.day) : []),
      ]
    case 'Renew':
      return [...mayChange, ...limitReasons(act.limit, ground, daysLater(one.last.day, 1))]
    case 'AddBody': {
      const present = one.places.map(({ body }) => body)
      const over = when(one.isOver(today), 'TIME_LIMIT_PASSED')
      return [...mayChange, ...over, ...addReasons(act.organisation, present, model, ground)]
    }
    case 'RemoveBody':
      return [...mayChange, ...removeReasons(act.organisation, one)]
    case 'Refer':
      return [
        ...when(one.state !== 'DIVIDED' && one.state !== 'OVERDUE', 'NOTHING_TO_RULE'),
        ...when(act.referee === model.conductor || one.isAsked(act.referee), 'REFEREE_IS_PARTY'),
        ...unfitReasons([act.referee], '', ground),
      ]
    case 'Rule':
      return [
        // The office enters what a meeting has ruled, but not where it is asked itself.
        ...when(
          actor !== (one.referee ?? model.office) && (actor !== model.office || one.isAsked(actor)),
          'NOT_REFEREE',
        ),
        ...when(one.state !== 'REFERRED', 'NOT_REFERRED'),
      ]
    case 'Withdraw':
      return when(one.hasEnded, 'CASE_NOT_OPEN')
  }
}

const isAllowed = ({ type }: Act, actor: Name, { conductor, office }: ConsultationModel): boolean =>
  type === 'Answer' || type === 'Rule' || actor === conductor || (type === 'Refer' && actor === office)

export function consultationReasons(
  act: Act,
  actor: Name,
  model: ConsultationModel | undefined,
  ground: Ground,
): Reasons {
  if (act.type === 'Open') return openReasons(act, actor, model !== undefined, ground)
  if (act.type === 'Succeed') {
    const isLeft = act.successor ? model?.isAtWork(act.organisation) : model?.isMissed(act.organisation)
    return when(!isLeft, 'BODY_NOT_ASKED')
  }
  if (!model) return ['CONSULTATION_NOT_FOUND']
  if (act.type === 'SucceedOffice') return when(model.office !== act.organisation, 'NOT_PROGRAMME_OFFICE')
  // To who is no party it is not there, whatever else may be wrong.
  if (!model.sees(actor)) return ['CONSULTATION_NOT_FOUND']
  if (!isAllowed(act, actor, model)) return ['NOT_INITIATOR']
  if (act.type === 'OpenCase')
    return [
      ...when(!model.composition, 'NOT_STANDING'),
      ...when(model.composition?.length === 0, 'NOBODY_ASKED'),
      ...when(model.open.length >= most.openCases, 'TOO_MANY_CASES'),
      ...limitReasons(act.limit, ground),
    ]
  if (model.composition && act.number === 0 && (act.type === 'AddBody' || act.type === 'RemoveBody'))
    return compositionReasons(act.type, act.organisation, model, ground)
  const one = model.caseOf(act.number)
  return one && model.sees(actor, one) ? caseReasons(act, one, actor, model, ground) : ['CASE_NOT_FOUND']
}
