const HIDDEN = '[secret]'

/** Takes secrets out of texts. */
export const redactedBy =
  (secrets: readonly string[]) =>
  (text: string): string =>
    secrets
      // the longest first, for one may be a part of another
      .toSorted((a, b) => b.length - a.length)
      .reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text)
