/** A refusal as people read it: its sentence names states, bodies and resources as the API does. */

import { codeOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { scopeWord } from './award.ts'
import { consultationWord } from './consultation.ts'
import { moneySentence } from './money-sentence.ts'
import { namesInSentences, shortName } from './names.ts'
import { supervisionWord } from './words-supervision.ts'

const states = /\b[A-Z]+_(?:STATE|STEP)_[A-Z_]+\b/g
const scopes = /\bCEILING_SCOPE_[A-Z_]+\b/g
const bodies = /organisations\/[a-z0-9-]+(?:, organisations\/[a-z0-9-]+)*/g
const resources =
  /programmes\/[a-z0-9-]+\/(?:(?:pools|allocations|applications|applicants|payees|transfers)\/[a-z0-9-]+|tasks\/[a-z0-9-]+(?:\/assignments\/[a-z0-9-]+)?)/g

/** What bodies are called: in Chinese by name and by the code that commands take, which alone does where nobody tells. */
async function calls(bus: Bus, settings: Settings): Promise<(organisation: string) => string> {
  const names = await namesInSentences(bus, settings)
  return (organisation) => {
    const code = codeOf(organisation)
    const name = names.of(organisation)
    return name === code ? code : `${name}(${code})`
  }
}

/** A case's state as its sentences have it, `OPEN`, which is part of no longer word. */
function caseInWords(message: string, state: string | undefined, language: Settings['language']): string {
  const value = `CONSULTATION_STATE_${state}`
  const called = consultationWord(value, language)
  return state && called !== value ? message.replace(new RegExp(`(?<![A-Z_])${state}(?![A-Z_])`), called) : message
}

/** The same failure with its sentence in words. */
export async function explained({ report }: Failure, bus: Bus, settings: Settings): Promise<Failure> {
  const { language, programme } = settings
  const call = report.message.match(bodies) ? await calls(bus, settings) : codeOf
  const listed = (found: string): string =>
    found
      .split(', ')
      .map(call)
      .join(language === 'zh' ? '、' : ', ')
  const message = caseInWords(moneySentence(report, language), report.details.state, language)
    .replaceAll(states, (state) => supervisionWord(state, language))
    .replaceAll(scopes, (scope) => scopeWord(scope, language))
    .replaceAll(bodies, listed)
    .replaceAll(resources, (name) => shortName(name, programme))
  return new Failure({ ...report, message })
}
