import { signal } from '@preact/signals'
import { go, place } from '../../state/tab.ts'
import { Detail } from './detail.tsx'
import { Picture } from './picture.tsx'
import { ResourceTable } from './table.tsx'

const shape = signal<'picture' | 'table'>('picture')

export const ResourcesView = () => {
  const open = place.value.rest
  return (
    <div class={open === '' ? 'split' : 'split open'}>
      <section class="side" aria-label="Resources">
        <div class="bar" role="group" aria-label="Shape">
          <button type="button" aria-pressed={shape.value === 'picture'} onClick={() => (shape.value = 'picture')}>
            Picture
          </button>
          <button type="button" aria-pressed={shape.value === 'table'} onClick={() => (shape.value = 'table')}>
            Table
          </button>
        </div>
        {shape.value === 'picture' ? <Picture chosen={open} /> : <ResourceTable chosen={open} />}
      </section>
      {open !== '' && <Detail id={open} onClose={() => go('resources')} />}
    </div>
  )
}
