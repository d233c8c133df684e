import { expect, it } from 'vitest'
import { Failure, reworded } from './failure.ts'

const say = { zh: '请加 --case', en: 'give --case' }

it('says a refusal in other words, and nothing else of it otherwise', () => {
  const refused = new Failure({
    code: 'NOT_FOUND',
    reason: 'CASE_NOT_FOUND',
    message: 'no case 0',
    details: { case: '0' },
  })
  const { message, ...rest } = refused.report
  expect(message).toBe('no case 0')
  expect(() => reworded('CASE_NOT_FOUND', say)(refused)).toThrow(
    expect.objectContaining({ report: { ...rest, message: expect.stringMatching(/--case/) } }),
  )
})

it('leaves other errors as they are', () => {
  const refused = new Failure({ code: 'NOT_FOUND', reason: 'TASK_NOT_FOUND', message: 'no task' })
  for (const error of [refused, new Error('a bug')]) expect(() => reworded('CASE_NOT_FOUND', say)(error)).toThrow(error)
})
