using AiDesk.Policy.Text;

namespace AiDesk.Policy.Values;

/// <summary>The value that a policy writes out, in its normal form.</summary>
internal static class NamedValue
{
    /// <summary>The kind's letter and the characters; empty when the text is none as a whole.</summary>
    public static string Of(string text)
    {
        var list = new ValueList();
        list.Begin(ValueKey.Public, 8, 0);
        var value = new ValueText();
        new AddressScan(text, 0, value, list).Run();
        if (list.Count > 0)
        {
            // The last is the most telling: a web address follows its host.
            return list.Items[^1] is var last && last.Start == LengthOfScheme(text) && last.End == text.Length ? value.Keyed.ToString() : "";
        }

        var views = new TextViews();
        views.Prepare(text);
        new CodeScan(views, views.Folded, value, list).Whole();
        return list.Count > 0 ? value.Keyed.ToString() : "";
    }

    private static int LengthOfScheme(string text) => text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
}
