import { describeTags, modifyTags } from '../../operations/tags.ts'
import { DescribeVpcLimits, Nothing } from '../../schemas/v3/accounts.ts'
import { DescribeResourceTags, ModifyResourceTags } from '../../schemas/v3/tag-product.ts'
import { settingsOf } from '../../settings.ts'
import { attributesView, limitsView } from '../../views/v3/accounts.ts'
import { attachedListView } from '../../views/v3/tag-product.ts'
import { action } from './action.ts'

export const accountActions = {
  DescribeVpcLimits: action({ read: DescribeVpcLimits, do: settingsOf, show: limitsView }),
  DescribeAccountAttributes: action({ read: Nothing, do: () => undefined, show: attributesView }),
  DescribeResourceTagsByResourceIds: action({ read: DescribeResourceTags, do: describeTags, show: attachedListView }),
  ModifyResourceTags: action({ read: ModifyResourceTags, do: modifyTags }),
}
