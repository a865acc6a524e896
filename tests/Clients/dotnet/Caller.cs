using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AiDesk.Client.Caller;

/// <summary>One client, and a view of it for each token: all calls share its channel.</summary>
internal sealed class Caller(string address) : IDisposable
{
    private readonly PolicyClient _client = new(new PolicyClientOptions { Address = address, Token = "", Deadline = TimeSpan.FromMinutes(1) });
    private readonly ConcurrentDictionary<string, PolicyClient> _views = new(StringComparer.Ordinal);

    public async Task<JsonObject> AnswerAsync(JsonObject question)
    {
        var client = _views.GetOrAdd(question["token"]?.GetValue<string>() ?? "", _client.WithToken);
        try
        {
            var rpc = question["rpc"]!.GetValue<string>();
            return rpc == "CheckOutputStream"
                ? await StreamAsync(client, question)
                : new JsonObject { ["response"] = (await AskAsync(client, rpc, ByteString.FromBase64(question["request"]!.GetValue<string>()))).ToByteString().ToBase64() };
        }
        catch (PolicyException failed)
        {
            var metadata = new JsonObject(failed.Metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));
            return new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = failed.Code, ["message"] = failed.Details, ["reason"] = failed.Reason, ["domain"] = failed.Domain, ["metadata"] = metadata },
            };
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<IMessage> AskAsync(PolicyClient client, string rpc, ByteString request) => rpc switch
    {
        "CheckInput" => await client.CheckInputAsync(CheckInputRequest.Parser.ParseFrom(request)),
        "CheckToolCall" => await client.CheckToolCallAsync(CheckToolCallRequest.Parser.ParseFrom(request)),
        "FilterToolOutput" => await client.FilterToolOutputAsync(FilterToolOutputRequest.Parser.ParseFrom(request)),
        "CheckOutput" => await client.CheckOutputAsync(CheckOutputRequest.Parser.ParseFrom(request)),
        "Settle" => await client.SettleAsync(SettleRequest.Parser.ParseFrom(request)),
        "ResolveApproval" => await client.ResolveApprovalAsync(ResolveApprovalRequest.Parser.ParseFrom(request)),
        "RedeemDecision" => await client.RedeemDecisionAsync(RedeemDecisionRequest.Parser.ParseFrom(request)),
        "ListTools" => await client.ListToolsAsync(ListToolsRequest.Parser.ParseFrom(request)),
        _ => throw new ArgumentException($"the client has no {rpc}", nameof(rpc)),
    };

    private static async Task<JsonObject> StreamAsync(PolicyClient client, JsonObject question)
    {
        var open = CheckOutputStreamOpen.Parser.ParseFrom(ByteString.FromBase64(question["open"]!.GetValue<string>()));
        var chunks = question["chunks"]!.AsArray().Select(chunk => chunk!.GetValue<string>()).ToList();
        var reply = client.StreamOutput(open, chunks.ToAsyncEnumerable());
        var text = new StringBuilder();
        await foreach (var piece in reply)
        {
            text.Append(piece);
        }

        return new JsonObject
        {
            ["text"] = text.ToString(),
            ["pace"] = typeof(ReleasePace).GetField(reply.Pace.ToString())!.GetCustomAttributes(false).OfType<OriginalNameAttribute>().Single().Name,
            ["stopped"] = reply.Stopped,
            ["decision"] = reply.Decision?.ToByteString().ToBase64(),
        };
    }
}
