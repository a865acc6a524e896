using System.Text.Json;
using AiDesk.CommandLine.Connection;
using AiDesk.Policy.Service;
using AiDesk.Policy.V1;
using AiDesk.Tests.Running;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>`aidesk policy replay` over what a real service recorded of the questions that the sample policies' own tests ask.</summary>
public sealed class ReplayCommandTests
{
    private static readonly string[] Tenants = ["harbour-pay", "praxis-linden", "tienda-alba"];

    [Fact]
    public async Task Replay_SamplesUnderTheSamePolicy_FlipsNothingAndUnderAnotherDoes()
    {
        using var folder = new TemporaryFolder();
        CopyPolicies(folder);
        var asked = new Dictionary<string, int>(StringComparer.Ordinal);
        await using (var service = await PolicyServiceHost.StartAsync(OptionsIn(folder), CancellationToken.None))
        {
            using var channel = GrpcChannel.ForAddress(service.GrpcAddress);
            foreach (var tenant in Tenants)
            {
                asked[tenant] = await AskAsync(new PolicyService.PolicyServiceClient(channel), folder, tenant);
            }

            await service.StopAsync(CancellationToken.None);
        }

        foreach (var tenant in Tenants)
        {
            var replay = await ReplayAsync(folder, Path.Combine("policies", tenant, "policy.yaml"));
            replay.GetProperty("flips").GetArrayLength().ShouldBe(0, replay.GetRawText());
            replay.GetProperty("not_replayable").EnumerateObject().ShouldBeEmpty();
            replay.GetProperty("replayed").GetInt32().ShouldBe(asked[tenant]);
            asked[tenant].ShouldBeGreaterThan(20);
        }

        // Beside the policy, under another name, with a shorter longest message.
        var text = await File.ReadAllTextAsync(folder.In("policies/tienda-alba/policy.yaml"));
        folder.Write("policies/tienda-alba/candidate.yaml", text.Replace("input:\n", "input:\n  max_chars: 12\n", StringComparison.Ordinal));
        var flips = (await ReplayAsync(folder, "policies/tienda-alba/candidate.yaml")).GetProperty("flips").EnumerateArray().ToList();
        flips.ShouldContain(flip => flip.GetProperty("after").GetProperty("reason").GetString() == "TOO_LONG");
    }

    [Fact]
    public async Task Replay_FolderThatIsNotThere_Usage()
    {
        var run = await CommandRun.OfAsync("policy", "replay", "--records", "no-such-folder", "--policy", Repository.In("policies", "tienda-alba", "policy.yaml"));

        run.Status.ShouldBe(2);
        run.Error.ShouldContain("no-such-folder is no folder");
    }

    private static async Task<JsonElement> ReplayAsync(TemporaryFolder folder, string policy)
    {
        var run = await CommandRun.OfAsync("policy", "replay", "--records", folder.In("state"), "--policy", folder.In(policy), "--json");
        run.Status.ShouldBe(0, run.Error);
        return run.Json;
    }

    private static PolicyServiceOptions OptionsIn(TemporaryFolder folder) => new()
    {
        GrpcAddress = "127.0.0.1:0", HttpAddress = "127.0.0.1:0", PolicyDirectory = folder.In("policies"), StateDirectory = folder.In("state"),
    };

    private static void CopyPolicies(TemporaryFolder folder)
    {
        var root = Repository.In("policies");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            var captured = Path.GetFileName(file) == "policy.yaml" ? WithCapture(text) : text;
            folder.Write("policies/" + Path.GetRelativePath(root, file).Replace('\\', '/'), captured);
        }
    }

    private static string WithCapture(string policy) =>
        string.Join('\n', policy.Split('\n').Where(line => !line.StartsWith("records:", StringComparison.Ordinal))) + "\nrecords: { capture: all }\n";

    /// <summary>Asks everything that the tenant's test files ask, in ten sessions; answers how many decisions that made.</summary>
    private static async Task<int> AskAsync(PolicyService.PolicyServiceClient client, TemporaryFolder folder, string tenant)
    {
        var headers = new Metadata { { "authorization", "Bearer " + DevelopmentTokens.Sign(folder.In("state"), tenant, "service", "replay-test", TimeSpan.FromHours(1)) } };
        var number = 0;
        foreach (var question in SampleQuestions.Of(Repository.In("policies", tenant)))
        {
            number++;
            var context = new CallContext { SessionId = $"s{number % 10}", RunId = $"r{number % 10}", UserId = $"u{number % 3}", ClientIp = "203.0.113.9", Mode = number % 2 == 0 ? Mode.Autopilot : Mode.Copilot };
            switch (question.Kind)
            {
                case "input":
                    await client.CheckInputAsync(new CheckInputRequest { Context = context, Message = new InputMessage { MessageId = $"m{number}", Text = question.Text, Author = MessageAuthor.Customer } }, headers);
                    break;
                case "tool_call":
                    await client.CheckToolCallAsync(new CheckToolCallRequest { Context = context, CallId = $"c{number}", Tool = question.Tool, ArgumentsJson = question.Text }, headers);
                    break;
                case "tool_output":
                    await client.FilterToolOutputAsync(new FilterToolOutputRequest { Context = context, CallId = $"c{number}", Tool = question.Tool, OutputJson = question.Text }, headers);
                    break;
                default:
                    await client.CheckOutputAsync(new CheckOutputRequest { Context = context, Text = question.Text, Author = ReplyAuthor.Model }, headers);
                    break;
            }
        }

        return number;
    }
}
