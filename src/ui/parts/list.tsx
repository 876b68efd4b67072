import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** A list of any length, of which only what can be seen is in the page. All rows have one height. */
export interface ListProps<T> {
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string | number
  readonly height: number
  readonly label: string
  readonly chosen?: string | number | null
  readonly onChoose?: (row: T) => void
  /** Keeps the end in sight as long as it is. */
  readonly newestFirst?: boolean
  readonly children: (row: T) => ComponentChildren
  readonly empty?: ComponentChildren
}

const MORE = 8

export const List = <T,>({
  rows,
  keyOf,
  height,
  label,
  chosen = null,
  onChoose,
  newestFirst,
  children,
  empty,
}: ListProps<T>) => {
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [room, setRoom] = useState(600)
  useLayoutEffect(() => {
    const element = box.current!
    const watch = new ResizeObserver(() => setRoom(element.clientHeight))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  const shown = newestFirst ? rows.length : 0
  const before = useRef(shown)
  useEffect(() => {
    // what is being read stays where it is when lines come in above it
    const element = box.current!
    if (newestFirst && element.scrollTop > height) element.scrollTop += (shown - before.current) * height
    before.current = shown
  }, [shown])
  const at = (index: number): T => rows[newestFirst ? rows.length - 1 - index : index]!
  const first = Math.max(0, Math.floor(top / height) - MORE)
  const last = Math.min(rows.length, Math.ceil((top + room) / height) + MORE)
  const position = chosen === null ? -1 : findIndex(rows.length, (index) => keyOf(at(index)) === chosen)
  const choose = (index: number): void => {
    const target = Math.min(Math.max(index, 0), rows.length - 1)
    if (rows.length === 0 || !onChoose) return
    onChoose(at(target))
    const element = box.current!
    if (target * height < element.scrollTop) element.scrollTop = target * height
    else if ((target + 1) * height > element.scrollTop + element.clientHeight)
      element.scrollTop = (target + 1) * height - element.clientHeight
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor(room / height) - 1)
    const target: number | undefined = {
      ArrowDown: position + 1,
      ArrowUp: position === -1 ? rows.length - 1 : position - 1,
      PageDown: position + page,
      PageUp: position - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    choose(target)
  }
  const visible = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
  return (
    <div
      class="list"
      ref={box}
      role={rows.length > 0 ? 'listbox' : 'region'}
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={position >= first && position < last ? `row-${keyOf(at(position))}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      {rows.length === 0 && <div class="empty">{empty}</div>}
      <div class="list-space" style={{ height: `${rows.length * height}px` }} role="presentation">
        {visible.map((index) => {
          const row = at(index)
          const key = keyOf(row)
          return (
            <div
              key={key}
              id={`row-${key}`}
              role="option"
              class="list-row"
              aria-selected={index === position}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ top: `${index * height}px`, height: `${height}px` }}
              onClick={() => onChoose?.(row)}
            >
              {children(row)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const findIndex = (length: number, fits: (index: number) => boolean): number => {
  for (let index = 0; index < length; index++) if (fits(index)) return index
  return -1
}
