using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Checks;

/// <summary>
/// An instruction that was split over texts of one call: they are joined and judged again, and what counts is only what runs over the end of one of them. Each part
/// has a finding in its own field, is cut where it is untrusted, and denied where it is the message.
/// </summary>
internal static class JoinedTexts
{
    /// <summary>Most places looked at in one join; a join with more is full of them, and all of it is one.</summary>
    private const int MaxRounds = 16;

    /// <param name="parts">All texts.</param>
    /// <param name="members">Which of them are joined, in the order in which they are read.</param>
    /// <param name="message">What the policy says of the message.</param>
    /// <param name="untrusted">What it says of the others.</param>
    /// <param name="work">Where findings go.</param>
    public static void Inspect(Span<UntrustedPart> parts, List<int> members, in InjectionRules message, in InjectionRules untrusted, Evaluation work)
    {
        if (members.Count < 2)
        {
            return;
        }

        var join = new TextJoin();
        foreach (var member in members)
        {
            join.Add(member, parts[member].Left);
        }

        var places = new List<(int Start, int End)>();
        var joined = new List<JoinedPlace>();
        var lowest = Math.Min(message.FlagAt, untrusted.FlagAt);
        var last = default(ViewJudgement);
        for (var round = 0; round < MaxRounds; round++)
        {
            work.Views.Prepare(join.Text);
            var judgement = InjectionJudge.Strongest(work.Views, InjectionModel.Shipped, byPlace: true);
            if (judgement.Score < lowest)
            {
                return;
            }

            last = judgement;
            places.Clear();
            joined.Clear();
            InjectionPlaces.Add(work.Views, judgement, judgement.Score, whole: false, places);
            foreach (var (start, end) in places)
            {
                join.Locate(start, end, joined);
            }

            if (IsSplit(joined))
            {
                Report(parts, joined, judgement, message, untrusted, work);
            }

            foreach (var (start, end) in places)
            {
                InjectionCut.Blank(join.Text, start, end);
            }
        }

        joined.Clear();
        foreach (var member in members)
        {
            joined.Add(new JoinedPlace(member, 0, parts[member].Text.Length));
        }

        Report(parts, joined, last, message, untrusted, work);
    }

    /// <summary>What stands in one text alone was judged with it.</summary>
    private static bool IsSplit(List<JoinedPlace> places) => places.Exists(place => place.Part != places[0].Part);

    private static void Report(
        Span<UntrustedPart> parts,
        List<JoinedPlace> joined,
        in ViewJudgement judgement,
        in InjectionRules message,
        in InjectionRules untrusted,
        Evaluation work)
    {
        var withMessage = false;
        foreach (var place in joined)
        {
            withMessage |= parts[place.Part].IsMessage;
        }

        if (judgement.Score < (withMessage ? message : untrusted).FlagAt)
        {
            return;
        }

        var detail = "split over " + string.Join(", ", FieldsOf(parts, joined));
        var code = judgement.Evidence.Any ? SignatureRuleNames.CodeOf(judgement.Evidence.Best()) : InjectionFindings.WordingCode;
        foreach (var place in joined)
        {
            ref var part = ref parts[place.Part];
            var rules = part.IsMessage ? message : untrusted;
            part.Score = Math.Max(part.Score, judgement.Score);
            work.Findings.Add(new Finding(code, CheckKind.Injection, judgement.Score >= rules.DenyAt ? rules.Severity : Verdict.Allow, Reason.PromptInjection)
            {
                Score = judgement.Score,
                Start = place.Start,
                End = place.End,
                Field = part.Field,
                Transform = TextTransforms.NameOf(work.Views[judgement.View].Transform),
                Detail = detail,
                Monitored = rules.Monitored,
            });
            if (!part.IsMessage)
            {
                part.Remaining ??= part.Text.ToCharArray();
                InjectionCut.Blank(part.Remaining, place.Start, place.End);
            }
        }
    }

    private static SortedSet<string> FieldsOf(Span<UntrustedPart> parts, List<JoinedPlace> joined)
    {
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var place in joined)
        {
            fields.Add(parts[place.Part].Field);
        }

        return fields;
    }
}
