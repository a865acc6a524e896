using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Limits;

/// <summary>What a tool call may cost: the caller's estimate for the units it names, the policy's cost for the others.</summary>
public static class ToolCost
{
    public static ReadOnlySpan<Amount> Of(ToolDefinition tool, ReadOnlySpan<Amount> estimated)
    {
        if (estimated.IsEmpty)
        {
            return tool.Cost.AsSpan();
        }

        var cost = new List<Amount>(estimated.Length + tool.Cost.Length);
        cost.AddRange(estimated);
        foreach (var amount in tool.Cost)
        {
            if (!Names(estimated, amount.Unit))
            {
                cost.Add(amount);
            }
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cost);
    }

    private static bool Names(ReadOnlySpan<Amount> amounts, string unit)
    {
        foreach (var amount in amounts)
        {
            if (string.Equals(amount.Unit, unit, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
