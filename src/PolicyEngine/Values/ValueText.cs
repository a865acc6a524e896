namespace AiDesk.Policy.Values;

/// <summary>A value being written in its normal form: its kind's letter, then its characters. What is longer than counts is cut. Reused.</summary>
internal sealed class ValueText
{
    private readonly char[] _chars = new char[ValueLimits.MostChars + 1];
    private int _length = 1;

    /// <summary>The kind's letter and the characters.</summary>
    public ReadOnlySpan<char> Keyed => _chars.AsSpan(0, _length);

    /// <summary>The characters without the kind.</summary>
    public ReadOnlySpan<char> Chars => _chars.AsSpan(1, _length - 1);

    public void Begin(ValueKind kind)
    {
        _chars[0] = (char)kind;
        _length = 1;
    }

    public void Append(char c)
    {
        if (_length < _chars.Length)
        {
            _chars[_length++] = c;
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, _chars.Length - _length)];
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    public void RemoveFirst(int count)
    {
        _chars.AsSpan(1 + count, _length - 1 - count).CopyTo(_chars.AsSpan(1));
        _length -= count;
    }

    public void TrimEnd(char c)
    {
        while (_length > 1 && _chars[_length - 1] == c)
        {
            _length--;
        }
    }
}
