/** Does jobs, so many at a time, in their order; none is begun any more once `stopped` says so. */
export const inParallel = async <T>(
  jobs: readonly T[],
  width: number,
  { work, stopped = () => false }: { readonly work: (job: T) => Promise<void>; readonly stopped?: () => boolean },
): Promise<void> => {
  const waiting = jobs.values()
  const worker = async (): Promise<void> => {
    for (const job of waiting) {
      if (stopped()) return
      await work(job)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, worker))
}
