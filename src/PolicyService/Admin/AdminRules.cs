using AiDesk.Policy.Service.Handlers;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>What fields that several requests share must satisfy.</summary>
internal static class AdminRules
{
    public const int LargestPage = 1000;

    private const int VersionLength = 16;

    public static int PageSize(int asked, int otherwise, string field = "page_size") => asked switch
    {
        0 => otherwise,
        > 0 and <= LargestPage => asked,
        _ => throw RpcErrors.Invalid(field, $"is {asked}; it must be 1 to {LargestPage}, or 0 for {otherwise}"),
    };

    public static void Version(string version, string field, bool required)
    {
        if (version.Length == 0)
        {
            if (required)
            {
                throw RpcErrors.Required(field);
            }

            return;
        }

        if (version.Length != VersionLength || !version.All(char.IsAsciiHexDigitLower))
        {
            throw RpcErrors.Invalid(field, "is no version: 16 hex digits");
        }
    }

    /// <summary>Null when absent.</summary>
    public static DateTimeOffset? Time(Timestamp? time, string field)
    {
        if (time is null)
        {
            return null;
        }

        // From 0001-01-01 to 9999-12-31, as the type promises.
        return time is { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and < 1_000_000_000 } ? time.ToDateTimeOffset() : throw RpcErrors.Invalid(field, "is no time");
    }

    public static (DateTimeOffset? From, DateTimeOffset? Before) Range(Timestamp? start, Timestamp? end)
    {
        var (from, before) = (Time(start, "start_time"), Time(end, "end_time"));
        return from >= before ? throw RpcErrors.Invalid("end_time", "is not after start_time") : (from, before);
    }

    public static Policy.Decisions.Verdict? Verdict(Wire.Verdict verdict) => verdict switch
    {
        Wire.Verdict.Unspecified => null,
        >= Wire.Verdict.Allow and <= Wire.Verdict.Deny => (Policy.Decisions.Verdict)verdict,
        _ => throw RpcErrors.UnknownEnum("verdict", (int)verdict),
    };

    public static Policy.Decisions.Reason? Reason(Wire.Reason reason) => reason switch
    {
        Wire.Reason.Unspecified => null,
        _ when System.Enum.IsDefined(reason) => (Policy.Decisions.Reason)reason,
        _ => throw RpcErrors.UnknownEnum("reason", (int)reason),
    };

    public static Guid? DecisionId(string id) => id.Length == 0 ? null
        : Guid.TryParseExact(id, "D", out var decision) ? decision
        : throw RpcErrors.Invalid("decision_id", "is not a decision's id");
}
