namespace AiDesk.Policy.Service.Approvals;

/// <summary>Something that waits for people and lapses: a held call, a review.</summary>
internal interface IWaiting
{
    string Tenant { get; }

    /// <summary>The decision that made it wait.</summary>
    Guid DecisionId { get; }

    DateTimeOffset ExpiresAt { get; }

    /// <summary>People have decided.</summary>
    bool IsResolved { get; }

    /// <summary>That it lapsed unresolved is on record.</summary>
    bool Lapsed { get; }
}
