import { Charts } from './charts.tsx'
import { Lines } from './client-lines.tsx'
import { NamespacesPanel } from './namespaces.tsx'
import { Snapshots } from './snapshots.tsx'

export const WorldsView = () => (
  <div class="columns">
    <div>
      <NamespacesPanel />
      <Snapshots />
    </div>
    <div>
      <Lines />
      <Charts />
    </div>
  </div>
)
