namespace AiDesk.Policy.Injection;

/// <summary>From evidence to a probability: the logistic function over log-odds. The place where a learned model's logit will be added.</summary>
internal static class InjectionScore
{
    /// <summary>Log-odds of a text without any evidence: deny at 0.9 needs evidence of 5.8, flag at 0.6 of 4.0.</summary>
    public const double Prior = -3.6;

    public static double Of(double evidence) => 1 / (1 + Math.Exp(-(Prior + evidence)));
}
