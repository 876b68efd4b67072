import { type Verification, verificationText } from '../scenario/verify/report.ts'

/** What was expected and did not happen; the message is the report with near misses and timelines. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
  readonly verification: Verification

  constructor(verification: Verification) {
    super(verificationText(verification).trimEnd())
    this.verification = verification
  }
}
