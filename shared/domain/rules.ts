/** What a programme sets otherwise than the defaults (docs/domain.md marks those with †). */
import type { JointRules, RepeatRules, Rules, SupervisionRules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { type Calendar, dayFrom, stateCouncil, withDays } from './calendar.ts'

const defaults = {
  acknowledgeWorkingDays: 2,
  reassignmentWorkingDays: 2,
  reviewWorkingDays: 5,
  warningWorkingDays: 5,
} as const

/** Those that stand in a record only where something of them is set otherwise: every issued task carries its rules. */
const supervisionDefaults: SupervisionRules = {
  $type: 'qiantou.programme.v1.SupervisionRules',
  urgeWorkingDays: 1,
  replyWorkingDays: 5,
  withoutInterview: false,
  proposeAgainWorkingDays: 5,
}

const repeatDefaults: RepeatRules = { $type: 'qiantou.programme.v1.RepeatRules', days: 30, alikePercent: 60 }

const jointDefaults: JointRules = { $type: 'qiantou.programme.v1.JointRules', countersignWorkingDays: 5 }

/** What is set, over the defaults; 0 stands for a default. */
function over<Part extends object>(defaults: Part, set: Part | undefined): Part {
  const said = Object.entries(set ?? {}).filter(([, value]) => value)
  return { ...defaults, ...Object.fromEntries(said) }
}

export const supervisionRulesOf = ({ supervision }: Pick<Rules, 'supervision'>): SupervisionRules =>
  over(supervisionDefaults, supervision)

export const repeatRulesOf = ({ repeats }: Pick<Rules, 'repeats'>): RepeatRules => over(repeatDefaults, repeats)

export const jointRulesOf = ({ joint }: Pick<Rules, 'joint'>): JointRules => over(jointDefaults, joint)

/** A part of the rules in full; undefined where all of it is as by default. */
function unlessUsual<Part extends object>(defaults: Part, set: Part): Part | undefined {
  const full = over(defaults, set)
  return Object.entries(defaults).every(([key, value]) => full[key as keyof Part] === value) ? undefined : full
}

/** The rules with every default in its place, but for those that are absent where nothing of them is set otherwise. */
export const rulesOf = (set: Rules | undefined): Rules => ({
  $type: 'qiantou.programme.v1.Rules',
  acknowledgeWorkingDays: set?.acknowledgeWorkingDays || defaults.acknowledgeWorkingDays,
  reassignmentWorkingDays: set?.reassignmentWorkingDays || defaults.reassignmentWorkingDays,
  reviewWorkingDays: set?.reviewWorkingDays || defaults.reviewWorkingDays,
  warningWorkingDays: set?.warningWorkingDays || defaults.warningWorkingDays,
  closing: set && set.closing !== 'QUORUM_UNSPECIFIED' ? set.closing : 'QUORUM_ALL',
  leadsIssue: set?.leadsIssue ?? false,
  days: set?.days ?? [],
  supervision: set?.supervision && unlessUsual(supervisionDefaults, set.supervision),
  repeats: set?.repeats && unlessUsual(repeatDefaults, set.repeats),
  joint: set?.joint && unlessUsual(jointDefaults, set.joint),
})

/** The rules as people are told them: every default in its place. */
export const rulesInFull = (set: Rules | undefined): Rules => {
  const rules = rulesOf(set)
  const parts = { supervision: supervisionRulesOf(rules), repeats: repeatRulesOf(rules), joint: jointRulesOf(rules) }
  return { ...rules, ...parts }
}

/** The State Council's calendar, with the days that the rules set otherwise. */
export const calendarOf = ({ days }: Pick<Rules, 'days'>): Calendar =>
  days.length === 0
    ? stateCouncil
    : withDays(stateCouncil, new Map(days.map(({ date, working }) => [date ? dayFrom(date) : '', working])))
