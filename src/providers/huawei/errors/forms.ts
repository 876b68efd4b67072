import { Problem } from '../../../core/problem.ts'

/** How an error body is laid out: one form per family of endpoints, and the gateway's in front of all. */
export type Form = 'neutron' | 'vpc' | 'vpcV3' | 'gateway' | 'keystone'

const saying =
  (form: Form) =>
  (status: number, code: string, message: string): Problem =>
    new Problem({ status, code, message, detail: form })

export const neutron = saying('neutron')
export const vpc = saying('vpc')
export const vpcV3 = saying('vpcV3')
export const gateway = saying('gateway')
export const keystone = (status: number, message: string): Problem =>
  saying('keystone')(status, String(status), message)

/** What a scenario's error is about, where it has to be about something. */
export const UNKNOWN = '00000000-0000-4000-8000-000000000000'
export const SOME_BLOCK = '10.0.0.0/24'

/** A `NeutronError` about an input that the operation cannot work with. */
export const badInput = (message: string): Problem =>
  neutron(400, 'InvalidInput', `Invalid input for operation: ${message}`)

/** The text of a `NeutronError` body; v1 answers carry it as their message where they pass a back-end error on. */
export const neutronText = ({ code, message }: Problem): string =>
  JSON.stringify({ NeutronError: { message, type: code, detail: '' } })

/** A v1 answer that passes a back-end error on; it keeps the name of the problem behind it. */
export const passedOn = (status: number, code: string, inner: Problem): Problem =>
  Object.assign(vpc(status, code, neutronText(inner)), { key: inner.key })
