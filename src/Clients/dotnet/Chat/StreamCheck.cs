using System.Threading.Channels;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>
/// The parts of a streamed answer that may go on, in the model's order but for text, which comes as the policy releases it. Left out are reasoning that may not be shown and the
/// provider's own form of each part, which has the text as it was.
/// </summary>
internal sealed class StreamCheck(Turn turn, Question question) : IAsyncDisposable
{
    private const int MostWaiting = 64;

    private readonly Channel<ChatResponseUpdate> _updates = Channel.CreateBounded<ChatResponseUpdate>(MostWaiting);
    private readonly Channel<string> _text = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(turn.CancellationToken);
    private readonly ReplyCheck _check = new(turn, question.Options?.Tools);
    private readonly HashSet<string> _ran = new(StringComparer.Ordinal);
    private readonly UsageDetails _usage = new();
    private readonly System.Text.StringBuilder _reasoning = new();
    private TextReasoningContent? _lastReasoning;
    private ChatResponseUpdate _last = new(ChatRole.Assistant, []);
    private ChatFinishReason? _finish;
    private ReplyStream? _reply;
    private Task _released = Task.CompletedTask;
    private Task _running = Task.CompletedTask;
    private bool _sent;
    private bool _answered;
    private bool _told;

    public IAsyncEnumerable<ChatResponseUpdate> RunAsync(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> ask)
    {
        _running = PumpAsync(ask);
        return _updates.Reader.ReadAllAsync(turn.CancellationToken);
    }

    /// <summary>Ends the model's answer where it is still being written, and settles what it cost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await question.SettleAsync(_told ? _usage : null, _answered).ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task PumpAsync(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> ask)
    {
        try
        {
            try
            {
                await foreach (var update in ask(_over.Token).ConfigureAwait(false))
                {
                    await TakeAsync(update).ConfigureAwait(false);

                    // The rest of a reply that is refused need not be written.
                    if (_reply is { Stopped: true })
                    {
                        break;
                    }
                }

                await EndReasoningAsync().ConfigureAwait(false);
            }
            catch
            {
                // A reply that broke off is not released as if it were whole.
                await _over.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                _text.Writer.Complete();
            }

            await _released.ConfigureAwait(false);
            await EndAsync().ConfigureAwait(false);
            _updates.Writer.Complete();
        }
        catch (Exception fault)
        {
            await _released.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _updates.Writer.Complete(_released.Exception?.InnerException is PolicyException unchecked_ ? unchecked_ : fault);
        }
    }

    private async Task TakeAsync(ChatResponseUpdate update)
    {
        _answered = true;
        _last = update;
        _finish = update.FinishReason ?? _finish;
        var contents = new List<AIContent>();
        foreach (var content in update.Contents)
        {
            if (content is not TextReasoningContent)
            {
                await EndReasoningAsync().ConfigureAwait(false);
            }

            switch (content)
            {
                case TextContent text:
                    Release(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    _reasoning.Append(reasoning.Text);
                    _lastReasoning = reasoning;
                    break;
                case UsageContent usage:
                    _usage.Add(usage.Details);
                    _told = true;
                    contents.Add(usage);
                    break;
                case FunctionResultContent result:
                    _ran.Add(result.CallId);
                    contents.Add(result);
                    break;
                default:
                    if (await _check.PassAsync(content, _ran).ConfigureAwait(false) is { } passed)
                    {
                        contents.Add(passed);
                    }

                    break;
            }
        }

        if (contents.Count > 0)
        {
            await SendAsync(contents).ConfigureAwait(false);
        }
    }

    private void Release(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        _text.Writer.TryWrite(text);
        if (_reply is null)
        {
            _reply = turn.Client.StreamOutput(new CheckOutputStreamOpen { Context = turn.Context, Author = ReplyAuthor.Model }, _text.Reader.ReadAllAsync(_over.Token));
            _released = SendReleasedAsync(_reply);
        }
    }

    private async Task SendReleasedAsync(ReplyStream reply)
    {
        try
        {
            await foreach (var text in reply.WithCancellation(_over.Token).ConfigureAwait(false))
            {
                _sent = true;
                await SendAsync([new TextContent(text)]).ConfigureAwait(false);
            }
        }
        catch
        {
            // Without a decision the model need not go on.
            await _over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task EndReasoningAsync()
    {
        if (_lastReasoning is not { } last)
        {
            return;
        }

        var text = _reasoning.ToString();
        _reasoning.Clear();
        _lastReasoning = null;
        var whole = new TextReasoningContent(text) { ProtectedData = last.ProtectedData, AdditionalProperties = last.AdditionalProperties };
        if (await _check.PassAsync(whole, _ran).ConfigureAwait(false) is { } passed)
        {
            await SendAsync([passed]).ConfigureAwait(false);
        }
    }

    private async Task EndAsync()
    {
        var refusal = _reply is { } reply && !reply.Decision.IsAllowed() ? reply.Decision ?? new Decision() : _check.Refusal;
        if (refusal is not null)
        {
            var said = Refusals.ForPerson(refusal, turn.Context.Locale);
            await SendAsync([new TextContent(_sent ? $"\n\n{said}" : said)]).ConfigureAwait(false);
        }

        // Without a message of its own, what it tells is the whole answer's.
        var end = Shape([]);
        end.MessageId = null;
        end.FinishReason = refusal is not null ? ChatFinishReason.ContentFilter : _finish;
        end.AdditionalProperties = turn.Told(end.AdditionalProperties, refusal ?? _reply?.Decision);
        await _updates.Writer.WriteAsync(end, _over.Token).ConfigureAwait(false);
    }

    private async Task SendAsync(IList<AIContent> contents) => await _updates.Writer.WriteAsync(Shape(contents), _over.Token).ConfigureAwait(false);

    /// <summary>As the model's last, with other contents.</summary>
    private ChatResponseUpdate Shape(IList<AIContent> contents)
    {
        var update = _last.Clone();
        (update.Contents, update.RawRepresentation, update.FinishReason) = (contents, null, null);
        return update;
    }
}
