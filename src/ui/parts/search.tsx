/** A field for a text that is looked for; `label` says where, `hint` in fewer words. */
export const Search = ({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (text: string) => void
}) => (
  <label>
    <span class="hidden">{label}</span>
    <input type="search" placeholder={hint} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
  </label>
)
