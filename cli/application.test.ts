import { expect, it } from 'vitest'
import { ApplicationState } from '#proto/qiantou/application/v1/application_service.ts'
import { applicationCommand } from './application.ts'

it('applications are listed by every state that they come to', () => {
  const list = applicationCommand().commands.find((one) => one.name() === 'list')
  const [, states = ''] = list?.options.find(({ long }) => long === '--state')?.description.split(': ') ?? []
  const all = Object.values(ApplicationState).filter((state) => !/_UNSPECIFIED$|^UNRECOGNIZED$/.test(state))
  expect(states.split(', ').toSorted()).toEqual(
    all.map((state) => state.replace('APPLICATION_STATE_', '').toLowerCase()).toSorted(),
  )
})
