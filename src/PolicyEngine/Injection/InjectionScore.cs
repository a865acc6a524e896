namespace AiDesk.Policy.Injection;

/// <summary>From evidence to a probability: the logistic function over log-odds. The place where a learned model's logit will be added.</summary>
internal static class InjectionScore
{
    /// <summary>Log-odds of a text without any evidence: deny at 0.9 needs evidence of 7.2, flag at 0.6 of 5.4.</summary>
    public const double Prior = -5.0;

    public static double Of(double evidence) => 1 / (1 + Math.Exp(-(Prior + evidence)));
}
