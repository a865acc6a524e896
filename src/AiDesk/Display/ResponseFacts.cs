using System.Globalization;
using AiDesk.Policy.V1;
using Google.Protobuf;

namespace AiDesk.CommandLine.Display;

/// <summary>What an answer holds besides its decision.</summary>
internal static class ResponseFacts
{
    public static IEnumerable<(string Name, string Value)> Of(IMessage response) => response switch
    {
        CheckInputResponse input => OfInput(input),
        CheckToolCallResponse call => OfToolCall(call),
        FilterToolOutputResponse output => OfToolOutput(output),
        CheckOutputResponse { RedactedText.Length: > 0 } output => [("send instead", output.RedactedText)],
        _ => [],
    };

    private static IEnumerable<(string Name, string Value)> OfInput(CheckInputResponse input)
    {
        if (input.Strikes is { BlockAt: > 0, Strikes: > 0 } strikes)
        {
            var until = strikes.BlockedUntil is { } end ? $", blocked until {end.ToDateTimeOffset():u}" : "";
            yield return ("strikes", $"{strikes.Strikes} of {strikes.BlockAt}{until}");
        }

        foreach (var text in input.Untrusted)
        {
            yield return (text.Cut ? "cut" : "for the model", text.Text);
        }

        if (input.EstimatedInputTokens > 0)
        {
            yield return ("tokens", string.Create(CultureInfo.InvariantCulture, $"about {input.EstimatedInputTokens}"));
        }
    }

    private static IEnumerable<(string Name, string Value)> OfToolCall(CheckToolCallResponse call)
    {
        yield return ("risk", WireName.Lower(call.Risk));
        if (call.CanonicalArgumentsJson.Length > 0)
        {
            yield return ("run with", call.CanonicalArgumentsJson);
        }

        if (call.Reservation is { Held.Count: > 0 } reservation)
        {
            yield return ("held", string.Join(", ", reservation.Held.Select(AmountText.Of)));
        }

        if (call.ApprovalExpiry is { } expiry)
        {
            yield return ("waits until", $"{expiry.ToDateTimeOffset():u}");
        }
    }

    private static IEnumerable<(string Name, string Value)> OfToolOutput(FilterToolOutputResponse output)
    {
        if (output.SanitizedJson.Length > 0)
        {
            yield return ("for the model", output.SanitizedJson);
        }

        if (output.ErrorText.Length > 0)
        {
            yield return ("said instead", output.ErrorText);
        }

        if (output.DroppedCount > 0)
        {
            yield return ("dropped", $"{output.DroppedCount}: {string.Join(" ", output.DroppedFields)}");
        }
    }
}
