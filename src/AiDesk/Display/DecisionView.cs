using System.Globalization;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Spectre.Console;

namespace AiDesk.CommandLine.Display;

/// <summary>One answer as a person would want to read it: the verdict first, then why, then what to do.</summary>
internal static class DecisionView
{
    private const int ExcerptLength = 160;
    private const int NameWidth = 20;

    public static void Show(IAnsiConsole console, IMessage response, Decision decision)
    {
        console.MarkupLine($"{VerdictOf(decision.Verdict)}  {Markup.Escape(WireName.Of(decision.Reason))}{Marks(decision)}");
        foreach (var (name, value) in Facts(response, decision))
        {
            console.MarkupLine($"  [dim]{Markup.Escape(name.PadRight(NameWidth))}[/]{Markup.Escape(value)}");
        }
    }

    private static string VerdictOf(Verdict verdict)
    {
        var colour = verdict switch
        {
            Verdict.Allow => "green",
            Verdict.AllowPostReview => "blue",
            Verdict.RequireApproval => "yellow",
            Verdict.Escalate => "magenta",
            _ => "red",
        };
        return $"[bold {colour}]{Markup.Escape(WireName.Lower(verdict))}[/]";
    }

    private static string Marks(Decision decision)
    {
        var marks = decision.Enforcement == Enforcement.Monitor ? $"  monitored: would have been {WireName.Lower(decision.EnforcedVerdict)}" : "";
        return decision.Degraded ? $"{marks}  [bold red]degraded[/]: {Markup.Escape(string.Join(", ", decision.DegradedReasons))}" : marks;
    }

    private static IEnumerable<(string Name, string Value)> Facts(IMessage response, Decision decision)
    {
        if (decision.UserMessage is { } shown)
        {
            yield return ("shown to the person", $"“{TerminalText.Visible(shown.Text)}” ({shown.Key}, {shown.Locale})");
        }

        foreach (var finding in decision.Findings)
        {
            yield return ("finding", Describe(finding));
        }

        if (decision.Obligations.Count > 0)
        {
            yield return ("also do", string.Join(", ", decision.Obligations.Select(WireName.Lower)));
        }

        foreach (var fact in ResponseFacts.Of(response))
        {
            yield return (fact.Name, TerminalText.Excerpt(fact.Value, ExcerptLength));
        }

        yield return ("checks", ChecksOf(decision));
        yield return ("decision", $"{decision.DecisionId} under policy {decision.PolicyVersion}");
    }

    private static string Describe(Finding finding)
    {
        var text = finding.Code;
        if (finding.Score > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {finding.Score:0.00}");
        }

        if (finding.Span is { } span)
        {
            text += span.End > span.Start ? $" at {span.Field}[{span.Start}..{span.End}]" : $" at {span.Field}";
        }

        if (finding.Transform.Length > 0)
        {
            text += $" under {finding.Transform}";
        }

        if (finding.Detail.Length > 0)
        {
            text += $": {finding.Detail}";
        }

        return TerminalText.Excerpt(finding.Monitored ? text + " (monitored)" : text, ExcerptLength);
    }

    private static string ChecksOf(Decision decision)
    {
        var ran = decision.Checks.Where(check => check.Outcome == CheckOutcome.Ran).Select(check => check.Name);
        var others = decision.Checks.Where(check => check.Outcome is not (CheckOutcome.Ran or CheckOutcome.Skipped))
            .Select(check => $"{check.Name}: {WireName.Lower(check.Outcome)}");
        return string.Join(", ", ran.Concat(others));
    }
}
