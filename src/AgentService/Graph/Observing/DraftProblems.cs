namespace AiDesk.Agent.Graph.Observing;

/// <summary>What the observer finds wrong with a draft. Stored with steps and told to the refiner.</summary>
internal static class DraftProblems
{
    /// <summary>A number that nobody said.</summary>
    public const string Number = "number";

    /// <summary>The same with a currency.</summary>
    public const string Price = "price";

    /// <summary>A date or time of day.</summary>
    public const string Date = "date";

    /// <summary>A reference.</summary>
    public const string Id = "id";

    /// <summary>A link, host or mail address.</summary>
    public const string Link = "link";

    /// <summary>A guarantee, refund, discount, gift or deadline that is not in the state.</summary>
    public const string Promise = "promise";

    /// <summary>Not the customer's language.</summary>
    public const string Language = "language";

    /// <summary>Rude.</summary>
    public const string Tone = "tone";

    /// <summary>Capitals, rows of exclamation marks: mended by rule.</summary>
    public const string Shouting = "shouting";

    /// <summary>Something is said to have been done, or to be so, that nothing shows.</summary>
    public const string Claim = "claim";
}
