using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace AiDesk.Agent.Models;

/// <summary>From the abstraction's messages and options to those of the OpenAI package.</summary>
internal static class OpenAiMessages
{
    public static IEnumerable<OpenAI.Chat.ChatMessage> Map(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System)
            {
                yield return new SystemChatMessage(message.Text);
            }
            else if (message.Role == ChatRole.Tool)
            {
                foreach (var result in message.Contents.OfType<FunctionResultContent>())
                {
                    yield return new ToolChatMessage(result.CallId, result.Result?.ToString() ?? "");
                }
            }
            else if (message.Role == ChatRole.Assistant)
            {
                var calls = message.Contents.OfType<FunctionCallContent>()
                    .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(ToolArguments.TextOf(call) is { Length: > 0 } json ? json : "{}")))
                    .ToList();
                yield return calls.Count > 0 ? new AssistantChatMessage(calls) : new AssistantChatMessage(message.Text);
            }
            else
            {
                yield return new UserChatMessage(message.Text);
            }
        }
    }

    public static ChatCompletionOptions Map(ChatOptions? options)
    {
        var mapped = new ChatCompletionOptions { MaxOutputTokenCount = options?.MaxOutputTokens, Temperature = options?.Temperature };
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            mapped.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (mapped.Tools.Count > 0)
        {
            mapped.AllowParallelToolCalls = options?.AllowMultipleToolCalls ?? true;
        }

        return mapped;
    }
}
