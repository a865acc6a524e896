using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Limits;

/// <summary>The value of a descriptor's field in a call; empty when it is absent.</summary>
public static class DescriptorReader
{
    /// <param name="descriptor">What the limit counts by; arguments are the planner's own matter.</param>
    /// <param name="context">The call.</param>
    public static string Read(Descriptor descriptor, in CallContext context) => descriptor.Source switch
    {
        DescriptorSource.SessionId => context.SessionId,
        DescriptorSource.ConversationId => context.ConversationId,
        DescriptorSource.RunId => context.RunId,
        DescriptorSource.UserId => context.UserId,
        DescriptorSource.Channel => context.Channel,
        DescriptorSource.ClientIp => context.ClientIp,
        DescriptorSource.Department => context.Department,
        _ => "",
    };
}
