import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { Failure } from '../failure.ts'
import { program } from '../program.ts'
import { withOwnPart } from './own-part.ts'

const message = 'There is no such supervision'

/** What is said where a command with such an argument fails. */
function said(path: string, argument: string, reason = 'SUPERVISION_NOT_FOUND'): string {
  const command = path
    .split(' ')
    .reduce((at, word) => at.commands.find((one) => one.name() === word) as Command, program())
  command.processedArgs = [argument]
  return (withOwnPart(new Failure({ code: 'NOT_FOUND', reason, message }), command) as Failure).message
}

it('a task alone that stands for no part of the caller is said to, with how another body is named', () => {
  expect(said('supervision show', '2026-2-1')).toBe(
    `${message}; 2026-2-1 alone is its own part, and another body's is 2026-2-1/CODE`,
  )
  expect(said('assignment show', '2026-2-1', 'ASSIGNMENT_NOT_FOUND')).toContain('2026-2-1/CODE')
})

it('and nothing of it where the body was named, where something else is the matter, or of a task', () => {
  expect(said('supervision show', '2026-2-1/hn-kjt')).toBe(message)
  expect(said('supervision show', '2026-2-1', 'NOT_THERE_YET')).toBe(message)
  expect(said('task show', '2026-2-1', 'ASSIGNMENT_NOT_FOUND')).toBe(message)
})
