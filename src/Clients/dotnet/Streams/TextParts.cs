namespace AiDesk.Client.Streams;

/// <summary>The parts of a reply as messages can carry them: well-formed text, none longer than the service takes.</summary>
internal sealed class TextParts(IAsyncEnumerable<string> parts, int longest) : IAsyncDisposable
{
    private IAsyncEnumerator<string>? _source;
    private string _rest = "";
    private string _half = "";
    private bool _ended;

    /// <summary>The next part; null at the end.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        _source ??= parts.GetAsyncEnumerator(cancellationToken);
        while (_rest.Length == 0)
        {
            if (_ended)
            {
                return null;
            }

            if (await _source.MoveNextAsync().ConfigureAwait(false))
            {
                // Half of a character is no text yet: it waits for the other half.
                var text = _half + _source.Current;
                var whole = text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text.Length - 1 : text.Length;
                (_rest, _half) = (text[..whole], text[whole..]);
            }
            else
            {
                _ended = true;
                (_rest, _half) = (_half, "");
            }
        }

        var end = Math.Min(longest, _rest.Length);
        end = end < _rest.Length && char.IsHighSurrogate(_rest[end - 1]) ? end - 1 : end;
        var part = _rest[..end];
        _rest = _rest[end..];
        return part;
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
