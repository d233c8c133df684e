import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assignmentName,
  bodyOf,
  codeOf,
  formatName,
  forms,
  isUnder,
  type Kind,
  organisationName,
  parseName,
  partsOf,
  programmeOf,
  supervisionName,
} from './resource-name.ts'

const kinds = Object.keys(forms) as Kind[]

/** What may be confused: every word that names have between their parts is an id too. */
const collections = [...new Set(Object.values(forms).flatMap((form) => form.match(/[a-z]+(?=\/)/g) ?? []))]
const id = fc.oneof(fc.constantFrom(...collections), fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/))
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)

const partsFor = (kind: Kind) => {
  const names = [...forms[kind].matchAll(/\{(\w+)\}/g)].map(([, part]) => part as string)
  return fc.record(Object.fromEntries(names.map((part) => [part, part === 'sha256' ? hash : id])))
}
const named = fc.constantFrom(...kinds).chain((kind) => partsFor(kind).map((parts) => ({ kind, parts })))

describe('a name', () => {
  test('is taken apart into what it was put together from, whatever its parts are called', () => {
    fc.assert(
      fc.property(named, ({ kind, parts }) => {
        expect(parseName(kind, formatName(kind, parts as never))).toEqual(parts)
      }),
    )
  })

  test('is of one kind alone', () => {
    fc.assert(
      fc.property(named, ({ kind, parts }) => {
        const name = formatName(kind, parts as never)
        expect(kinds.filter((other) => parseName(other, name))).toEqual([kind])
      }),
    )
  })

  test('with anything else in it is none', () => {
    const broken = fc.oneof(
      fc.string(),
      fc
        .tuple(named, fc.string({ minLength: 1 }))
        .map(([{ kind, parts }, rest]) => `${formatName(kind, parts as never)}/${rest}`),
      named.map(({ kind, parts }) => formatName(kind, parts as never).toUpperCase()),
    )
    fc.assert(
      fc.property(broken, (text) => {
        const isOf = kinds.filter((kind) => parseName(kind, text))
        for (const kind of isOf) expect(formatName(kind, partsOf(kind, text))).toBe(text)
      }),
    )
    for (const text of [
      '',
      'programmes',
      'programmes/',
      'programmes/A',
      'programmes/a/',
      `programmes/${'a'.repeat(64)}`,
    ])
      expect(kinds.filter((kind) => parseName(kind, text))).toEqual([])
    expect(() => partsOf('task', 'programmes/a')).toThrow('is no task')
  })
})

test('a part of a task, and its supervision, are under the task and its programme, and about its body', () => {
  fc.assert(
    fc.property(id, id, id, (programme, task, code) => {
      const [above, body] = [formatName('task', { programme, task }), organisationName(code)]
      for (const name of [assignmentName(above, body), supervisionName(above, body)]) {
        expect([bodyOf(name), codeOf(bodyOf(name))]).toEqual([body, code])
        expect([isUnder(name, above), isUnder(above, name), isUnder(above, above)]).toEqual([true, false, false])
        expect(programmeOf(name)).toBe(formatName('programme', { programme }))
      }
      expect(partsOf('supervision', supervisionName(above, body))).toEqual({ programme, task, organisation: code })
    }),
  )
  expect(() => bodyOf('programmes/a/tasks/b')).toThrow()
  expect(() => programmeOf('organisations/a')).toThrow()
})
