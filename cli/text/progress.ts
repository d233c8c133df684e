/** How far a transfer is, for people at a terminal. */
import type { Settings } from '../settings.ts'

const stepMilliseconds = 200

/** `1.5 MB`, `12 kB`, `800 B`. */
export function sizeText(bytes: number | bigint): string {
  const size = Number(bytes)
  if (size >= 1e6) return `${(size / 1e6).toFixed(1)} MB`
  return size >= 1e3 ? `${Math.round(size / 1e3)} kB` : `${size} B`
}

/** A line on stderr that is written over; nothing where nobody looks at it. */
export function progressBar({ json }: Settings, name: string) {
  const isShown = process.stderr.isTTY && !json
  let last = 0
  return {
    show: (bytes: number, ofBytes: number): void => {
      if (!isShown || (performance.now() - last < stepMilliseconds && bytes < ofBytes)) return
      last = performance.now()
      const percent = ofBytes > 0 ? Math.floor((bytes / ofBytes) * 100) : 0
      process.stderr.write(`\r\u001b[K${name}  ${percent}%  ${sizeText(bytes)} / ${sizeText(ofBytes)}`)
    },
    end: (): void => {
      if (isShown && last > 0) process.stderr.write('\r\u001b[K')
    },
  }
}
