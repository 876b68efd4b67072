import { href, place } from '../../state/tab.ts'
import { Rules } from './rules.tsx'
import { Scenarios } from './scenarios.tsx'
import { Verify } from './verify.tsx'

const TABS = { scenarios: 'Scenarios', rules: 'Faults', verify: 'Verify' } as const

export const FaultsView = () => {
  const { rest } = place.value
  const open = Object.hasOwn(TABS, rest) ? (rest as keyof typeof TABS) : 'scenarios'
  return (
    <>
      <nav class="tabs" aria-label="Scenarios">
        {Object.entries(TABS).map(([name, title]) => (
          <a key={name} href={href('faults', name)} aria-current={name === open ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      {open === 'scenarios' && <Scenarios />}
      {open === 'rules' && <Rules />}
      {open === 'verify' && <Verify />}
    </>
  )
}
