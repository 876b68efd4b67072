import { expect, test } from 'vitest'
import { markRoutes } from '../../../src/control/routes/marks.ts'
import { covers, invalid, ok, setup } from '../setup.ts'

covers(markRoutes)

const AT = '2026-01-01T00:00:00.000Z'

test('marks stand between requests', async () => {
  const { api, control, clock } = setup()
  expect(await control('POST', '/marks', { text: 'run 1' })).toEqual(ok({ text: 'run 1', n: 0, at: AT }, 201))
  await api('GET', '/v2/vpcs')
  clock.advance(1_000)
  await control('POST', '/marks', { text: 'run 2' })
  expect(await control('GET', '/marks')).toEqual(
    ok({
      marks: [
        { text: 'run 1', n: 0, at: AT },
        { text: 'run 2', n: 1, at: '2026-01-01T00:00:01.000Z' },
      ],
    }),
  )
  await control('DELETE', '/requests')
  expect(await control('GET', '/marks')).toEqual(ok({ marks: [] }))
})

test('a mark without text is refused', async () => {
  const { control } = setup()
  expect(await control('POST', '/marks', {})).toEqual(invalid('body.text: expected text, but it is missing'))
})
