import { expect } from 'vitest'
import { qiantou } from './command.ts'

/** Runs commands, each built on the receipts of those before it. */
export function story() {
  const receipts = new Map<string, string>()
  const call = async (as: string, words: readonly string[]) => {
    const after = [...receipts].flatMap(([source, sequence]) => ['--after', `${source}:${sequence}`])
    return qiantou(...words, '--as', as, '--json', ...after)
  }
  return {
    /** The object that a command printed. */
    run: async (as: string, ...words: readonly string[]) => {
      const { status, stdout, stderr } = await call(as, words)
      expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' })
      const answer = JSON.parse(stdout)
      if (answer.receipt) receipts.set(answer.receipt.source, answer.receipt.sequence)
      return answer
    },
    /** The reason for which a command was refused. */
    refusal: async (as: string, ...words: readonly string[]): Promise<string> => {
      const { status, stderr } = await call(as, words)
      expect(status).toBe(1)
      return JSON.parse(stderr).error.reason
    },
  }
}
