import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isKnownReason, sentences } from './sentences.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every reason that the code gives: the second argument of a rejection or a refusal. */
const used = new Set(
  globSync('{services,shared}/**/*.ts', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [...read(path).matchAll(/\b(?:reject|rejection|refusal)\(\s*[\w.'[\]]+,\s*'([A-Z][A-Z_]*)'/g)])
    .map(([, reason]) => reason as string),
)

/** Every reason that has sentences. */
const known = globSync('shared/grpc/sentences*.ts', { cwd: root }).flatMap((path) =>
  [...read(path).matchAll(/^ {2}([A-Z][A-Z_]+): \{/gm)].map(([, reason]) => reason as string),
)

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string).sort()

test('the code gives reasons, and they are found', () => {
  expect([...used]).toEqual(expect.arrayContaining(['NOT_LEAD_OF_TASK', 'ETAG_MISMATCH', 'INVALID_FIELDS', 'STARTING']))
})

test('every reason that the code gives has its sentences, and none is unused', () => {
  expect([...known].sort()).toEqual([...used].sort())
})

describe.each(known)('%s', (reason) => {
  // Filled with their own names, sentences show their places.
  const places = new Proxy({} as Record<string, string>, { get: (_, name) => `{${String(name)}}` })
  const { en, zh } = sentences(reason, places)

  test('is known by that name, and says something in both languages', () => {
    expect(isKnownReason(reason)).toBe(true)
    expect(en).toMatch(/^[\x20-\x7e…—]+$/)
    expect(zh).toMatch(/\p{Script=Han}{2}/u)
  })

  test('says the same details in both', () => {
    expect(placeholders(zh)).toEqual(placeholders(en))
  })
})

test('details are filled in, and a missing or empty one is seen to be missing', () => {
  expect(sentences('ETAG_MISMATCH', { etag: '3', current: '5' }).en).toContain('you have version 3, it is at 5')
  expect(sentences('ETAG_MISMATCH', { etag: '3' }).zh).toContain('现为 —')
  // As of the milestones of a part whose body before had reached them all.
  expect(sentences('MILESTONE_UNKNOWN', { milestone: 'half-year', milestones: '' }).en).toContain('it has: —.')
})

test('where nobody succeeds a body that has ended, it is said what can be done', () => {
  const ended = { organisation: 'organisations/hn-jyt', date: '2026-03-01' }
  expect(sentences('ORGANISATION_ENDED', ended).en).toMatch(/succeeds it: nobody yet; .*\(directory succeed\).* waived/)
  expect(sentences('ORGANISATION_ENDED', ended).zh).toMatch(/承接单位:尚无;.*转办、免办/)
  const succeeded = { ...ended, successors: 'organisations/hn-kjt' }
  expect(sentences('ORGANISATION_ENDED', succeeded).en).toMatch(/succeeds it: organisations\/hn-kjt$/)
  expect(sentences('ORGANISATION_ENDED', succeeded).zh).toMatch(/承接单位:organisations\/hn-kjt$/)
})

test('a refusal that leaves something to do names it', () => {
  const both = (reason: string) => Object.values(sentences(reason, { state: 'CLOSED' }))
  for (const [reason, step] of [
    ['DRAFT_RETURNED', 'task revise-draft'],
    ['PROGRAMME_EXISTS', 'programme set-rules'],
    ['TASK_ENDED', 'task reopen'],
  ] as const)
    for (const sentence of both(reason)) expect(sentence).toContain(step)
})
