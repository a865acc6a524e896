using System.Text.Json;
using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Tests.Chat;

/// <summary>A model and its tools under the policy, asked as an application asks it: whole or streamed, carrying out the calls that come back.</summary>
internal sealed class Conversation(PolicyClient client, ScriptedModel model, bool streamed) : IDisposable
{
    private const int MostSteps = 4;

    public CallContext Context { get; } = Requests.Context();

    public List<ChatMessage> Messages { get; } = [];

    public List<HeldCall> Held { get; } = [];

    public List<string> Ran { get; } = [];

    public Func<ToolApprovalResponseContent, CancellationToken, ValueTask<string?>>? ApproverToken { get; init; }

    public bool ThrowWhenInputIsRefused { get; init; }

    public bool Guarded { get; init; } = true;

    /// <summary>Pieces of text in which the last answer came.</summary>
    public List<string> Pieces { get; private set; } = [];

    public ScriptedModel Model => model;

    public ChatPolicy Policy => field ??= new ChatPolicy
    {
        Client = client, Context = () => Context, OnHeld = Held.Add, ApproverToken = ApproverToken, ThrowWhenInputIsRefused = ThrowWhenInputIsRefused,
    };

    /// <summary>All that the model was told in its last call, as JSON.</summary>
    public string Told => JsonSerializer.Serialize(model.Asked[^1].Messages, AIJsonUtilities.DefaultOptions);

    public Task<ChatResponse> SayAsync(string text, IEnumerable<AITool>? tools = null, string? instructions = null)
    {
        Messages.Add(new ChatMessage(ChatRole.User, text));
        return ContinueAsync(tools, instructions);
    }

    /// <summary>Asks, and carries out the calls that come back, until the answer has none.</summary>
    public async Task<ChatResponse> ContinueAsync(IEnumerable<AITool>? tools = null, string? instructions = null)
    {
        var options = new ChatOptions { Tools = tools is null ? null : Guarded ? tools.Guard(Policy) : [.. tools], Instructions = instructions };
        for (var step = 0; ; step++)
        {
            var response = await AskAsync(options);
            Messages.AddRange(response.Messages);
            var done = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => !done.Contains(call.CallId)).ToList();
            if (calls.Count == 0 || step == MostSteps)
            {
                return response;
            }

            foreach (var call in calls)
            {
                var tool = options.Tools!.OfType<AIFunction>().Single(offered => offered.Name == call.Name);
                Messages.Add(new ChatMessage(ChatRole.Tool, [await InvokeAsync(tool, call)]));
            }
        }
    }

    public AIFunction Tool(string name, Func<object?> run)
        => AIFunctionFactory.Create((AIFunctionArguments arguments) =>
        {
            Ran.Add($"{name} {JsonSerializer.Serialize(arguments.ToDictionary(StringComparer.Ordinal))}");
            return run();
        }, name, "A tool.");

    public void Dispose() => model.Dispose();

    private static async Task<FunctionResultContent> InvokeAsync(AIFunction tool, FunctionCallContent call)
    {
        try
        {
            return new FunctionResultContent(call.CallId, await tool.InvokeAsync(new AIFunctionArguments(call.Arguments, StringComparer.Ordinal)));
        }
        catch (Exception fault) when (fault is not PolicyException)
        {
            return new FunctionResultContent(call.CallId, "failed") { Exception = fault };
        }
    }

    private async Task<ChatResponse> AskAsync(ChatOptions options)
    {
        using var guarded = model.WithPolicy(Policy);
        if (!streamed)
        {
            var response = await guarded.GetResponseAsync(Messages, options);
            Pieces = [response.Text];
            return response;
        }

        var updates = await guarded.GetStreamingResponseAsync(Messages, options).ToListAsync();
        updates.ShouldAllBe(update => update.RawRepresentation == null);
        Pieces = [.. updates.Select(update => update.Text).Where(text => text.Length > 0)];
        return updates.ToChatResponse();
    }
}
