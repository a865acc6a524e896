using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.Service.Replay;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy replay`: which recorded decisions a policy would make otherwise. No service is needed.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var records = new Option<string>("--records") { Description = "A folder of records (records.jsonl), or a state folder with one.", Required = true };
        var policy = new Option<string>("--policy") { Description = "The candidate: a policy file, with its prompts beside it and the bases in _base beside its folder.", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "Whose records. Default: the tenant that the policy names." };
        var json = new Option<bool>("--json") { Description = "Print the flips as JSON." };
        var command = new Command("replay", "Make recorded decisions anew under a policy and list those that it would flip. Decisions without captured input (records.capture) are counted.")
        {
            records, policy, tenant, json,
        };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var candidate = new CandidateFile(parsed.GetRequiredValue(policy), parsed.GetValue(tenant));
            var run = new ReplayRun(candidate.Compile());
            await ReadAsync(FolderOf(parsed.GetRequiredValue(records)), candidate.Tenant, run, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                terminal.Line(ReplayReport.Json(run));
            }
            else
            {
                Show(run, terminal);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static string FolderOf(string given)
    {
        var within = Path.Combine(given, "records");
        return !Directory.Exists(given) ? throw CommandFailure.Usage($"{given} is no folder.") : Directory.Exists(within) ? within : given;
    }

    private static async Task ReadAsync(string folder, string tenant, ReplayRun run, CancellationToken cancellation)
    {
        var reader = new FileRecordReader(folder);
        var query = new RecordQuery { Tenant = tenant, PageSize = RecordQuery.LargestPage };
        do
        {
            var page = await reader.ReadAsync(query, cancellation).ConfigureAwait(false);
            foreach (var record in page.Records)
            {
                cancellation.ThrowIfCancellationRequested();
                run.Add(record);
            }

            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken.Length > 0);
    }

    private static void Show(ReplayRun run, Terminal terminal)
    {
        foreach (var flip in run.Flips)
        {
            terminal.Line(TerminalText.Visible(string.Create(
                CultureInfo.InvariantCulture,
                $"{flip.DecisionId} {flip.Time:yyyy-MM-ddTHH:mm:ssZ} {flip.Rpc}{(flip.Tool.Length > 0 ? " " + flip.Tool : "")}: {ReplayReport.Shown(flip.Before)} -> {ReplayReport.Shown(flip.After)}{(flip.Assumed.Count > 0 ? " (nothing counted: " + string.Join(", ", flip.Assumed) + ")" : "")}"),
                keepLines: false));
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Replayed} decisions replayed, {run.Flips.Count} flipped."));
        if (run.NotReplayable.Count > 0)
        {
            terminal.Line("Not replayable: " + string.Join(", ", run.NotReplayable.Select(cause => string.Create(CultureInfo.InvariantCulture, $"{cause.Value} {cause.Key}"))) + ".");
        }
    }
}
