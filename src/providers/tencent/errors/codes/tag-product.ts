/** The codes that the vendor's SDKs list for the actions of the tag product. */
export const tagProductCodes = {
  DescribeResourceTagsByResourceIds: [
    'FailedOperation',
    'InvalidParameterValue.RegionInvalid',
    'InvalidParameterValue.ResourceIdInvalid',
    'InvalidParameterValue.ResourcePrefixInvalid',
    'InvalidParameterValue.ServiceTypeInvalid',
    'InvalidParameterValue.UinInvalid',
    'UnsupportedOperation',
  ],
  ModifyResourceTags: [
    'FailedOperation',
    'FailedOperation.PolicyEnforcedInvalid',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.DeleteTagsParamError',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.Quota',
    'LimitExceeded.ResourceAttachedTags',
    'LimitExceeded.TagKey',
    'LimitExceeded.TagValue',
  ],
} as const
