import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { insertGateway } from './operations/gateways.ts'
import { insertVpc } from './operations/vpcs.ts'
import { accounts, keys } from './records/accounts.ts'
import { settingsOf } from './settings.ts'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('tencent')
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** An account of a fresh world with its key pair. */
export interface KnownAccount {
  readonly uin: number
  readonly appId: string
  readonly secretId: string
  readonly secretKey: string
}

const account = (name: string, uin: number, appId: string): KnownAccount => ({
  uin,
  appId,
  secretId: `AKID${wellKnown.text(`${name}/id`, LETTERS, 32)}`,
  secretKey: wellKnown.text(`${name}/key`, LETTERS, 32),
})

/** Whom requests of unknown SecretIds are taken for. */
export const FIRST = account('first', 909_619_400, '1351000042')
/** The other side of a peering between accounts. */
export const SECOND = account('second', 100_022_975_249, '1351000043')

export const seed = (tx: Tx): void => {
  for (const { uin, appId, secretId, secretKey } of [FIRST, SECOND]) {
    tx.table(accounts).insert({ id: String(uin), uin, appId })
    tx.table(keys).insert({ id: secretId, uin, secretKey, token: null, disabled: false, actions: null })
  }
  if (settingsOf(tx).exampleVpc) seedExample(tx)
}

/** What the documented example of CreateRoute speaks of, and gateways of the kinds that no action makes. */
const seedExample = (tx: Tx): void => {
  const { vpc } = insertVpc(
    tx,
    { uin: FIRST.uin, region: 'gz' },
    {
      name: 'pan-vpc25',
      cidr: '10.0.0.0/16',
      id: 'vpc-amhnnao5',
      oldId: 'gz_vpc_99',
      routeTableId: 'rtb-4ahe1qy2',
    },
  )
  insertGateway(tx, vpc, 'vpn', { id: 'vpngw-dystbrkv', oldId: '548', name: 'example-vpn', figure: 5 })
  insertGateway(tx, vpc, 'ssl_vpn', { id: 'vpngw-ssl0vpn1', oldId: '549', name: 'example-ssl-vpn', figure: 0 })
  insertGateway(tx, vpc, 'public', { id: 'ins-09dx96dg', oldId: '550', name: 'example-public', figure: 0 })
}
