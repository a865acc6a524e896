using System.Globalization;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Running;

/// <summary>Compares a decision with what was expected of it.</summary>
internal static class Judging
{
    /// <summary>
    /// Reasons that say that the question is broken and not that a rule refused it: a test that did not write its expectation does not pass by them.
    /// </summary>
    private static readonly Reason[] Broken = [Reason.InvalidArguments, Reason.UnknownTool, Reason.CheckFailed, Reason.DependencyDown, Reason.RecordingUnavailable];

    public static List<Mismatch> Compare(PolicyWorld world, Expectation expected)
    {
        var work = world.Work;
        var decision = work.Decision;
        var found = new List<Mismatch>();
        Add(found, "verdict", WireWords.Of(expected.Verdict), WireWords.Of(decision.Verdict));
        if (expected.Reason is { } reason)
        {
            Add(found, "reason", WireWords.Of(reason), WireWords.Of(decision.Reason));
        }
        else if (decision.Verdict == Verdict.Deny && Broken.Contains(decision.Reason))
        {
            found.Add(new Mismatch("reason", "a rule's (nothing is expected here, so it must be denied by a rule)", WireWords.Of(decision.Reason)));
        }

        if (expected.Enforced is { } enforced)
        {
            Add(found, "enforced verdict", WireWords.Of(enforced), WireWords.Of(decision.EnforcedVerdict));
        }

        if (expected.Obligations is { } obligations)
        {
            Add(found, "obligations", WireWords.Of(obligations), WireWords.Of(decision.Obligations));
        }

        if (expected.Message is { } message)
        {
            Add(found, "message", Shown(message), Shown(decision.MessageKey));
        }

        CompareFindings(found, expected, work);
        CompareAnswers(found, expected, world);
        return found;
    }

    private static void CompareFindings(List<Mismatch> found, Expectation expected, Evaluation work)
    {
        var findings = work.Findings.Items.ToArray();
        foreach (var code in expected.Findings.Where(code => !findings.Any(finding => finding.Code == code)))
        {
            found.Add(new Mismatch("findings", code, string.Join(", ", findings.Select(finding => finding.Code).DefaultIfEmpty("none"))));
        }

        foreach (var detail in expected.Details.Where(detail => !findings.Any(finding => finding.Detail.Contains(detail, StringComparison.Ordinal))))
        {
            found.Add(new Mismatch("details", detail, string.Join(" | ", findings.Select(finding => finding.Detail).Where(text => text.Length > 0).DefaultIfEmpty("none"))));
        }
    }

    private static void CompareAnswers(List<Mismatch> found, Expectation expected, PolicyWorld world)
    {
        var work = world.Work;
        if (expected.Risk is { } risk)
        {
            Add(found, "risk", WireWords.Lower(risk), WireWords.Lower(work.Risk));
        }

        if (expected.Strikes is { } strikes)
        {
            Add(found, "strikes", strikes.ToString(CultureInfo.InvariantCulture), StrikeReading.Of(world.Snapshot, work).Count.ToString(CultureInfo.InvariantCulture));
        }

        if (expected.Cut is { } cut)
        {
            Add(found, "cut", Joined(cut), Joined(work.Cleaned.Where(text => text.Cut).Select(text => text.Id)));
        }

        if (expected.Sanitized is { } sanitized)
        {
            Add(found, "sanitized", Canonical(sanitized), Canonical(Encoding.UTF8.GetString(work.Json.WrittenSpan)));
        }

        if (expected.Dropped is { } dropped)
        {
            Add(found, "dropped", Joined(dropped.Order(StringComparer.Ordinal)), Joined(work.DroppedFields.Order(StringComparer.Ordinal)));
        }

        if (expected.Error is { } error)
        {
            Add(found, "error", Shown(error), Shown(work.ErrorKey));
        }

        if (expected.Redacted is { } redacted)
        {
            var text = work.Decision.Obligations.HasFlag(Obligations.Redact) ? work.Cleaned[0].Text : "";
            Add(found, "redacted", Shown(redacted), Shown(text));
        }
    }

    private static void Add(List<Mismatch> found, string what, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            found.Add(new Mismatch(what, expected, actual));
        }
    }

    private static string Joined(IEnumerable<string> names) => Shown(string.Join(", ", names));

    private static string Shown(string text) => text.Length == 0 ? "none" : text;

    /// <summary>One spelling, so that spaces and the order of members are no difference.</summary>
    private static string Canonical(string json)
    {
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        return CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(json), written, out _) ? Encoding.UTF8.GetString(written.WrittenSpan) : json;
    }
}
