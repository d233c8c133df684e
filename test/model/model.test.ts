/**
 * Random plays of one task against a model of it that was written apart from the services. `QIANTOU_MODEL_COMMANDS` says how
 * many commands, `QIANTOU_SEED` which.
 */
import { expect, test } from 'vitest'
import { Dice } from '../hostile/dice.ts'
import { seed } from '../seed.ts'
import { Disagreement, Game } from './game.ts'

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
  ],
  ...['Suspend', 'Transfer', 'Uphold', 'Waive', 'WithdrawPiece', 'tell of silence', 'rule on silence'],
  ...['urge OWN', 'urge REVIEW', 'urge CLOSING', 'step Issue', 'step Reply', 'step Accept', 'step Return'],
  ...['step Withdraw', 'time LAPSED', 'time MOVED', 'time OVERDUE', 'time UNANSWERED', 'time STILL_OVERDUE'],
]

function played(number: number): Game {
  const game = new Game(new Dice(seed, number))
  game.play(perGame)
  return game
}

test(`${commands} commands of seed ${seed} come to what the model says, and both sides end the same`, {
  timeout: 60_000 + commands,
}, () => {
  const accepted = new Map<string, number>()
  const refused = new Map<string, number>()
  let played_ = 0
  const begin = performance.now()
  const missing = () => acts.filter((act) => !accepted.has(act))
  // Until each has been done, too: what never succeeds is compared with nothing.
  for (let number = 0; played_ < commands || (missing().length > 0 && played_ < 4 * commands); number += 1)
    try {
      const game = played(number)
      played_ += game.commands
      for (const [type, times] of game.types) accepted.set(type, (accepted.get(type) ?? 0) + times)
      for (const [reason, times] of game.reasons) refused.set(reason, (refused.get(reason) ?? 0) + times)
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error
      expect.unreachable(`QIANTOU_SEED=${seed}, game ${number}\n${error.message}`)
    }
  expect(missing()).toEqual([])
  const rate = Math.round((played_ * 1_000) / (performance.now() - begin))
  process.stderr.write(
    `seed ${seed}: ${rate} commands/s, accepted ${JSON.stringify(Object.fromEntries(accepted))}, refused ${JSON.stringify(Object.fromEntries(refused))}\n`,
  )
})
