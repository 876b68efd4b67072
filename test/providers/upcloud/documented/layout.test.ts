import { describe, expect, test } from 'vitest'
import { layout, list, single } from '../../../../src/providers/upcloud/views/layout.ts'

describe('the layout of the older services', () => {
  test.each([
    [{ routers: { router: [] } }, 46],
    [{ error: { error_code: 'SERVER_INVALID', error_message: 'The server UUID is invalid.' } }, 117],
    [{ network_peerings: { network_peering: [] } }, 64],
  ])('has the recorded length, with one newline at the end: %j', (value, bytes) => {
    expect(Buffer.byteLength(`${layout(value)}\n`)).toBe(bytes)
  })

  test('sorts keys, leaves out what is undefined, keeps null, escapes no letter', () => {
    const value = { b: undefined, z: [], c: null, a: { y: 'ä"/', x: 1.5 }, d: {} }
    expect(layout(value)).toBe(
      '{\n   "a" : {\n      "x" : 1.5,\n      "y" : "ä\\"/"\n   },\n   "c" : null,\n   "d" : {},\n   "z" : []\n}',
    )
  })

  test('is the same whether a resource is laid out with its answer or put into it', () => {
    const item = { b: [{ k: 1 }, { k: 2 }], a: 'x' }
    expect(single('thing', layout(item, 1))).toBe(`${layout({ thing: item })}\n`)
    const items = [layout(item, 3), layout(item, 3)]
    expect(list('things', 'thing', items).toString()).toBe(`${layout({ things: { thing: [item, item] } })}\n`)
    expect(list('things', 'thing', []).toString()).toBe(`${layout({ things: { thing: [] } })}\n`)
  })
})
