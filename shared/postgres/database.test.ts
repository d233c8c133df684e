import { describe, expect, test } from 'vitest'
import { isDatabaseFault } from './database.ts'

const failed = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {})

describe('the world is unwell', () => {
  test.each(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOENT', 'ETIMEDOUT'])('where the system says %s', (code) => {
    expect(isDatabaseFault(failed(`connect ${code}`, code))).toBe(true)
  })

  test.each(['57P01', '57P03', '08006', '53300', '40001', '58030', '25P03'])('where the server says %s', (code) => {
    expect(isDatabaseFault(failed('FATAL', code))).toBe(true)
  })

  test.each(['Connection terminated unexpectedly', 'timeout exceeded: connection timeout', 'Client is not queryable'])(
    'where the driver says: %s',
    (message) => {
      expect(isDatabaseFault(failed(message))).toBe(true)
    },
  )
})

describe('a bug', () => {
  test.each(['23505', '42P01', '22P02', '25P02'])('is what the server calls %s', (code) => {
    expect(isDatabaseFault(failed('ERROR', code))).toBe(false)
  })

  test('is whatever else is thrown', () => {
    for (const error of [new TypeError('x is undefined'), 'text', undefined]) expect(isDatabaseFault(error)).toBe(false)
  })
})
