using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Limits;

/// <summary>What a limit counts by.</summary>
public enum DescriptorSource : byte
{
    Tenant,
    SessionId,
    ConversationId,
    RunId,
    UserId,
    Channel,
    ClientIp,
    Department,

    /// <summary>A value in the tool's arguments: <see cref="Descriptor.Pointer"/>.</summary>
    Argument,
}

/// <summary>What a limit does when the field it counts by is absent.</summary>
public enum WhenMissing : byte
{
    /// <summary>All such calls share one bucket.</summary>
    Shared,

    /// <summary>The call is denied: MISSING_DESCRIPTOR.</summary>
    Deny,

    /// <summary>The limit is skipped, and the decision's checks say so.</summary>
    Skip,
}

/// <summary>What a limit does when the counters do not answer.</summary>
public enum OutageRule : byte
{
    Deny,

    /// <summary>A bounded counter in this process.</summary>
    Local,

    /// <summary>Lets through; the decision is degraded.</summary>
    Allow,
}

/// <param name="Source">A field of the call's context, the tenant, or an argument.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the argument; empty otherwise.</param>
public readonly record struct Descriptor(DescriptorSource Source, string Pointer = "")
{
    /// <summary>Compiled once; null when <see cref="Pointer"/> is empty.</summary>
    internal JsonPointer? Compiled { get; } = Pointer.Length > 0 && JsonPointer.TryParse(Pointer, out var pointer) ? pointer : null;

    public bool Equals(Descriptor other) => Source == other.Source && Pointer == other.Pointer;

    public override int GetHashCode() => HashCode.Combine(Source, Pointer.GetHashCode(StringComparison.Ordinal));
}
