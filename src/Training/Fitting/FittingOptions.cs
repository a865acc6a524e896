namespace AiDesk.Training.Fitting;

/// <summary>How weights are fitted. The defaults are those of the shipped weights; they were chosen by leave-one-source-out.</summary>
internal sealed record FittingOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Passes over all texts.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>Step of AdaGrad.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>Pull of a weight to 0, a text.</summary>
    public double Decay { get; init; } = 3e-7;

    /// <summary>Share of all weight that attacks have.</summary>
    public double AttackShare { get; init; } = 0.5;

    /// <summary>Weight of the project's own texts beside that of a public source of the same size.</summary>
    public double OwnWeight { get; init; } = 2;

    /// <summary>Log-odds of one unit of signature evidence while wording is learned: wording learns what signatures do not say.</summary>
    public double EvidenceOffset { get; init; } = 0.5;

    /// <summary>Fewest texts that a feature must be in: what is in one alone is its fingerprint.</summary>
    public int LeastTexts { get; init; } = 2;

    /// <summary>Added to the counts from which a feature's worth is told: see <see cref="FeatureWorth"/>.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>Worth of a feature that is as common in attacks as in harmless texts, 0 to 1.</summary>
    public double LeastWorth { get; init; } = 0.3;

    /// <summary>Largest weight either way; 127 steps of a byte.</summary>
    public double MostWeight { get; init; } = 2.5;
}
