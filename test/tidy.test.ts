/** The tree stays one skeleton: who imports whom, how long files are, what does not stay lying about. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const files = execFileSync('git', ['ls-files', '*.ts', '--others', '--cached', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file))
const source = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const importsOf = (file: string): string[] =>
  [...(source.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name as string)
const isTest = (file: string): boolean => file.endsWith('.test.ts')

/** Which of our folders a folder may import by name; what is not listed is not allowed. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  policy: ['#policy', '#shared/terminal'],
  shared: ['#shared', '#proto'],
  services: ['#shared', '#proto'],
  cli: ['#cli', '#shared', '#proto', '#policy'],
  infra: ['#infra', '#services', '#shared', '#proto'],
  sample: ['#policy', '#shared'],
}

describe('boundaries', () => {
  it.each(Object.keys(allowed))('%s imports only what lies below it', (folder) => {
    const wrong = files
      .filter((file) => file.startsWith(`${folder}/`) && !isTest(file) && !file.startsWith('shared/testing/'))
      .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
      .filter(({ name }) => name.startsWith('#') && !allowed[folder]?.some((prefix) => name.startsWith(`${prefix}/`)))
    expect(wrong).toEqual([])
  })

  it('services do not know each other', () => {
    const wrong = files
      .filter((file) => file.startsWith('services/') && !isTest(file))
      .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
      .filter(({ file, name }) => {
        const ups = name.match(/^(\.\.\/)+/)?.[0].length ?? 0
        return ups / 3 > file.split('/').length - 3
      })
    expect(wrong).toEqual([])
  })

  it('domain code is pure: no clock, no chance, no promise, no IO', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random|\basync\b|\bawait\b|from 'node:(?!assert)/
    const domain = files.filter((file) => /^(services\/[^/]+|shared)\/domain\//.test(file) && !isTest(file))
    expect(domain.filter((file) => impure.test(source.get(file) ?? ''))).toEqual([])
    const outside = domain
      .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
      .filter(({ name }) => !/^(\.|#proto\/|#shared\/(domain|record)\/|fp-ts\/lib\/|zod$|chinese-days\/)/.test(name))
    expect(outside).toEqual([])
  })
})

describe('files', () => {
  it('can be read in one sitting: 300 lines at most', () => {
    const long = files.map((file) => ({ file, lines: (source.get(file) ?? '').split('\n').length - 1 }))
    expect(long.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('say in their names what they are', () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|types|index|manager|base)(\.ts|\/)/
    expect(files.filter((file) => empty.test(file))).toEqual([])
  })

  it('leave nothing to do, nothing switched off, nothing focused', () => {
    const left = /\b(TODO|FIXME|XXX|HACK)\b|\b(it|test|describe)\.only\(|@ts-(ignore|nocheck)/
    expect(files.filter((file) => file !== 'test/tidy.test.ts' && left.test(source.get(file) ?? ''))).toEqual([])
  })
})
