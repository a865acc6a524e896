using AiDesk.Client.Calls;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>One call to the model: whose it is, and the questions that each part of it asks.</summary>
internal sealed record Turn(ChatPolicy Policy, CallContext Context, CancellationToken CancellationToken)
{
    /// <summary>Under which the decision on the reply, or what ended it, is found in AdditionalProperties.</summary>
    private const string DecisionKey = "aidesk";

    public PolicyClient Client => Policy.Client;

    /// <summary>A whole text of the model: what of it may be shown (null: nothing), and the decision. Empty text needs none.</summary>
    public async ValueTask<(string? Text, Decision? Decision)> CheckTextAsync(string text)
    {
        if (text.Length == 0)
        {
            return (text, null);
        }

        var request = new CheckOutputRequest { Context = Context, RequestId = Rpcs.NewId(), Author = ReplyAuthor.Model, Text = text };
        var answer = await Client.CheckOutputAsync(request, cancellationToken: CancellationToken).ConfigureAwait(false);
        return (answer.Sendable(text), answer.Decision ?? new Decision());
    }

    /// <summary>A tool call of the model, decided on.</summary>
    public async Task<KnownCall> CheckCallAsync(string callId, string tool, string argumentsJson)
    {
        var request = new CheckToolCallRequest { Context = Context, RequestId = Rpcs.NewId(), CallId = callId, Tool = tool, ArgumentsJson = argumentsJson };
        var answer = await Client.CheckToolCallAsync(request, cancellationToken: CancellationToken).ConfigureAwait(false);
        var check = CheckedCall.Of(answer);

        // Arguments that were not valid have no canonical form, and run nowhere.
        var arguments = answer.CanonicalArgumentsJson.Length > 0 ? answer.CanonicalArgumentsJson : argumentsJson;
        if (check.Decision.IsHeld())
        {
            Policy.OnHeld?.Invoke(new HeldCall(check.Decision!, callId, tool, arguments));
        }

        return new KnownCall(callId, tool, arguments, check);
    }

    /// <summary>The properties with the decision among them.</summary>
    public AdditionalPropertiesDictionary? Told(AdditionalPropertiesDictionary? properties, Decision? decision)
    {
        if (decision is null)
        {
            return properties;
        }

        var told = properties is null ? [] : new AdditionalPropertiesDictionary(properties);
        told[DecisionKey] = decision;
        return told;
    }
}
