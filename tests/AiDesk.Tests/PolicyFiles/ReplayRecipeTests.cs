using System.Text.Json;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>The lines of docs/admin.md, "Which decisions would a policy flip?", with processes as a reader would start them.</summary>
public sealed class ReplayRecipeTests
{
    private const string Corpus = "corpus/injection/eval/es.jsonl";

    [Fact]
    public async Task Replay_ARecordedCorpusUnderTheSamePolicyAndACandidate_FlipsNothingAndWhatIsLonger()
    {
        using var folder = new TemporaryFolder();
        var policy = CopyPolicies(folder);
        var rows = File.ReadLines(Repository.In(Corpus)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!).ToList();
        await using (var service = await RunningCommand.StartAsync(folder, "--policy-dir", folder.In("desk")))
        {
            var asked = await CommandRun.OfAsync(
                "check", "input", "--file", Repository.In(Corpus), "--tenant", "tienda-alba", "--address", service.Grpc.ToString(), "--state-dir", folder.In("state"), "--json");
            asked.Status.ShouldBe(0, asked.Error);
            asked.Json.GetProperty("answered").GetInt32().ShouldBe(rows.Count);
            await service.TerminateAsync();
            (await service.EndAsync()).Status.ShouldBe(0);
        }

        (await ReplayAsync(folder, policy)).ShouldBe($"{rows.Count} decisions replayed, 0 flipped.");

        var candidate = folder.Write("desk/tienda-alba/candidate.yaml", File.ReadAllText(policy).Replace("\ninput:\n", "\ninput:\n  max_chars: 60\n", StringComparison.Ordinal));
        (await ReplayAsync(folder, candidate)).ShouldBe($"{rows.Count} decisions replayed, {rows.Count(text => text.EnumerateRunes().Count() > 60)} flipped.");
    }

    /// <summary>The last line.</summary>
    private static async Task<string> ReplayAsync(TemporaryFolder folder, string policy)
    {
        var run = await CommandRun.OfAsync("policy", "replay", "--records", folder.In("state"), "--policy", policy);
        run.Status.ShouldBe(0, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    private static string CopyPolicies(TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.In("policies"), "*", SearchOption.AllDirectories))
        {
            folder.Write("desk/" + Path.GetRelativePath(Repository.In("policies"), file), File.ReadAllText(file));
        }

        var policy = folder.In("desk/tienda-alba/policy.yaml");
        File.AppendAllText(policy, "records: { capture: all }\n");
        return policy;
    }
}
