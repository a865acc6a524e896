using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>share:</c> of a limit or a budget.</summary>
internal static class ShareSection
{
    private static readonly PolicyKey<int> Part = new("part", new ThousandthsShape(), "The most that one share takes of what is left, above 0 and at most 0.5.") { Required = true };
    private static readonly PolicyKey<long> For = new("for", new DurationShape(ShareRule.ShortestMs, ShareRule.LongestMs), "How long a share is used; what is left of it then is given back. So old may be what its decisions know: the kill switch, a budget's points.") { Required = true };

    private static readonly RecordShape<ShareRule> Shape = new(
        "share",
        "For a limit that is asked about all the time. With counters on Redis a replica takes a share in advance, counted there as used or held, and decides out of it alone (docs/operations.md). Without this section nothing is taken; counters of one process never take.",
        [Part, For],
        Read,
        isWhole: true);

    public static PolicyKey<ShareRule> Key { get; } = new("share", Shape, "What a replica may take in advance to decide by itself for a while.") { DefaultText = "every call is decided by the shared counters" };

    private static ShareRule? Read(RecordReader share)
    {
        var (isPart, isTime) = (share.TryGet(Part, out var part), share.TryGet(For, out var time));
        if (!isPart || !isTime)
        {
            return null;
        }

        if (part is 0 or > ShareRule.GreatestPart)
        {
            share.Fault(Part, "must be above 0 and at most 0.5");
            return null;
        }

        return new ShareRule(part, time);
    }
}
