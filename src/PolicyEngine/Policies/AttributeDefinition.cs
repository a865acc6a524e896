namespace AiDesk.Policy.Policies;

/// <summary>One entry of <c>attributes:</c>: a value that conditions may read.</summary>
public sealed record AttributeDefinition
{
    public required string Name { get; init; }

    public AttributeType Type { get; init; }

    /// <summary>Who vouches for it.</summary>
    public AttributeSource Source { get; init; }

    /// <summary>Source token: the token's claim that holds it.</summary>
    public string Claim { get; init; } = "";
}

public enum AttributeType : byte
{
    Text,
    Number,
    Switch,
}

/// <summary>Where an attribute comes from.</summary>
public enum AttributeSource : byte
{
    /// <summary>The caller says so in the call's context: it may raise a verdict and never lower one.</summary>
    Claim,

    /// <summary>A claim of the caller's verified token.</summary>
    Token,

    /// <summary>A person granted it with an approval.</summary>
    Approval,
}
