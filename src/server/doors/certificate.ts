import { type KeyObject, createHash, createPublicKey, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
} from '@peculiar/asn1-x509'
import type { Millis } from '../../core/clock.ts'

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const V3 = 2

/** From when to when a certificate holds. */
export interface Span {
  readonly from: Millis
  readonly until: Millis
}

/** The PEM text of a certificate authority's own certificate. `key` is its P-256 key. */
export const authorityCertificate = (key: KeyObject, span: Span): string => {
  const name = nameOf(key)
  return signed(key, {
    issuer: name,
    subject: name,
    span,
    subjectKey: key,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
    ],
  })
}

/** The PEM text of a server's certificate for host names and addresses, signed with the key of the authority. */
export const leafCertificate = (authority: KeyObject, key: KeyObject, names: readonly string[], span: Span): string =>
  signed(authority, {
    issuer: nameOf(authority),
    subject: new Name([part(ORGANIZATION, 'Peertwin')]),
    span,
    subjectKey: key,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints(), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(
        id_ce_subjectAltName,
        new SubjectAlternativeName(
          names.map((name) => new GeneralName(isIP(name) ? { iPAddress: name } : { dNSName: name })),
        ),
      ),
    ],
  })

interface Draft {
  readonly issuer: Name
  readonly subject: Name
  readonly span: Span
  readonly subjectKey: KeyObject
  readonly extensions: readonly Extension[]
}

const signed = (issuerKey: KeyObject, { issuer, subject, span, subjectKey, extensions }: Draft): string => {
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ECDSA_SHA256 })
  const tbsCertificate = new TBSCertificate({
    version: V3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer,
    subject,
    validity: new Validity({ notBefore: new Date(span.from), notAfter: new Date(span.until) }),
    subjectPublicKeyInfo: AsnConvert.parse(publicDer(subjectKey), SubjectPublicKeyInfo),
    extensions: new Extensions([
      ...extensions,
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(idOf(subjectKey))),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(idOf(issuerKey)) }),
      ),
    ]),
  })
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuerKey)
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue: bytesOf(signatureValue) })
  return pem(Buffer.from(AsnConvert.serialize(certificate)))
}

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

// two authorities in one trust store must be told apart
const nameOf = (key: KeyObject): Name =>
  new Name([
    part(ORGANIZATION, 'Peertwin'),
    part(COMMON_NAME, `Peertwin local CA ${Buffer.from(idOf(key)).toString('hex', 0, 4)}`),
  ])

const part = (type: string, utf8String: string): RelativeDistinguishedName =>
  new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })])

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })

const publicDer = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' })

const idOf = (key: KeyObject): ArrayBuffer => bytesOf(createHash('sha1').update(publicDer(key)).digest())

const bytesOf = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer

// positive and without a zero in front, as DER wants it
const serialNumber = (): ArrayBuffer => {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytesOf(bytes)
}
