import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'

// where the systems keep the certificates that they trust
const FILES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Alpine, Arch
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, Red Hat
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // macOS, BSD
]

/** The certificates that this machine trusts, as PEM texts; those that Node brings where the system has no file of them. */
export const systemRoots = (): readonly string[] => {
  for (const file of FILES) {
    try {
      return certificatesIn(readFileSync(file, 'utf8'))
    } catch {
      // the next one
    }
  }
  return rootCertificates
}

/** The certificates in a text, without what stands between them. */
export const certificatesIn = (text: string): string[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => `${pem}\n`)
