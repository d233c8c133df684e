/**
 * Random plays of one task, and of consultations, against models of them that were written apart from the services.
 * `QIANTOU_MODEL_COMMANDS` says how many commands of each, `QIANTOU_SEED` which.
 */
import { expect, test } from 'vitest'
import { Dice } from '../hostile/dice.ts'
import { seed } from '../seed.ts'
import { ConsultationGame } from './consultation-game.ts'
import { DraftGame } from './draft-game.ts'
import { Disagreement, Game } from './game.ts'
import { draftRefusals, isTold, reasonsInCode, storyRefusals, taskRefusals } from './refusals.ts'

const commands = Number(process.env.QIANTOU_MODEL_COMMANDS ?? 40_000)
const perGame = 80

/** Everything that anybody may do to a task or a part of it. */
const acts = [
  ...['Accept', 'AcceptPiece', 'Acknowledge', 'AcknowledgePiece', 'Archive', 'Cancel', 'Close', 'Comment'],
  ...['ConfirmCompiler', 'Countersign', 'Delegate', 'Dissent', 'GiveOpinion', 'GrantExtension', 'ProposeClosing'],
  ...['Reassign', 'RefuseExtension', 'Reopen', 'Report', 'ReportPiece', 'RequestExtension', 'RequestReassignment'],
  ...[
    'Resume',
    'Return',
    'ReturnClosing',
    'ReturnPiece',
    'RevokeDelegation',
    'Rule',
    'Subassign',
    'Submit',
    'SubmitPiece',
    'Succeed',
    'SucceedDelegate',
  ],
  ...['Suspend', 'Transfer', 'Uphold', 'Waive', 'WithdrawPiece', 'tell of silence', 'rule on silence'],
  ...['take back what was handed over', 'hear of a former part', 'review what a predecessor submitted'],
  ...['urge OWN', 'urge REVIEW', 'urge CLOSING', 'step Issue', 'step Reply', 'step Accept', 'step Return'],
  ...[
    'step Withdraw',
    'time LAPSED',
    'time LED',
    'time MOVED',
    'time OVERDUE',
    'time UNANSWERED',
    'time STILL_OVERDUE',
  ],
]

/** Everything that anybody, time or the directory may do to a consultation. */
const consultationActs = [
  ...['AddBody', 'Answer', 'Open', 'OpenCase', 'Refer', 'RemoveBody', 'Renew', 'Revise', 'Rule', 'Succeed'],
  ...['SucceedOffice', 'Withdraw', 'time CONSENSUS', 'time DIVIDED', 'time OVERDUE'],
  ...['cross with time', 'cross with the office', 'cross with each other'],
  ...['leave', 'the office conducts', 'a referral falls'],
]

/** Every way in which it may be refused. */
const consultationRefusals = [
  ...['ANSWER_UNCHANGED', 'BODY_ALREADY_ASKED', 'BODY_IS_GROUP', 'BODY_NOT_ASKED', 'CALLER_NOT_IN_DIRECTORY'],
  ...['CASE_NOT_FOUND', 'CASE_NOT_OPEN', 'CONSULTATION_EXISTS', 'CONSULTATION_NOT_FOUND', 'DISSENT_STAYS'],
  ...['INITIATOR_IS_ASKED', 'LAST_BODY', 'NOTHING_TO_RULE', 'NOT_CONSULTED', 'NOT_INITIATOR', 'NOT_PROGRAMME_OFFICE'],
  ...['NOT_REFEREE', 'NOT_REFERRED', 'NOT_STANDING', 'ORGANISATION_ENDED', 'ORGANISATION_NOT_YET_THERE'],
  ...['ORGANISATION_UNKNOWN', 'REFEREE_IS_PARTY', 'SILENCE_IS_NO_CONSENT', 'STANDING_IS_JOINT_REVIEW'],
  ...[
    'TEXT_HAS_CHANGED',
    'TEXT_UNCHANGED',
    'TIME_LIMIT_IN_PAST',
    'TIME_LIMIT_PASSED',
    'TIME_LIMIT_TOO_EARLY',
    'TOO_MANY_BODIES',
  ],
  ...['TOO_MANY_CASES', 'TOO_MANY_VERSIONS'],
]

/** Everything that anybody, the directory or what it leads to may do to a draft. */
const draftActs = [
  ...['Cancel', 'Comment', 'ConfirmDraft', 'Draft', 'Issue', 'ReturnDraft', 'ReviseDraft', 'Succeed'],
  ...['SucceedAuthority', 'leave when issued'],
]

type Played = Pick<Game, 'commands' | 'types' | 'reasons'> & { readonly play: (commands: number) => void }

/** Plays so many commands, and on until each of `musts` has come about: what never does is compared with nothing. */
function playAll(begin: (dice: Dice) => Played, musts: readonly string[], wanted = commands, of = seed): void {
  const counts = new Map<string, number>()
  let [played, number] = [0, 0]
  const missing = () => musts.filter((must) => !counts.has(must))
  const since = performance.now()
  for (; played < wanted || (missing().length > 0 && played < 4 * wanted); number += 1)
    try {
      const game = begin(new Dice(of, number))
      game.play(perGame)
      played += game.commands
      for (const [what, times] of [...game.types, ...game.reasons]) counts.set(what, (counts.get(what) ?? 0) + times)
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error
      expect.unreachable(`QIANTOU_SEED=${of}, game ${number}\n${error.message}`)
    }
  expect(missing()).toEqual([])
  const rate = Math.round((played * 1_000) / (performance.now() - since))
  process.stderr.write(`seed ${of}: ${rate} commands/s, came about ${JSON.stringify(Object.fromEntries(counts))}\n`)
}

const timeout = 60_000 + commands

test(`${commands} commands of seed ${seed} come to what the model says, and both sides end the same`, { timeout }, () =>
  playAll((dice) => new Game(dice), [...acts, ...taskRefusals]),
)

test(`${commands / 4} commands of the next seed come to what the model says, too`, { timeout }, () =>
  playAll((dice) => new Game(dice), [], commands / 4, seed + 1),
)

test(`${commands / 4} commands on drafts of seed ${seed} come to what the model says`, { timeout }, () =>
  playAll((dice) => new DraftGame(dice), [...draftActs, ...draftRefusals], commands / 4),
)

test(`${commands} commands on consultations of seed ${seed} come to what the model says`, { timeout }, () =>
  playAll((dice) => new ConsultationGame(dice), [...consultationActs, ...consultationRefusals]),
)

test('no reason to refuse a command on a task or a part of it comes about nowhere', () => {
  const shown = new Set([...taskRefusals, ...draftRefusals, ...Object.keys(storyRefusals)])
  expect([...shown].sort()).toEqual([...reasonsInCode()].sort())
  expect(Object.keys(storyRefusals).filter((reason) => !isTold(reason))).toEqual([])
})
