namespace AiDesk.Training.Fitting;

/// <summary>Where the default points of policy are to stand: shares of harmless texts of unseen sources that may reach them, 0 to 1.</summary>
internal sealed record OperatingPoints
{
    /// <summary>Of public texts.</summary>
    public double DenyPublic { get; init; } = 0.0007;

    /// <summary>Of the project's own controls, which are made to look like attacks.</summary>
    public double DenyOwn { get; init; } = 0.004;

    public double FlagPublic { get; init; } = 0.046;

    public double FlagOwn { get; init; } = 0.14;
}
