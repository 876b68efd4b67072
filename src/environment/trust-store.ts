import { X509Certificate } from 'node:crypto'
import {
  BmpString,
  Constructed,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetOf,
  type BaseBlock,
} from 'asn1js'

const DATA = '1.2.840.113549.1.7.1'
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3'
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
const FRIENDLY_NAME = '1.2.840.113549.1.9.20'
// without it the JVM takes a certificate for one of somebody's chain, not for one to trust
const TRUSTED_KEY_USAGE = '2.16.840.1.113894.746875.1.1'
const ANY_USAGE = '2.5.29.37.0'

/**
 * A PKCS#12 trust store of certificates in PEM text, for the JVM. It has no password, as the one that comes with a JVM has
 * none: there is no secret in it, and `-Djavax.net.ssl.trustStorePassword` is not needed.
 */
export const trustStore = (pems: readonly string[]): Uint8Array => {
  const bags = pems.map((pem, i) => bagOf(new X509Certificate(pem), i === 0 ? 'peertwin' : `root-${i}`))
  const store = sequence(new Integer({ value: 3 }), content(sequence(content(sequence(...bags)))))
  return new Uint8Array(store.toBER())
}

const bagOf = (certificate: X509Certificate, name: string): Sequence =>
  sequence(
    oid(CERTIFICATE_BAG),
    tagged(sequence(oid(X509_CERTIFICATE), tagged(octets(new Uint8Array(certificate.raw).buffer)))),
    new SetOf({
      value: [attribute(FRIENDLY_NAME, new BmpString({ value: name })), attribute(TRUSTED_KEY_USAGE, oid(ANY_USAGE))],
    }),
  )

const attribute = (type: string, value: BaseBlock): Sequence => sequence(oid(type), new SetOf({ value: [value] }))

const content = (value: Sequence): Sequence => sequence(oid(DATA), tagged(octets(value.toBER())))

const sequence = (...value: BaseBlock[]): Sequence => new Sequence({ value })
const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value })
const octets = (valueHex: ArrayBuffer): OctetString => new OctetString({ valueHex })
const tagged = (value: BaseBlock): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [value] })
