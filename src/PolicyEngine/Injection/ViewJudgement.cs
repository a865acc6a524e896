using AiDesk.Policy.Injection.Learned;

namespace AiDesk.Policy.Injection;

/// <summary>What one view of a text was found to be. A value: the clean path allocates nothing.</summary>
internal struct ViewJudgement
{
    /// <summary>Number of the view.</summary>
    public int View;

    /// <summary>Signatures and structure.</summary>
    public EvidenceSheet Evidence;

    /// <summary>The learned score.</summary>
    public WordingReading Wording;

    /// <summary>First of the words that weigh most in it.</summary>
    public int HeaviestFirst;

    /// <summary>Word after the last of them.</summary>
    public int HeaviestEnd;

    /// <summary>Both together, calibrated.</summary>
    public double LogOdds;

    /// <summary>The probability, 0 to 1.</summary>
    public readonly double Score => ScoreCalibration.Probability(LogOdds);

    /// <summary>The wording speaks for an attack and there are words to point at.</summary>
    public readonly bool HasWording => Wording.Score > 0 && HeaviestEnd > HeaviestFirst;
}
