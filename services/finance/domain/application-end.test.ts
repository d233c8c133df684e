/** An application ends before it is approved: not admitted, refused, or taken back. What was reserved is let go. */
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  applicationName,
  asked,
  city,
  finance,
  handler,
  handling,
  office,
  reason,
  reservation,
  sponsor,
  until,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { type Application, applicationState, turnOf } from './application-state.ts'

const story = new Story(applicationDecider, { actor: handler, subject: applicationName, at: noon, signOff: handling })
const refuse: ApplicationCommand = { type: 'Refuse', text: reason }
const withdraw: ApplicationCommand = { type: 'Withdraw', text: reason }
const calendar = calendarOf({ days: [] })
const none = {
  ...{ measure: { versions: [], calls: [] }, grants: { grants: [] } },
  pool: { title: '', finance, carriesOver: false, years: {} },
}
const commands: readonly ApplicationCommand[] = [
  ...[refuse, withdraw, { type: 'Recommend', text: reason, calendar } as const],
  { type: 'Decide', minutes: 'x', fen: 0n, ...none },
  { type: 'Amend', basisFen: 1n, minutes: 'x', text: reason, ...none },
  { type: 'Evaluate', rating: 'RATING_GOOD', text: reason },
  { type: 'Recover', fen: 1n, receivedOn: '2026-03-01', reference: 'r' },
  { type: 'AgreeRecovery', instalments: [] },
  { type: 'RequestSupplement', text: reason, workingDays: 5, calendar },
  { type: 'Supplement', content: asked(), measure: none.measure, calendar },
  { type: 'CheckCredit', engine: 'file', problem: undefined },
  { type: 'RaiseObjection', text: reason, office },
  { type: 'SettleObjection', text: reason },
  { type: 'Approve' },
]

const standing = (state: Application | undefined) =>
  state && { state: applicationState(state).replace('APPLICATION_STATE_', ''), turn: turnOf(state) }

describe('it ends', () => {
  const refused = application.ApplicationRefused.create({ text: reason })
  const withdrawn = application.ApplicationWithdrawn.create({ text: reason })

  test('not admitted, where it is refused before: nothing was reserved', () => {
    const state = story
      .given(...until('admit'))
      .when(refuse)
      .then([refused])
    expect(standing(state)).toMatchObject({ state: 'NOT_ADMITTED', turn: undefined })
    // A recommender whose turn it is may refuse as well.
    story
      .given(...until('recommend'))
      .when(refuse, city)
      .then([refused])
    story
      .given(...until('recommend'))
      .when(refuse)
      .then({ reason: 'NOT_YOUR_TURN', details: { turn: city }, kind: 'permission' })
  })

  test.each(['checkCredit', 'decide', 'openNotice', 'approve'] as const)(
    'refused, where it was admitted, before %s: what was reserved is let go',
    (step) => {
      const released = reservation()
      const state = story
        .given(...until(step))
        .when(refuse)
        .then([{ ...refused, released }])
      expect(standing(state)).toMatchObject({ state: 'REFUSED', turn: undefined })
      expect(state).not.toHaveProperty('reserved')
      expect(state).toMatchObject({ paidFen: '0', reservations: 1 })
    },
  )

  test('refused by finance, while it is its turn', () => {
    const released = reservation()
    story
      .given(...until('reviewFinance'))
      .when(refuse, finance)
      .then([{ ...refused, released }])
    story
      .given(...until('reviewFinance'))
      .when(refuse)
      .then({ reason: 'NOT_YOUR_TURN' })
  })

  test('withdrawn by its sponsor, at any time until it is approved', () => {
    const early = story
      .given(...until('admit'))
      .when(withdraw, sponsor)
      .then([withdrawn])
    expect(standing(early)).toMatchObject({ state: 'WITHDRAWN', turn: undefined })
    const released = reservation()
    const late = story
      .given(...until('approve'))
      .when(withdraw, sponsor)
      .then([{ ...withdrawn, released }])
    expect(standing(late)).toMatchObject({ state: 'WITHDRAWN' })
    expect(late).not.toHaveProperty('reserved')
    const details = { sponsor }
    story
      .given(...until('approve'))
      .when(withdraw)
      .then({ reason: 'NOT_SPONSOR', kind: 'permission', details })
  })

  test('no more once it is approved', () => {
    const no = { reason: 'APPLICATION_APPROVED', kind: 'precondition', details: {} } as const
    story
      .given(...until('pay'))
      .when(withdraw, sponsor)
      .then(no)
    story
      .given(...until('pay'))
      .when(refuse)
      .then(no)
  })

  test('and nothing comes after', () => {
    const nothingAfter = (fact: typeof refused | typeof withdrawn, state: string) => {
      for (const command of commands)
        story
          .given(...until('checkCredit'), { ...fact, released: reservation() })
          .when(command)
          .then({ reason: 'APPLICATION_ENDED', kind: 'precondition', details: { state } })
    }
    nothingAfter(refused, 'REFUSED')
    nothingAfter(withdrawn, 'WITHDRAWN')
  })
})
