using System.Globalization;
using System.Text.Json;

namespace AiDesk.Agent.Tools;

/// <summary>Canonical arguments, which policy has held against the tool's schema. What is still not as expected fails the tool.</summary>
internal static class ToolArgumentReading
{
    public static string Text(this JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new ToolFailedException("InvalidArgument", $"{name} is missing");

    public static string TextOr(this JsonElement arguments, string name, string otherwise) => arguments.TryGetProperty(name, out _) ? arguments.Text(name) : otherwise;

    /// <summary>In the smallest unit. Throws when it has more than two decimals: nothing is rounded.</summary>
    public static long Cents(this JsonElement arguments, string name)
    {
        if (arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) && amount is >= 0 and < 1_000_000_000)
        {
            var cents = amount * 100;
            if (cents == decimal.Truncate(cents))
            {
                return (long)cents;
            }
        }

        throw new ToolFailedException("InvalidArgument", $"{name} is no amount with two decimals");
    }

    public static long CentsOr(this JsonElement arguments, string name, long otherwise) => arguments.TryGetProperty(name, out _) ? arguments.Cents(name) : otherwise;

    public static int Whole(this JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw new ToolFailedException("InvalidArgument", $"{name} is no whole number");

    public static int WholeOr(this JsonElement arguments, string name, int otherwise) => arguments.TryGetProperty(name, out _) ? arguments.Whole(name) : otherwise;

    public static string[] Texts(this JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")] : [];

    public static decimal Money(long cents) => cents / 100m;

    /// <summary>As 2026-11-21; null for none.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
