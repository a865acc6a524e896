using System.Text;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Models;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Graph;

/// <summary>Reads a streamed answer and stops it where it is too long: throws <see cref="ModelAnswerException"/>.</summary>
internal sealed class AnswerReading(int maxTokens, int maxCalls)
{
    // No script needs more characters a token; a model that counts for itself is believed only below this.
    private const int CharsPerToken = 4;

    private readonly StringBuilder _text = new();
    private readonly List<FunctionCallContent> _calls = [];
    private UsageDetails? _usage;
    private int _updates;

    public void Add(ChatResponseUpdate update)
    {
        if (++_updates > (maxTokens * CharsPerToken) + 1000)
        {
            throw new ModelAnswerException(isEndless: true, "the answer does not end");
        }

        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    _text.Append(text.Text);
                    break;
                case FunctionCallContent call:
                    _calls.Add(call);
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
            }
        }

        if (_text.Length > maxTokens * CharsPerToken || _calls.Count > maxCalls)
        {
            throw new ModelAnswerException(isEndless: true, "the answer is longer than it may be");
        }
    }

    public ModelCall Finish(int estimatedInput)
    {
        var calls = _calls.Select(call => new ProposedCall(call.CallId ?? "", call.Name ?? "", ToolArguments.TextOf(call))).ToList();
        var chars = _text.Length + calls.Sum(call => call.Arguments.Length + call.Tool.Length);
        var output = Count(_usage?.OutputTokenCount) ?? (chars + CharsPerToken - 1) / CharsPerToken;
        var input = Count(_usage?.InputTokenCount) ?? estimatedInput;
        return new ModelCall(new ModelAnswer(ReplyText.Clean(_text.ToString()), calls, output), input, output, "ok", "");
    }

    // What an endpoint says is not believed beyond reason.
    private static int? Count(long? tokens) => tokens is > 0 and < 10_000_000 ? (int)tokens : null;
}
