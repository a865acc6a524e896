using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>
/// From descriptors to questions (docs/envoy.md). A descriptor that is not understood is a question with a problem, which is refused: nothing of a request is passed
/// over.
/// </summary>
internal static class RateQuestions
{
    /// <summary>The key that names the limit, and the one under which Envoy's <c>generic_key</c> action puts it unless it is told another.</summary>
    private const string LimitKey = "limit";
    private const string GenericKey = "generic_key";

    private const int EntryLimit = 16;

    /// <summary>As many as there are descriptors; one with a problem when there are too many.</summary>
    public static RateQuestion[] Of(RateLimitRequest request) => request.Descriptors.Count > RateCheck.QuestionLimit
        ? [new RateQuestion { Problem = $"{request.Descriptors.Count} descriptors came; the most is {RateCheck.QuestionLimit}" }]
        : [.. request.Descriptors.Select(descriptor => Of(descriptor, request.HitsAddend))];

    private static RateQuestion Of(RateLimitDescriptor descriptor, uint hits)
    {
        var question = new RateQuestion { Hits = HitsOf(descriptor, hits) };
        if (descriptor.Entries.Count > EntryLimit)
        {
            return question with { Problem = $"a descriptor has {descriptor.Entries.Count} entries; the most is {EntryLimit}" };
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in descriptor.Entries)
        {
            var key = Canonical(entry.Key);
            if (!seen.Add(key))
            {
                return question with { Problem = $"the key {key} stands twice in a descriptor" };
            }

            if (entry.Value.Length is 0 or > RequestRules.MaxContextText)
            {
                return question with { Problem = $"the value of {key} has {entry.Value.Length} characters; it must have 1 to {RequestRules.MaxContextText}" };
            }

            if (key == LimitKey)
            {
                question = question with { Limit = entry.Value };
            }
            else if (With(question.Context, key, entry.Value) is { } context)
            {
                question = question with { Context = context };
            }
            else
            {
                return question with { Problem = $"{Shown(key)} is no key of a descriptor" };
            }
        }

        return question.Limit.Length > 0 ? question : question with { Problem = $"a descriptor names no {LimitKey}" };
    }

    /// <summary>The descriptor's own hits before the request's, of which 0 is 1. What is more than can be counted is over every limit.</summary>
    private static long HitsOf(RateLimitDescriptor descriptor, uint hits) =>
        descriptor.HitsAddend is { } own ? (long)Math.Min(own, Amount.Greatest + 1) : Math.Max(1, hits);

    private static string Canonical(string key) => key switch
    {
        GenericKey => LimitKey,
        "remote_address" => "client_ip",
        _ => key,
    };

    private static CallContext? With(in CallContext context, string key, string value) => key switch
    {
        "session_id" => context with { SessionId = value },
        "conversation_id" => context with { ConversationId = value },
        "run_id" => context with { RunId = value },
        "user_id" => context with { UserId = value },
        "channel" => context with { Channel = value },
        "client_ip" => context with { ClientIp = value },
        "department" => context with { Department = value },
        _ => null,
    };

    private static string Shown(string key) => key.Length <= 64 ? key : key[..64] + "…";
}
