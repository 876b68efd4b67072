import type { Answer } from '../../api/call.ts'
import { href } from '../../state/tab.ts'

type Changed = Answer<'GET /requests/{n}/explain'>['changes']

const text = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
const member = (row: unknown, name: string): unknown => (row as Record<string, unknown> | null)?.[name]

/** The rows that a request changed, before and after. */
export const Changes = ({ changes }: { readonly changes: Changed }) => {
  if (changes.length === 0) return null
  return (
    <>
      <h3>Changed rows</h3>
      {changes.map(({ type, id, before, after, changed }) => {
        const names = before && after ? changed : Object.keys(after ?? before ?? {})
        return (
          <details key={type + id} open={changes.length < 4}>
            <summary>
              {before ? (after ? 'changed' : 'deleted') : 'created'} {type}
            </summary>
            <a href={href('resources', id)}>{id}</a>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">field</th>
                    <th scope="col">before</th>
                    <th scope="col">after</th>
                  </tr>
                </thead>
                <tbody>
                  {names.map((name) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td class="mono">{before ? text(member(before, name)) : ''}</td>
                      <td class="mono">{after ? text(member(after, name)) : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )
      })}
    </>
  )
}
