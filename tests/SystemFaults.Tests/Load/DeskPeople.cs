using AiDesk.Agent.V1;

namespace AiDesk.SystemFaults.Load;

/// <summary>Customers who write to a desk, each once, and the person who approves whatever waits there, each twice.</summary>
internal sealed class DeskPeople(AgentService.AgentServiceClient desk, Calls calls, Answers answers, string tenant, string customers = "customer")
{
    public const string ApproverRole = "approver";
    public const string Approver = "vera";
    public const string SecondApprover = "bruno";

    private static readonly string[] Texts = ["Hello!", "My lamp arrived broken", "Please send me a payment link for 20"];

    private readonly HashSet<string> _resolved = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>A customer's message, sent until it is taken, and once more. Answers its run; null when nobody took it.</summary>
    public async Task<Guid?> WriteAsync(string? text = null)
    {
        var number = Interlocked.Increment(ref _number);
        var person = $"{customers}-{calls.Promised.Number}-{number}";
        var request = new PostMessageRequest { Text = text ?? Texts[number % Texts.Length], RequestId = person, Locale = "en" };
        var posted = await calls.UntilAnsweredAsync(answers, options => desk.PostMessageAsync(request, options), tenant, "customer", person);
        if (posted is null)
        {
            return null;
        }

        var run = Guid.Parse(posted.RunId);
        calls.Promised.Runs[run] = tenant;
        if (number % 4 == 0 && await calls.TryAsync(answers, options => desk.PostMessageAsync(request, options), tenant, "customer", person) is { } again && again.RunId != posted.RunId)
        {
            calls.Promised.Problems.Enqueue("the same message made two runs");
        }

        return run;
    }

    /// <summary>Looks at what waits, and approves it.</summary>
    public async Task ApproveAsync()
    {
        var pending = await calls.TryAsync(answers, options => desk.ListPendingAsync(new ListPendingRequest { PageSize = 100 }, options), tenant, ApproverRole, Approver);
        foreach (var item in pending?.Items ?? [])
        {
            switch (item.Kind)
            {
                case ApprovalKind.Draft: await ApproveDraftAsync(item.Run); break;
                case ApprovalKind.ToolCall: await ApproveCallAsync(item.ApprovalId); break;
                case ApprovalKind.PostReview: await calls.TryAsync(answers, options => desk.CloseReviewAsync(new CloseReviewRequest { ApprovalId = item.ApprovalId, Finding = ReviewFinding.Fine }, options), tenant, ApproverRole, Approver); break;
                default: calls.Promised.Problems.Enqueue($"a message could not be sent: {item.Reason}"); break;
            }
        }
    }

    private async Task ApproveDraftAsync(Run run)
    {
        var request = new ApproveRunRequest { RunId = run.RunId, DraftHash = run.Draft.Hash, ConversationVersion = run.ConversationVersion };
        Receipt? first = null;
        for (var time = 0; time < 2; time++)
        {
            var receipt = (await calls.UntilAnsweredAsync(answers, options => desk.ApproveRunAsync(request, options), tenant, ApproverRole, Approver))?.Receipt;
            if (receipt is null)
            {
                return;
            }

            calls.Promised.Approved[Guid.Parse(run.RunId)] = tenant;
            if (first is not null && (!receipt.Replayed || receipt.OutboxId != first.OutboxId))
            {
                calls.Promised.Problems.Enqueue("the same approval had two receipts");
            }

            first ??= receipt;
        }
    }

    /// <summary>One person says it twice; where policy wants two, which it does while it cannot know whether the session is tainted, another one says it too.</summary>
    private async Task ApproveCallAsync(string approval)
    {
        var missing = await ResolveAsync(approval, Approver);
        if (missing > 0 && await ResolveAsync(approval, Approver) is { } again && again != missing)
        {
            calls.Promised.Problems.Enqueue($"one person's word counted twice: {missing} were missing, then {again}");
        }
        else if (missing > 0)
        {
            missing = await ResolveAsync(approval, SecondApprover);
        }

        if (missing == 0 && _resolved.Add(approval))
        {
            await ResolveAsync(approval, Approver);
        }
    }

    /// <summary>How many are still missing; null when nobody answered, or while the counters cannot be asked: it stays pending, and is found again.</summary>
    private async Task<int?> ResolveAsync(string approval, string person)
    {
        var request = new ResolveToolCallRequest { ApprovalId = approval, Resolution = ToolCallResolution.Approve };
        var isKnown = _resolved.Contains(approval);
        var answer = await calls.TryAsync(answers, options => desk.ResolveToolCallAsync(request, options), tenant, ApproverRole, person);
        if (isKnown && answer is { Replayed: false })
        {
            calls.Promised.Problems.Enqueue("the same approval of a call was counted twice");
        }

        return answer switch { null => null, { State: ToolCallApprovalState.Approved } => 0, { ApprovalsMissing: > 0 } => answer.ApprovalsMissing, _ => null };
    }
}
