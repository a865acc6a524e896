using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Budgets;

/// <summary>Amounts and what they are counted by, in the person's language.</summary>
public static class AmountText
{
    private const string Credits = "credits";
    private const string Argument = "argument:";

    /// <summary>With its unit: credits are counted in millionths.</summary>
    public static string Of(PageFrame page, string unit, long amount) =>
        (unit == Credits ? (amount / 1_000_000m).ToString("#,0.######", page.Culture) : page.Number(amount)) + " " + page.Word("budgets.unit.", unit);

    /// <summary>What a policy's <c>per</c> means.</summary>
    public static string Per(PageFrame page, string per) => per.StartsWith(Argument, StringComparison.Ordinal) ? page["budgets.perArgument", per[Argument.Length..]] : page.Word("budgets.per.", per);
}
