/** Says what is wrong once, not at every try; once all was well again, anew. */
export class Complaints {
  private readonly about: string
  private readonly log: (line: string) => void
  private readonly said = new Set<string>()

  constructor(about: string, log: (line: string) => void = () => {}) {
    this.about = about
    this.log = log
  }

  say(complaint: string): void {
    if (this.said.has(complaint)) return
    this.said.add(complaint)
    this.log(`${this.about}: ${complaint}`)
  }

  /** All is well. */
  clear(): void {
    this.said.clear()
  }
}
