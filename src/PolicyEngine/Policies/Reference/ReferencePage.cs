using System.Text;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Reference;

/// <summary>Writes the reference page in Markdown: one heading per record, one table row per key.</summary>
internal static class ReferencePage
{
    /// <param name="introduction">What stands before the tables.</param>
    /// <param name="root">The record that a document is.</param>
    /// <param name="closing">What stands after them.</param>
    public static string Write(string introduction, RecordShape root, string closing)
    {
        var page = new StringBuilder(introduction);
        foreach (var record in Records(root))
        {
            WriteRecord(page, record);
        }

        page.Append(closing);
        return page.ToString();
    }

    /// <summary>Every record once, each before those that it holds.</summary>
    private static List<RecordShape> Records(RecordShape root)
    {
        var found = new List<RecordShape>();
        var titles = new HashSet<string>(StringComparer.Ordinal);
        Visit(root);
        return found;

        void Visit(RecordShape record)
        {
            if (!titles.Add(record.Title))
            {
                return;
            }

            found.Add(record);
            foreach (var inner in record.Keys.Select(key => key.Shape.Record).OfType<RecordShape>())
            {
                Visit(inner);
            }
        }
    }

    private static void WriteRecord(StringBuilder page, RecordShape record)
    {
        page.Append("\n## ").Append(record.Title).Append("\n\n").Append(record.Description).Append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in record.Keys)
        {
            page.Append("| `").Append(key.Name).Append("` | ").Append(Cell(key.Shape.Label));
            if (key.Shape.Record is { } inner && !string.Equals(inner.Title, record.Title, StringComparison.Ordinal))
            {
                page.Append(": [").Append(Cell(inner.Title)).Append("](#").Append(Anchor(inner.Title)).Append(')');
            }

            page.Append(" | ").Append(key.Required ? "**required**" : Cell(key.DefaultText)).Append(" | ").Append(Cell(key.Description)).Append(" |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    /// <summary>As the usual renderers make one of a heading.</summary>
    private static string Anchor(string title) => string.Concat(title.ToLowerInvariant().Where(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-'));
}
