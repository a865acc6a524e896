using System.Buffers;
using AiDesk.Policy.Leaks;

namespace AiDesk.Policy.Output.Streaming;

/// <summary>What was released, and the next of it: places are cut as <see cref="Redactor"/> cuts them out of a whole text.</summary>
internal sealed class ReleasedText
{
    private readonly ArrayBufferWriter<char> _text = new(256);
    private int _taken;
    private int _copied;
    private int _lastPlace = -1;

    /// <summary>All of it.</summary>
    public ReadOnlySpan<char> All => _text.WrittenSpan;

    /// <summary>First unit of the reply that was not released or cut.</summary>
    public int End => _copied;

    /// <summary>Takes over everything up to a place that is to be cut, and the place.</summary>
    public void Cut(ReadOnlySpan<char> reply, int start, int end)
    {
        if (end <= _copied)
        {
            return;
        }

        if (start > _copied || _copied != _lastPlace)
        {
            CopyTo(reply, Math.Max(start, _copied));
            _text.Write(Redactor.Replacement);
        }

        _copied = _lastPlace = end;
    }

    /// <summary>Takes over everything up to <paramref name="end"/>.</summary>
    public void CopyTo(ReadOnlySpan<char> reply, int end)
    {
        if (end > _copied)
        {
            _text.Write(reply[_copied..end]);
            _copied = end;
        }
    }

    /// <summary>Takes over the rest of a text that begins with what was released; nothing when it does not.</summary>
    public void Complete(ReadOnlySpan<char> whole, int end)
    {
        if (whole.StartsWith(All, StringComparison.Ordinal))
        {
            _text.Write(whole[All.Length..]);
            _copied = end;
        }
    }

    /// <summary>What was released since the last time that this was asked.</summary>
    public ReadOnlySpan<char> Take()
    {
        var fresh = All[_taken..];
        _taken = All.Length;
        return fresh;
    }
}
