using AiDesk.Policy.V1;
using Amount = AiDesk.Policy.V1.Amount;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What every request must satisfy before anything is judged: the limits that the protos state, and the field that breaks them.</summary>
internal static class RequestRules
{
    public const int MaxContextText = 256;
    public const int MaxRequestId = 128;
    public const int MaxEntries = 32;
    public const int MaxAnnotation = 1024;
    public const int MaxUntrusted = 64;
    public const int MaxAmounts = 8;
    public const int MaxArgumentBytes = 256 * 1024;
    public const int MaxOutputBytes = 1024 * 1024;
    public const int MaxNote = 2000;
    public const int MaxToken = 8192;

    public static void Check(CallContext? context, bool needsRun)
    {
        if (context is null)
        {
            throw RpcErrors.Required("context");
        }

        Required(context.SessionId, "context.session_id", MaxContextText);
        Bounded(context.ConversationId, "context.conversation_id", MaxContextText);
        Bounded(context.RunId, "context.run_id", MaxContextText);
        Bounded(context.UserId, "context.user_id", MaxContextText);
        Bounded(context.Channel, "context.channel", MaxContextText);
        Bounded(context.ClientIp, "context.client_ip", MaxContextText);
        Bounded(context.Locale, "context.locale", MaxContextText);
        Bounded(context.Department, "context.department", MaxContextText);
        if (context.Mode is not (Mode.Copilot or Mode.Autopilot))
        {
            throw RpcErrors.UnknownEnum("context.mode", (int)context.Mode);
        }

        if (needsRun && context.RunId.Length == 0)
        {
            throw RpcErrors.Required("context.run_id");
        }

        Entries(context);
    }

    public static void Required(string text, string field, int greatest)
    {
        if (text.Length == 0)
        {
            throw RpcErrors.Required(field);
        }

        Bounded(text, field, greatest);
    }

    public static void Bounded(string text, string field, int greatest)
    {
        if (text.Length > greatest)
        {
            throw RpcErrors.Invalid(field, $"has {text.Length} characters; the most is {greatest}");
        }
    }

    public static void Amounts(IReadOnlyList<Amount> amounts, string field)
    {
        if (amounts.Count > MaxAmounts)
        {
            throw RpcErrors.Invalid(field, $"has {amounts.Count} entries; the most is {MaxAmounts}");
        }

        for (var i = 0; i < amounts.Count; i++)
        {
            Required(amounts[i].Unit, $"{field}[{i}].unit", 32);
            if (amounts[i].Value is < 0 or > Policy.Limits.Amount.Greatest)
            {
                throw RpcErrors.Invalid($"{field}[{i}].value", $"is {amounts[i].Value}; it must be 0 to 2^53-1");
            }

            for (var j = 0; j < i; j++)
            {
                if (amounts[j].Unit == amounts[i].Unit)
                {
                    throw RpcErrors.Invalid($"{field}[{i}].unit", $"repeats {amounts[i].Unit}");
                }
            }
        }
    }

    private static void Entries(CallContext context)
    {
        if (context.Attributes.Count > MaxEntries)
        {
            throw RpcErrors.Invalid("context.attributes", $"has {context.Attributes.Count} entries; the most is {MaxEntries}");
        }

        if (context.Annotations.Count > MaxEntries)
        {
            throw RpcErrors.Invalid("context.annotations", $"has {context.Annotations.Count} entries; the most is {MaxEntries}");
        }

        if (context.Annotations.Count > 0)
        {
            foreach (var (key, value) in context.Annotations)
            {
                Bounded(key, "context.annotations", MaxContextText);
                Bounded(value, $"context.annotations.{key}", MaxAnnotation);
            }
        }
    }
}
