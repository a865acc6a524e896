using System.Globalization;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Display;

/// <summary>Amounts as people count them.</summary>
internal static class AmountText
{
    private const string Credits = "credits";
    private const decimal MicroCredits = 1_000_000m;

    public static string Of(Amount amount)
    {
        var value = amount.Unit == Credits ? amount.Value / MicroCredits : amount.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.######} {amount.Unit}");
    }
}
