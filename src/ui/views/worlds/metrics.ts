/** One value of the metrics text. */
export interface Sample {
  readonly name: string
  readonly labels: string
  readonly value: number
}

const LINE = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/

/** The samples of a Prometheus text. */
export const samplesIn = (text: string): Sample[] =>
  text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? []
    return name === undefined ? [] : [{ name, labels, value: Number(value) }]
  })

/** What the charts show of one moment; rates follow from two of them. */
export interface Moment {
  /** In seconds. */
  readonly at: number
  readonly good: number
  readonly refused: number
  readonly failed: number
  readonly seconds: number
  readonly rows: number
  readonly due: number
}

export const momentOf = (samples: readonly Sample[], at: number): Moment => {
  const sum = (name: string, fits: (labels: string) => boolean = () => true): number =>
    samples.reduce((all, sample) => (sample.name === name && fits(sample.labels) ? all + sample.value : all), 0)
  const answered = (classes: RegExp): number =>
    sum('peertwin_requests_total', (labels) => classes.test(/status="(\d)/.exec(labels)?.[1] ?? ''))
  return {
    at,
    good: answered(/[123]/),
    refused: answered(/4/),
    failed: answered(/[05]/),
    seconds: sum('peertwin_request_duration_seconds_sum'),
    rows: sum('peertwin_rows'),
    due: sum('peertwin_due_events'),
  }
}
