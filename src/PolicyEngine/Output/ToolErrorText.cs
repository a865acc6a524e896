using System.Buffers;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Output;

/// <summary>
/// From a failure to the message that stands for it. The original (exception text, response body, stack trace) is only looked at, in its first
/// <see cref="CharsLimit"/> characters, and never passed on. What is not recognised is "other": a wrong guess costs a vague sentence, no more.
/// </summary>
internal static class ToolErrorText
{
    /// <summary>Most characters looked at of each part.</summary>
    public const int CharsLimit = 2048;

    // In the order in which they win: a "503 after timeout" is a timeout.
    private static readonly (ToolErrorClass Class, SearchValues<string> Signs)[] Signs =
    [
        (ToolErrorClass.Timeout, Any("timeout", "timed out", "timedout", "time-out", "deadline", "TaskCanceled", "OperationCanceled", "408", "504")),
        (ToolErrorClass.Denied, Any("unauthorized", "unauthorised", "unauthenticated", "forbidden", "access denied", "accessdenied", "permission", "401", "403")),
        (ToolErrorClass.NotFound, Any("not found", "notfound", "no such", "does not exist", "unknown id", "404", "410")),
        (ToolErrorClass.Unavailable, Any("unavailable", "refused", "ECONNRESET", "connection reset", "connection closed", "unreachable", "ENOTFOUND", "getaddrinfo",
            "host is unknown", "name or service not known", "SocketException", "overloaded", "too many requests", "RESOURCE_EXHAUSTED", "429", "502", "503")),
    ];

    private static readonly string[] Keys =
        ["guard.toolFailed.other", "guard.toolFailed.timeout", "guard.toolFailed.notFound", "guard.toolFailed.unavailable", "guard.toolFailed.denied"];

    /// <summary>Key in the message file.</summary>
    public static string KeyOf(ToolErrorClass error) => Keys[(int)error];

    /// <summary>Sets <see cref="Evaluation.ErrorKey"/>, an empty object, and a finding that says what the caller was told.</summary>
    public static void Inspect(ToolFailure failure, string code, Evaluation work)
    {
        OutputFilter.WriteNothing(work);
        var error = ClassOf(failure);
        work.ErrorKey = KeyOf(error);
        work.Checks.Set(CheckKind.OutputFields, CheckOutcome.Ran);
        work.Findings.Add(new Finding(code, CheckKind.OutputFields, Verdict.Allow, Reason.Ok) { Detail = work.ErrorKey });
    }

    /// <summary>The type says most, then the message, then the detail.</summary>
    public static ToolErrorClass ClassOf(ToolFailure failure)
    {
        var error = ClassOf(failure.Type);
        error = error == ToolErrorClass.Other ? ClassOf(failure.Message) : error;
        return error == ToolErrorClass.Other ? ClassOf(failure.Detail) : error;
    }

    private static ToolErrorClass ClassOf(string text)
    {
        var looked = text.AsSpan(0, Math.Min(text.Length, CharsLimit));
        foreach (var (error, signs) in Signs)
        {
            if (HasSign(looked, signs))
            {
                return error;
            }
        }

        return ToolErrorClass.Other;
    }

    // A status code is one only when it stands alone: not in 14045.
    private static bool HasSign(ReadOnlySpan<char> text, SearchValues<string> signs)
    {
        for (var at = text.IndexOfAny(signs); at >= 0;)
        {
            if (!char.IsAsciiDigit(text[at]) || StandsAlone(text, at))
            {
                return true;
            }

            var next = text[(at + 1)..].IndexOfAny(signs);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int at)
        => (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + 3 >= text.Length || !char.IsLetterOrDigit(text[at + 3]));

    private static SearchValues<string> Any(params string[] signs) => SearchValues.Create(signs, StringComparison.OrdinalIgnoreCase);
}
