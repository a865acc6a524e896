using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>What is looked for.</summary>
internal enum RecordKind
{
    Decisions,

    /// <summary>Decisions other than plain ALLOW: what rules did, and what monitored rules would have done.</summary>
    Interventions,

    /// <summary>Settles, approvals, redemptions, notifications, administrators' acts.</summary>
    Events,
}

/// <summary>A question about one tenant's records. What is null or empty does not narrow it.</summary>
internal sealed record RecordQuery
{
    public const int LargestPage = 1000;

    /// <summary>From the caller's verified token.</summary>
    public required string Tenant { get; init; }

    public RecordKind Kind { get; init; }

    /// <summary>From then on, by the time of the decision.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before then.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>For decisions.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>For decisions.</summary>
    public Reason? Reason { get; init; }

    /// <summary>For decisions: the exact session; empty for any.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>For decisions: the exact run; empty for any.</summary>
    public string RunId { get; init; } = "";

    /// <summary>For decisions: the exact tool; empty for any.</summary>
    public string Tool { get; init; } = "";

    /// <summary>
    /// Only what came into the store behind this place, which a page before gave. A reader that has no such places, and gives none, leaves it aside: it is
    /// asked by time.
    /// </summary>
    public RecordPlace? Behind { get; init; }

    /// <summary>The decision, or the events about it.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>For events, as <c>settle</c> or <c>approval</c>.</summary>
    public string EventType { get; init; } = "";

    /// <summary>1 to <see cref="LargestPage"/>; more is taken as that.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Of the page before; empty for the first.</summary>
    public string PageToken { get; init; } = "";

    public int Count => Math.Clamp(PageSize, 1, LargestPage);

    /// <summary>The place behind which this page begins; null for the first page. Throws <see cref="InvalidPageTokenException"/>.</summary>
    public (long First, string Second)? ReadToken()
    {
        if (PageToken.Length == 0)
        {
            return null;
        }

        var bytes = new byte[256];
        if (PageToken.Length > bytes.Length || !Base64Url.IsValid(PageToken) || !Base64Url.TryDecodeFromChars(PageToken, bytes, out var length))
        {
            throw new InvalidPageTokenException();
        }

        var parts = Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('/');
        return parts.Length == 3 && parts[0] == Fingerprint() && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? (first, parts[2])
            : throw new InvalidPageTokenException();
    }

    public string TokenFor(long first, string second) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Fingerprint()}/{first}/{second}")));

    // A token of another question would silently leave out what lies before its place.
    private string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $"{Tenant}|{Kind}|{From?.ToUnixTimeMilliseconds()}|{Before?.ToUnixTimeMilliseconds()}|{Verdict}|{Reason}|{DecisionId}|{EventType}|{SessionId.Length}|{SessionId}|{RunId.Length}|{RunId}|{Tool}"))).AsSpan(0, 8));
}
