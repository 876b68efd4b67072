const FEWER = 0.75

/** How jobs are done. */
export interface Doing<T> {
  /** Does one; true when it is to be done once more, later and with fewer beside it. */
  readonly work: (job: T) => Promise<boolean | void>
  /** None is begun any more once it says so. */
  readonly stopped: () => boolean
}

/** Does jobs, so many at a time, in their order. */
export const inParallel = <T>(jobs: readonly T[], width: number, { work, stopped }: Doing<T>): Promise<void> =>
  new Promise((resolve, reject) => {
    const first = [...jobs]
    const again: T[] = []
    const fewer = Math.max(1, Math.floor(width * FEWER))
    let running = 0
    const begin = async (job: T): Promise<void> => {
      running++
      if ((await work(job)) === true) again.push(job)
      running--
      next()
    }
    const next = (): void => {
      while (!stopped() && (first.length > 0 ? running < width : again.length > 0 && running < fewer))
        begin((first.shift() ?? again.shift())!).catch(reject)
      if (running === 0) resolve()
    }
    next()
  })
