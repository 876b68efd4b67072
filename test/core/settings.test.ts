import { describe, expect, test } from 'vitest'
import { resolveSettings } from '../../src/core/settings.ts'
import { ConfigError } from '../../src/core/config.ts'

describe('settings', () => {
  const defs = {
    mode: { about: '', default: 'live', values: ['live', 'documented'] },
    limit: { about: '', default: 25 },
    strict: { about: '', default: false },
  }

  test('have their defaults and take texts as a command line gives them', () => {
    expect(resolveSettings('p', defs)).toEqual({ mode: 'live', limit: 25, strict: false })
    expect(resolveSettings('p', defs, { mode: 'documented', limit: '3', strict: 'true' })).toEqual({
      mode: 'documented',
      limit: 3,
      strict: true,
    })
  })

  test.each<[Record<string, string | number | boolean>, string]>([
    [{ mod: 'live' }, "p has no setting 'mod'; did you mean 'mode'?"],
    [{ mode: 'dead' }, "p.mode takes live | documented, not 'dead'"],
    [{ limit: 'many' }, "p.limit takes a number, not 'many'"],
    [{ limit: '' }, "p.limit takes a number, not ''"],
    [{ strict: 'yes' }, "p.strict takes a boolean, not 'yes'"],
    [{ toString: 1 }, "p has no setting 'toString'; it is one of mode, limit, strict"],
  ])('refuse %j', (given, message) => {
    expect(() => resolveSettings('p', defs, given)).toThrow(new ConfigError(message))
  })
})
