export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What a server does at a job: requests per second, and the processor time in microseconds that each of them takes it. */
export const measured = async (load, server, job) => {
  const before = await server.usage()
  const { perSecond, count, idle } = await load({ ...job, port: server.port })
  return { perSecond, cost: ((await server.usage()) - before) / count, idle }
}
