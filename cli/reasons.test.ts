import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { status } from '@grpc/grpc-js'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')
const words = (text: string, quote: string): string[] =>
  [...text.matchAll(new RegExp(`${quote}([A-Z][A-Z_]+)${quote}`, 'g'))].map(([, word]) => word as string)

/** Every reason that the code of the command gives by itself, wherever it makes a failure, and why no connection comes about. */
const given = new Set([
  ...globSync('**/*.ts', { cwd: import.meta.dirname })
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [...read(path).matchAll(/\breason: ([^\n,]*)/g)])
    .flatMap(([, value]) => words(value as string, "'"))
    // What another server refuses without a reason is told by its status.
    .filter((word) => !(word in status)),
  ...words(/^type Cause =(.*?)\n\n/ms.exec(read('bus/handshake.ts'))?.[1] ?? '', "'"),
])

test('the reasons of the command itself are those that its README lists', () => {
  const [, listed = ''] = /^Reasons of the command itself: (.*?)\.\n/ms.exec(read('README.md')) ?? []
  expect(words(listed, '`').sort()).toEqual([...given].sort())
})
