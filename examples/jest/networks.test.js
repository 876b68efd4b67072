const { matchers, start } = require('peertwin/testing')
const { networkNames } = require('./networks')

expect.extend(matchers)

const FIXTURES = { upcloud: { networks: [{ name: 'hub', zone: 'fi-hel1', address: '10.20.0.0/24' }] } }

let emulator
let pt
beforeAll(async () => {
  emulator = await start({ providers: ['upcloud'], clock: 'virtual', seed: 42, empty: true, fixtures: FIXTURES })
})
beforeEach(async () => {
  pt = await emulator.namespace()
})
afterEach(() => pt.close())
afterAll(() => emulator.close())

const account = () => ({ url: pt.url('upcloud'), ...pt.credential('upcloud') })

test('lists networks', async () => {
  expect(await networkNames(account())).toEqual(['hub'])
  await expect(pt).toHaveReceived('upcloud/networks.list', 1)
  await expect(pt).toHaveResource('upcloud/network', { name: 'hub' })
})

test('says what went wrong', async () => {
  await pt.scenario({ faults: [{ id: 'down', match: { provider: 'upcloud' }, effect: { status: 503 } }] })
  await expect(networkNames(account())).rejects.toThrow('UpCloud answers 503')
  await pt.verify([{ fault: 'down', hits: 1 }])
})

test('a matcher that fails says what there was', async () => {
  await networkNames(account())
  await expect(expect(pt).toHaveReceived('upcloud/networks.list', 2)).rejects.toThrow(
    /^expected: upcloud\/networks.list is called 2 times\n {2}it was called once\n {2}#1 .* GET \/1.3\/network\?zone=fi-hel1: 200$/,
  )
})
