namespace AiDesk.Policy.Limits;

/// <summary>A quantity of one unit.</summary>
/// <param name="Unit">As the policy's budgets name it: <c>credits</c> (in micro-credits), <c>tokens</c>.</param>
/// <param name="Value">0 to <see cref="Greatest"/>.</param>
public readonly record struct Amount(string Unit, long Value)
{
    /// <summary>2^53 - 1: what Lua's and JSON's numbers hold exactly.</summary>
    public const long Greatest = 9_007_199_254_740_991;
}
