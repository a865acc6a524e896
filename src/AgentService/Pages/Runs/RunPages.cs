using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Runs;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.V1.RunState;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>Every run of the desk, newest first.</summary>
internal static class RunPages
{
    private const int PageSize = 50;

    public static PageRoute[] Routes { get; } = [PageRoute.Get("/runs", PageRoute.Staff, ListAsync)];

    private static async Task<PageAnswer> ListAsync(PageRequest request)
    {
        var asked = new ListRunsRequest { PageSize = PageSize, PageToken = request.Query("page") };
        if (Enum.TryParse<RunState>(request.Query("state"), out var state) && state != RunState.Unspecified && Enum.IsDefined(state))
        {
            asked.States.Add(state);
        }

        var runs = await request.Get<DeskReads>().ListRunsAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<RunListPage, RunListModel>(request.Frame["nav.runs"], new RunListModel(runs.Runs, asked.States.FirstOrDefault(), runs.NextPageToken, asked.PageToken.Length > 0));
    }
}
