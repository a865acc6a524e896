namespace AiDesk.Policy.Injection.Learned;

/// <summary>
/// How signatures and wording become one probability. A logistic regression of both, fitted on texts of sources that the weights had not seen, gives log-odds at even
/// odds; between two knots they are then stretched so that the default points of policy stand where so many harmless texts reach them as were asked for.
/// </summary>
/// <param name="Evidence">Log-odds of one unit of signature evidence.</param>
/// <param name="Wording">Log-odds of one unit of the learned score.</param>
/// <param name="Base">Log-odds where both are 0.</param>
/// <param name="Flag">Log-odds that become <see cref="FlagLogOdds"/>.</param>
/// <param name="Deny">Log-odds that become <see cref="DenyLogOdds"/> in a text of one stretch; above <paramref name="Flag"/>.</param>
/// <param name="Length">
/// By how much that is more for each doubling of the stretches, in natural logarithms: the highest of many is high by chance (Šidák). A signature needs no more in a long text.
/// </param>
internal readonly record struct ScoreCalibration(double Evidence, double Wording, double Base, double Flag, double Deny, double Length)
{
    /// <summary>Numbers in a file of weights.</summary>
    public const int Numbers = 6;

    /// <summary>Evidence above this adds nothing: two strong signatures are not twice as certain as one.</summary>
    public const double MostEvidence = 10;

    /// <summary>Log-odds of 0.60, the default of `input.injection.flag_at`.</summary>
    public const double FlagLogOdds = 0.4054651081081644;

    /// <summary>Log-odds of 0.90, the default of `input.injection.deny_at`.</summary>
    public const double DenyLogOdds = 2.1972245773362196;

    /// <summary>Evidence from which harmless wording around it may take no more than <see cref="LeastWording"/>: an attack does not hide among pleasantries.</summary>
    public const double StrongEvidence = 6.5;

    private const double LeastWording = 0;

    /// <summary>How much more harmless wording may take for each unit that evidence is weaker.</summary>
    private const double WordingPerEvidence = 2;

    /// <summary>What harmless wording may take off evidence.</summary>
    public static double Bounded(double evidence, double wording) =>
        Math.Max(wording, LeastWording - (WordingPerEvidence * Math.Max(0, StrongEvidence - evidence)));

    /// <summary>At even odds, before the knots.</summary>
    public double Plain(double evidence, double wording) => Base + (Evidence * Math.Min(evidence, MostEvidence)) + (Wording * Bounded(evidence, wording));

    /// <summary>What signatures alone say, whatever stands around them.</summary>
    public double OfEvidence(double evidence, double wording) => Plain(evidence, Math.Min(wording, 0));

    /// <param name="evidence">Signatures and structure, 0 and up.</param>
    /// <param name="wording">The learned score of the highest stretch.</param>
    /// <param name="stretches">How many there were, 1 and up.</param>
    public double LogOdds(double evidence, double wording, int stretches)
    {
        var plain = Plain(evidence, wording);
        return stretches == 1
            ? Placed(plain, Deny)
            : Math.Max(Placed(plain, Deny + (Length * Math.Log(stretches))), Placed(OfEvidence(evidence, wording), Deny));
    }

    private double Placed(double plain, double deny) => plain < Flag ? FlagLogOdds + (plain - Flag)
        : plain < deny ? FlagLogOdds + ((plain - Flag) * (DenyLogOdds - FlagLogOdds) / (deny - Flag))
        : DenyLogOdds + (plain - deny);

    /// <summary>0 to 1.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
