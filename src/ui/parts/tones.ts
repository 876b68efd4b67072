type Tone = 'good' | 'pending' | 'bad' | 'gone'

const BAD = /fail|error|reject|expired|disconnect|refus|inactive|invalid/i
const PENDING = /pend|ing$|wait|unknown|created?$|not-/i
const GONE = /\$gone|deleted/i

/** What a state means for those who look at it, by the words that the providers use. */
export const toneOf = (state: string): Tone =>
  GONE.test(state) ? 'gone' : BAD.test(state) ? 'bad' : PENDING.test(state) ? 'pending' : 'good'
