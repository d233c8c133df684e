/** Wakes all who wait for the next commit. */
export class Signal {
  private waiting: (() => void)[] = []

  call(): void {
    for (const wake of this.waiting.splice(0)) wake()
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
