using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>From the engine's decision to the wire's.</summary>
internal static class DecisionMapper
{
    private static readonly Wire.Obligation[] ObligationValues =
        [.. System.Enum.GetValues<Wire.Obligation>().Where(o => o != Wire.Obligation.Unspecified)];

    public static Wire.Decision Map(PolicySnapshot snapshot, Language language, Evaluation work, SpanText text)
    {
        var decision = work.Decision;
        var wire = new Wire.Decision
        {
            DecisionId = decision.Id.ToString(),
            Verdict = (Wire.Verdict)decision.Verdict,
            EnforcedVerdict = (Wire.Verdict)decision.EnforcedVerdict,
            Reason = (Wire.Reason)decision.Reason,
            Enforcement = (Wire.Enforcement)decision.Enforcement,
            Degraded = decision.Degraded,
            PolicyVersion = snapshot.Version,
            EvaluationTime = Timestamp.FromDateTimeOffset(decision.EvaluatedAt),
        };
        if (decision.Degraded)
        {
            wire.DegradedReasons.AddRange(decision.DegradedReasons);
        }

        if (decision.MessageKey.Length > 0)
        {
            wire.UserMessage = new Wire.UserMessage
            {
                Key = decision.MessageKey,
                Locale = Languages.TagOf(language),
                Text = UserMessages.Text(decision.MessageKey, language),
            };
        }

        AddObligations(decision.Obligations, wire);
        CheckResults.AddTo(wire.Checks, work.Checks);
        AddFindings(work.Findings, wire, text);
        return wire;
    }

    private static void AddObligations(Obligations obligations, Wire.Decision wire)
    {
        if (obligations == Obligations.None)
        {
            return;
        }

        foreach (var value in ObligationValues)
        {
            if (((int)obligations & (1 << (int)value)) != 0)
            {
                wire.Obligations.Add(value);
            }
        }
    }

    /// <summary>Most severe first; within a severity in the order they were found.</summary>
    private static void AddFindings(FindingList findings, Wire.Decision wire, SpanText text)
    {
        if (findings.Count == 0)
        {
            return;
        }

        for (var severity = Verdict.Deny; severity > Verdict.None; severity--)
        {
            foreach (ref readonly var finding in findings.Items)
            {
                if (finding.Severity == severity)
                {
                    wire.Findings.Add(Map(finding, text));
                }
            }
        }
    }

    private static Wire.Finding Map(in Finding finding, SpanText text)
    {
        var wire = new Wire.Finding
        {
            Code = finding.Code,
            Detector = CheckCatalog.NameOf(finding.Check),
            Score = finding.Score,
            Severity = (Wire.Verdict)finding.Severity,
            Reason = (Wire.Reason)finding.Reason,
            Transform = finding.Transform,
            Detail = finding.Detail,
            Monitored = finding.Monitored,
        };
        if (finding.Start >= 0)
        {
            var (start, end) = text.CodePoints(finding.Field, finding.Start, finding.End);
            wire.Span = new Wire.Span { Start = start, End = end, Field = finding.Field };
        }
        else if (finding.Field.Length > 0)
        {
            wire.Span = new Wire.Span { Field = finding.Field };
        }

        return wire;
    }
}
