import { expect, test } from 'vitest'
import { tencent } from '../../../src/providers/tencent/index.ts'

const clientsAt = (base: string) => tencent.guide(base).clients.map(({ client }) => client)

test('a client that speaks https alone is told of at https bases alone', () => {
  expect(clientsAt('http://127.0.0.1:4580')).toEqual([
    'qcloudapi-sdk (Node)',
    'the second account, for peerings between two',
  ])
  expect(clientsAt('https://vpc.api.qcloud.com')).toEqual([
    'qcloudapi-sdk (Node)',
    'the second account, for peerings between two',
    'dbdd4us/qcloudapi-sdk-go',
  ])
  expect(tencent.guide('https://vpc.api.qcloud.com').clients.at(-1)!.lines[0]).toBe(
    'export QCloudVpcAPIHost=vpc.api.qcloud.com QCloudVpcAPIPath=/v2/index.php QCloudVpcAPIRegion=ap-guangzhou',
  )
})
