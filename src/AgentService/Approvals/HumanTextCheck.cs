using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using DeskReason = AiDesk.Agent.V1.ErrorReason;

namespace AiDesk.Agent.Approvals;

/// <summary>
/// Asks policy about a text that a person wrote, in the person's name. What a person approves is what goes out, to the letter: a text that policy would
/// let out only with parts blacked out is refused with the blacked-out one beside it, for the person to approve or to rewrite.
/// </summary>
internal sealed class HumanTextCheck(PolicyConnection policy)
{
    /// <summary>The decision that lets it out. Throws <see cref="DeskException"/>: TEXT_DENIED, DEPENDENCY_UNAVAILABLE.</summary>
    public async Task<DecisionNote> CheckAsync(DeskCaller caller, Guid run, DraftRow row, string text, CancellationToken cancellationToken)
    {
        var request = new CheckOutputRequest
        {
            Context = new CallContext
            {
                SessionId = row.SessionId,
                ConversationId = row.ConversationId.ToString(),
                RunId = run.ToString(),
                UserId = row.PersonId,
                Channel = row.Channel,
                Locale = row.Locale,
                Mode = Mode.Copilot,
            },

            // The same text of the same run is one question, however often it is asked.
            RequestId = $"{run:N}:edit:{TextHash.Of(text)}",
            Text = text,
            Author = ReplyAuthor.Human,
        };
        CheckOutputResponse answer;
        try
        {
            answer = await policy.Client.CheckOutputAsync(request, policy.For(caller.Tenant, caller.PersonId, PrincipalRoles.Service, cancellationToken)).ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw PolicyErrors.Of(fault);
        }

        var decision = answer.Decision;
        var redacts = decision.Obligations.Contains(Obligation.Redact);
        if (redacts || decision.Verdict is not (Verdict.Allow or Verdict.AllowPostReview or Verdict.RequireApproval))
        {
            throw Denied(decision, redacts ? answer.RedactedText : "");
        }

        return PolicyNotes.Of(decision, "CheckOutput", "approval", "");
    }

    private static DeskException Denied(Decision decision, string redacted)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = PolicyNotes.NameOf(decision.Reason), ["decision_id"] = decision.DecisionId };
        if (redacted.Length > 0)
        {
            metadata["redacted_text"] = redacted;
        }

        var message = decision.UserMessage?.Text is { Length: > 0 } words ? words : $"Policy does not let this text out ({PolicyNotes.NameOf(decision.Reason)}).";
        return new DeskException(DeskReason.TextDenied, message) { Metadata = metadata };
    }
}
