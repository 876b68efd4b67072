export interface Graph {
  readonly direction: 'LR' | 'TB'
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[]
  /** Between neighbours, in pixels. */
  readonly gap: number
  /** As wide as rows of what is not joined may be, in pixels. */
  readonly wide: number
}

export interface Placed {
  readonly id: string
  /** The middle. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly nodes: readonly Placed[]
  /** In the order of the graph. */
  readonly edges: readonly { readonly path: string; readonly label: { readonly x: number; readonly y: number } }[]
}
