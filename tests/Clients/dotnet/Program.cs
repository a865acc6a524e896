// Asks for the conformance runner through AiDesk.Client: `caller ADDRESS`. Each line of its input is a question, each line of its output the answer to one, in any order:
//   {"id": 1, "rpc": "CheckInput", "token": null, "request": BASE64}              → {"id": 1, "response": BASE64} or {"id": 1, "error": {…}}
//   {"id": 2, "rpc": "CheckOutputStream", "token": "…", "open": BASE64, "chunks": ["…"]} → {"id": 2, "text": "…", "pace": "…", "stopped": false, "decision": BASE64 or null}
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Client.Caller;

var caller = new Caller(args[0]);
var writing = new SemaphoreSlim(1, 1);
var answering = new List<Task>();
while (await Console.In.ReadLineAsync() is { } line)
{
    answering.RemoveAll(task => task.IsCompletedSuccessfully);
    answering.Add(AnswerAsync(JsonNode.Parse(line)!.AsObject()));
}

await Task.WhenAll(answering);
caller.Dispose();

async Task AnswerAsync(JsonObject question)
{
    var answer = await caller.AnswerAsync(question);
    answer["id"] = question["id"]!.GetValue<int>();
    await writing.WaitAsync();
    try
    {
        await Console.Out.WriteLineAsync(answer.ToJsonString(JsonSerializerOptions.Default));
    }
    finally
    {
        writing.Release();
    }
}
