using AiDesk.Agent.Approvals;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;

namespace AiDesk.Agent.Demo;

/// <summary>Plays the scenes through the desk's own services. Each scene has its request ids: played again, it finds what it did and does nothing.</summary>
internal sealed class LiveDemo(DeskDatabase database, Conversations conversations, DraftApprovals drafts, ToolCallApprovals calls, DeskReads reads, TimeProvider clock)
{
    /// <summary>A channel that is set and cannot be used, as one whose key was forgotten.</summary>
    private const string RefusingChannel = "sms";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers how many scenes were new.</summary>
    public async Task<int> PlayAsync(string tenant, CancellationToken cancellationToken)
    {
        var begun = new List<(LiveScene Scene, PostedMessage Posted)>();
        foreach (var scene in LiveScenes.All[tenant])
        {
            if (!await IsPlayedAsync(tenant, scene, cancellationToken).ConfigureAwait(false))
            {
                begun.Add((scene, await conversations.PostAsync(CustomerOf(tenant, scene), new NewMessage(null, scene.Text, RequestOf(scene), "", ""), cancellationToken).ConfigureAwait(false)));
            }
        }

        foreach (var (scene, posted) in begun.Where(begun => begun.Scene.Then != LiveAct.Wait))
        {
            await FollowAsync(tenant, scene, posted, cancellationToken).ConfigureAwait(false);
        }

        return begun.Count;
    }

    private async Task FollowAsync(string tenant, LiveScene scene, PostedMessage posted, CancellationToken cancellationToken)
    {
        var run = await StoppedAsync(tenant, posted.RunId!.Value, cancellationToken).ConfigureAwait(false);
        if (scene.Then == LiveAct.TakeOver)
        {
            await conversations.PostAsync(PersonOf(tenant, DemoTenant.Agent), new NewMessage(posted.ConversationId, scene.Words, RequestOf(scene) + "-answer", "", ""), cancellationToken).ConfigureAwait(false);
        }
        else if (scene.Then == LiveAct.Vote)
        {
            await VoteAsync(tenant, run, cancellationToken).ConfigureAwait(false);
        }
        else if (run is { State: V1.RunState.PendingApproval, Draft: { } draft })
        {
            await ApproveAsync(tenant, scene, run, draft, posted.ConversationId, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ApproveAsync(string tenant, LiveScene scene, Run run, Draft draft, Guid conversation, CancellationToken cancellationToken)
    {
        if (scene.Then == LiveAct.FailToSend)
        {
            await RefuseAsync(tenant, conversation, cancellationToken).ConfigureAwait(false);
        }

        var request = new ApproveRunRequest { RunId = run.RunId, DraftHash = draft.Hash, ConversationVersion = run.ConversationVersion };
        if (scene.Then == LiveAct.Edit)
        {
            request.EditedText = scene.Words;
        }

        await drafts.ApproveAsync(PersonOf(tenant, DemoTenant.SecondApprover), request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first of the words that an escalated call needs.</summary>
    private async Task VoteAsync(string tenant, Run run, CancellationToken cancellationToken)
    {
        var person = PersonOf(tenant, DemoTenant.SecondApprover);
        var waiting = await reads.ListPendingAsync(person, new ListPendingRequest { Kind = ApprovalKind.ToolCall, PageSize = 100 }, cancellationToken).ConfigureAwait(false);
        foreach (var item in waiting.Items.Where(item => item.Run.RunId == run.RunId && item.ApprovalType == ApprovalType.ExecutiveEscalation))
        {
            await calls.ResolveAsync(person, new ResolveToolCallRequest { ApprovalId = item.ApprovalId, Resolution = ToolCallResolution.Approve }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RefuseAsync(string tenant, Guid conversation, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            UPDATE desk.settings SET channels = channels || jsonb_build_object(@RefusingChannel, jsonb_build_object('kind', 'webhook', 'url', 'https://sms.invalid/send', 'key_id', 'none'))
            WHERE tenant_id = @tenant AND NOT channels ? @RefusingChannel
            """,
            new { RefusingChannel },
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync("UPDATE desk.conversations SET channel = @RefusingChannel WHERE tenant_id = @tenant AND conversation_id = @conversation", new { RefusingChannel, conversation }, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsPlayedAsync(string tenant, LiveScene scene, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        return await work.FirstAsync<bool>(
            "SELECT EXISTS (SELECT FROM desk.messages WHERE tenant_id = @tenant AND person_id = @Person AND request_id = @request AND sequence = 1 AND author IN ('customer', 'agent'))",
            new { scene.Person, request = RequestOf(scene) },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run when it is not at work any more.</summary>
    private async Task<Run> StoppedAsync(string tenant, Guid run, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + Patience;
        using var beat = new PeriodicTimer(Beat, clock);
        while (true)
        {
            var found = (await reads.GetRunAsync(PersonOf(tenant, DemoTenant.Approver), new GetRunRequest { RunId = run.ToString() }, cancellationToken).ConfigureAwait(false)).Run;
            if (found.State != V1.RunState.Running || clock.GetUtcNow() > until)
            {
                return found;
            }

            await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string RequestOf(LiveScene scene) => "demo-live-" + scene.Name;

    /// <summary>A session of its own for each scene: nobody's limits and strikes are the demonstration's.</summary>
    private static DeskCaller CustomerOf(string tenant, LiveScene scene) => new(tenant, scene.Person, scene.CustomerName, PrincipalRoles.Customer, "s-demo-live-" + scene.Name, "");

    private static DeskCaller PersonOf(string tenant, string id)
    {
        var person = DemoTenant.Find(tenant)!.People.First(person => person.Id == id);
        return new DeskCaller(tenant, id, person.Name, PrincipalRoleNames.Parse(person.Role), "", "");
    }
}
