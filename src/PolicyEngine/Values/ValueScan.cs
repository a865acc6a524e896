using AiDesk.Policy.Text;

namespace AiDesk.Policy.Values;

/// <summary>
/// Finds the values of a text. Prose and fields are read apart: <see cref="CodeScan"/> says how. One instance per evaluation, reused; nothing is allocated
/// once its buffers have grown.
/// </summary>
internal sealed class ValueScan
{
    private readonly ValueText _text = new();

    public ValueList Found { get; } = new();

    /// <summary>Where a value is written before it is hashed, for scanners that bring their own place.</summary>
    public ValueText Text => _text;

    /// <summary>Codes of the window that the views hold, disguised ones too.</summary>
    public void Codes(TextViews views, bool everything)
    {
        for (var i = 0; i < views.Count; i++)
        {
            var view = views[i];
            if (!TextTransforms.ChangesLetters(view.Transform))
            {
                new CodeScan(views, view, _text, Found) { Everything = everything }.Run();
            }
        }
    }

    /// <summary>E-mail addresses, web addresses and hosts.</summary>
    public void Addresses(ReadOnlySpan<char> text, int offset) => new AddressScan(text, offset, _text, Found).Run();

    public void NameInField(TextViews views) => new NameScan(views, _text, Found).Field();

    public void NamesInProse(TextViews views) => new NameScan(views, _text, Found).Prose();

    public void Passages(TextViews views, int step, int most) => PassageScan.Run(views, step, most, _text, Found);

    /// <summary>A place that another scanner found, as a code: its letters and digits joined.</summary>
    public void Place(ReadOnlySpan<char> place, int start)
    {
        _text.Begin(ValueKind.Code);
        foreach (var c in place)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                _text.Append(char.ToLowerInvariant(c));
            }
        }

        CodeShape.TryNormalise(_text);
        Found.Add(_text.Keyed, start, start + place.Length);
    }

    /// <summary>The host of a link that another scanner found; false when it is none.</summary>
    public bool TryHost(ReadOnlySpan<char> link, int start)
    {
        if (!AddressScan.TryHost(link, _text))
        {
            return false;
        }

        Found.Add(_text.Keyed, start, start + link.Length);
        return true;
    }
}
