namespace AiDesk.Policy.Injection.Learned;

/// <summary>How signatures and wording become one probability: a logistic function of both, fitted on texts of sources that the weights had not seen.</summary>
/// <param name="Evidence">Log-odds of one unit of signature evidence.</param>
/// <param name="Wording">Log-odds of one unit of the learned score.</param>
/// <param name="Base">Log-odds where both are 0.</param>
internal readonly record struct ScoreCalibration(double Evidence, double Wording, double Base)
{
    /// <summary>Evidence above this adds nothing: two strong signatures are not twice as certain as one.</summary>
    public const double MostEvidence = 10;

    public double LogOdds(double evidence, double wording) => Base + (Evidence * Math.Min(evidence, MostEvidence)) + (Wording * wording);

    /// <summary>0 to 1.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
