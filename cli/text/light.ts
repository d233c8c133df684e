/** Lights for people: always colour, shape and word together (docs/domain.md), so that no sense alone carries it. */
import type { Light, LightColour } from '#proto/qiantou/task/v1/light.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { word } from './words.ts'

type Shown = Exclude<LightColour, 'UNRECOGNIZED' | 'LIGHT_COLOUR_UNSPECIFIED'>

/** A shape of its own for each colour, and the colour as terminals know it (ECMA-48, select graphic rendition). */
const shapes: Readonly<Record<Shown, { readonly shape: string; readonly rendition: number }>> = {
  LIGHT_COLOUR_GREY: { shape: '○', rendition: 90 },
  LIGHT_COLOUR_GREEN: { shape: '●', rendition: 32 },
  LIGHT_COLOUR_YELLOW: { shape: '▲', rendition: 33 },
  LIGHT_COLOUR_RED: { shape: '■', rendition: 31 },
  LIGHT_COLOUR_BLUE: { shape: '◆', rendition: 34 },
}

/** `■ 红`; a dash where something ended without being done. */
export function lightMark(light: Light | undefined, language: Language): string {
  const { shape } = shapes[light?.colour as Shown] ?? {}
  return light && shape ? `${shape} ${word(light.colour, language)}` : '—'
}

/** How many bodies are named one by one where they are many. */
const mostNamed = 4

/** Bodies by name; of many the first, and how many there are. */
export function fewNames(bodies: readonly string[], names: Names, language: Language): string {
  if (bodies.length <= mostNamed + 1) return names.list(bodies)
  const first = names.list(bodies.slice(0, mostNamed))
  return language === 'zh' ? `${first}等 ${bodies.length} 个单位` : `${first} and ${bodies.length - mostNamed} more`
}

/** `■ 红:逾期未办结,该 省教育厅 办理`: with the reason, and whose turn it is; empty where there is no light. */
export function lightText(light: Light | undefined, names: Names, language: Language): string {
  if (!light || !shapes[light.colour as Shown]) return ''
  const mark = lightMark(light, language)
  const reason = word(light.reason, language)
  const turn = fewNames(light.turn, names, language)
  return language === 'zh'
    ? `${mark}:${reason}${turn && `,应由 ${turn} 办理`}`
    : `${mark}: ${reason}${turn && `; turn of ${turn}`}`
}

/** Gives every light in a text its colour, where it goes to a terminal that shows colours (https://no-color.org). */
export function painted(text: string, isColoured: boolean = process.stdout.isTTY && !process.env.NO_COLOR): string {
  if (!isColoured) return text
  return Object.entries(shapes).reduce((whole, [colour, { shape, rendition }]) => {
    const marks = (['zh', 'en'] as const).map((language) => `${shape} ${word(colour, language)}`)
    return marks.reduce((so, mark) => so.replaceAll(mark, `\x1b[${rendition}m${mark}\x1b[0m`), whole)
  }, text)
}
