/**
 * What a route leads to. An `eip` is the public address of each server itself; only API 3.0 knows it. An `elsewhere` is of a
 * product that does not exist here, so nothing of it is ever found.
 */
export type HopKind =
  | 'public'
  | 'vpn'
  | 'direct_connect'
  | 'peering'
  | 'ssl_vpn'
  | 'nat'
  | 'server'
  | 'eip'
  | 'elsewhere'
