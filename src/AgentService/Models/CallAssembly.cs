using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace AiDesk.Agent.Models;

/// <summary>Tool calls of a streamed answer, which come in pieces, several at a time. Bounded: throws <see cref="ModelAnswerException"/>.</summary>
internal sealed class CallAssembly(int maxChars, int maxCalls)
{
    private readonly SortedDictionary<int, Part> _parts = [];
    private int _chars;

    public void Add(IReadOnlyList<StreamingChatToolCallUpdate> updates)
    {
        foreach (var update in updates)
        {
            if (!_parts.TryGetValue(update.Index, out var part))
            {
                if (_parts.Count == maxCalls)
                {
                    throw new ModelAnswerException(isEndless: true, $"the answer has more than {maxCalls} tool calls");
                }

                _parts[update.Index] = part = new Part();
            }

            part.Id = update.ToolCallId is { Length: > 0 } id ? id : part.Id;
            part.Name = update.FunctionName is { Length: > 0 } name ? name : part.Name;
            var piece = update.FunctionArgumentsUpdate?.ToString() ?? "";
            _chars += piece.Length;
            if (_chars > maxChars)
            {
                throw new ModelAnswerException(isEndless: true, $"the arguments have more than {maxChars} characters");
            }

            part.Arguments.Append(piece);
        }
    }

    /// <summary>In the order of their indices.</summary>
    public IList<AIContent> Finish() => [.. _parts.Values.Select(AIContent (part) => ToolArguments.Call(part.Id, part.Name, part.Arguments.ToString()))];

    private sealed class Part
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
