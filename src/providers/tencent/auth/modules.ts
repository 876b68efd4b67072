import { memoizeLast } from '../../../core/memo.ts'

// the modules of the official SDKs, each with a host of its own
const MODULES: ReadonlySet<string> = new Set(
  (
    'account apigateway athena batch bgpip bill bm bmeip bmlb bmvpc cbs ccr ccs cdb cdn ckafka cloudaudit cmem cns csec cvm dc ' +
    'dfw eip emr feecenter image lb live market monitor morphling partners redis scaling scf snapshot sts tbaas tdsql ' +
    'tmt trade vod vpc wenzhi yunsou'
  ).split(' '),
)

const HOST = /^([^.]+)\.api\.qcloud\.com(?::\d+)?$/

/** The module that a host of the service names; undefined for every other host. */
export const moduleOf = memoizeLast((host: string): string | undefined => HOST.exec(host)?.[1])

export const isModule = (name: string): boolean => MODULES.has(name)
