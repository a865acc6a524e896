using System.Globalization;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using RunState = AiDesk.Agent.V1.RunState;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>Every run of the desk, newest first, and all that happened in one of them.</summary>
internal static class RunPages
{
    private const int PageSize = 50;
    private const int EventSize = 100;

    public static PageRoute[] Routes { get; } = [PageRoute.Get("/runs", PageRoute.Staff, ListAsync), PageRoute.Get("/runs/{run_id}", PageRoute.Staff, ShowAsync)];

    private static async Task<PageAnswer> ListAsync(PageRequest request)
    {
        var asked = new ListRunsRequest { PageSize = PageSize, PageToken = request.Query("page"), ConversationId = request.Query("conversation") };
        if (Enum.TryParse<RunState>(request.Query("state"), out var state) && state != RunState.Unspecified && Enum.IsDefined(state))
        {
            asked.States.Add(state);
        }

        var runs = await request.Get<DeskReads>().ListRunsAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        var customers = await request.Get<RunSurroundings>().CustomersAsync(request.Caller.Tenant, runs.Runs, request.Aborted).ConfigureAwait(false);
        var rows = runs.Runs.Select(run => new RunListRow(run, customers.GetValueOrDefault(run.ConversationId, ""))).ToList();
        return PageAnswer.View<RunListPage, RunListModel>(
            request.Frame["nav.runs"], new RunListModel(rows, asked.States.FirstOrDefault(), asked.ConversationId, runs.NextPageToken, asked.PageToken.Length > 0));
    }

    private static async Task<PageAnswer> ShowAsync(PageRequest request)
    {
        var reads = request.Get<DeskReads>();

        // An id that is none is answered like one that nobody has.
        var id = Guid.TryParse(request.Route("run_id"), out var parsed) ? parsed : throw DeskException.NotFound();
        var run = (await reads.GetRunAsync(request.Caller, new GetRunRequest { RunId = id.ToString() }, request.Aborted).ConfigureAwait(false)).Run;

        // What happens in a run is shown to all staff, as the desk's stream of events does; the audit as such, who and when to the letter, is for admins.
        var events = await reads.ListAuditAsync(request.Caller, new ListAuditRequest { RunId = run.RunId, PageSize = EventSize, PageToken = Events(request) }, request.Aborted).ConfigureAwait(false);
        var around = await request.Get<RunSurroundings>().ReadAsync(request.Caller.Tenant, run, request.Aborted).ConfigureAwait(false);
        var thread = await ThreadAsync(request, reads, run, around.Message?.Sequence ?? 0).ConfigureAwait(false);
        return PageAnswer.View<RunPage, RunModel>(
            request.Frame["runs.title"],
            new RunModel(run, thread, RunTimeline.Of(run, around.Messages, events.Events), request.Frame.IsAdmin ? events.Events : [], request.Frame.IsAdmin ? events.NextPageToken : "", Events(request).Length > 0));
    }

    /// <summary>Only admins turn the pages of the audit.</summary>
    private static string Events(PageRequest request) => (request.Caller.Roles & PrincipalRoles.Admin) != 0 ? request.Query("page") : "";

    private static async Task<RunThread> ThreadAsync(PageRequest request, DeskReads reads, Run run, long sequence)
    {
        var after = long.TryParse(request.Query("thread"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : Math.Max(0, sequence - RunThread.Before);
        var found = await reads.GetConversationAsync(request.Caller, new GetConversationRequest { ConversationId = run.ConversationId, AfterSequence = after }, request.Aborted).ConfigureAwait(false);
        return new RunThread(found.Conversation, [.. found.Messages.Take(RunThread.Size)], after);
    }
}
