/** Who may change a piece in place; whoever else holds it puts a copy in its stead. */
export type Owner = number

let owners = 0

/** An owner that nobody was before. */
export const newOwner = (): Owner => ++owners
